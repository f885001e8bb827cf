"""Why does a clock of a share run, and how was its time worked out?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from followthrough.procedures.explain import Explanation, explain_duty
from followthrough.procedures.model.answer import Debtor, DueRung, DutyRow, DutyState
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.history import History
from followthrough.service.design.components import Why
from followthrough.service.ledger.models import Duty
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.presenters.telling import Telling, when_of
from followthrough.service.sharing.presenters.words import upper_first
from followthrough.service.sharing.projecting import BESIDE, STATE_OF
from followthrough.service.sharing.queries import Clock


def why(due: Clock, leg: Leg, tell: Telling) -> Why:
    told = explained(due.duty, leg, tell)
    return Why(
        sentence=" ".join(filter(None, (told.sentence, told.what_would_meet, told.who_next))),
        sum=(told.sum, *(upper_first(note) for note in told.notes)),
        source=told.source,
        confidence=told.confidence,
        summary=f"Why: {due.duty.title}",
    )


def explained(duty: Duty, leg: Leg, tell: Telling) -> Explanation:
    """From the row in the ledger and the leg's own events; nothing else about the child is needed, or told."""
    subject = Subject(duty.subject_kind, duty.subject_id)
    row = DutyRow(
        id=duty.pk,
        procedure=duty.procedure,
        version=duty.version,
        subject=subject,
        debtor=Debtor(duty.debtor_agency, duty.debtor_team, duty.debtor_role),
        trigger=duty.trigger,
        opened_at=duty.opened_at,
        due_at=duty.due_at,
        state=DutyState(duty.state),
        ended_at=duty.ended_at,
        rungs=_steps(duty.rungs),
        reminders=_steps(duty.reminders),
    )
    events = tuple(_event(step, leg, tell.share, subject) for step in leg.steps if step["event"] == duty.trigger)
    return explain_duty(row, History(subject, events), tell.rules, tell.calendar, as_of=tell.now)


def _steps(stored: Sequence[Mapping[str, Any]]) -> tuple[DueRung, ...]:
    return tuple(
        DueRung(each["index"], datetime.fromisoformat(each["at"]), Debtor(each["agency"], each["team"], each["role"]))
        for each in stored
        if not each["repeat"]
    )


def _event(step: Mapping[str, Any], leg: Leg, share: Share, subject: Subject) -> Event:
    at = when_of(step)
    limits = {name: datetime.fromisoformat(step[name]) for name in _LIMITS if name in step}
    name = step["step"]
    agency = leg.team.agency_id if name in _BY_RECIPIENT else share.teams[0]
    return Event(
        id=step["event"],
        kind=_KIND_OF[name],
        subject=subject,
        agency=agency.partition("/")[0],
        occurred_from=at,
        occurred_to=at,
        recorded_at=at,
        data={"leg": leg.pk, "asks": share.asks, **limits},
    )


_KIND_OF = {name: kind for kind, name in (STATE_OF | BESIDE).items()}
_BY_RECIPIENT = ("received", "accepted", "redirected", "acted", "asked", "told", "acknowledged")
_LIMITS = ("outcome_by", "accept_by", "receive_by")
