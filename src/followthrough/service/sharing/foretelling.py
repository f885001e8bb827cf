"""What will be asked of each recipient, and by when? The procedures answer about the share as it would be sent.

Only the proposed share is assessed, so the answer rests on nothing that the sender may not read, and on no timescale
of ours: what the rulebook does not ask is not promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.explain import explain_duty
from followthrough.procedures.model.event import TICK, Event, Subject
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.procedure import Obliging
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.agencies.models import Team
from followthrough.service.sharing.kinds import SCHOOL
from followthrough.service.sharing.queries import step_of


@dataclass(frozen=True)
class Promise:
    """One thing that a recipient will owe. `sum` says how its time was worked out."""

    team: str
    step: str
    action: str
    due_at: datetime
    sum: str


def foretell(
    asks: str, sender: Team, recipients: Sequence[Team], now: datetime, rules: Rulebook, calendar: Calendar
) -> list[Promise]:
    """Soonest first, for each recipient."""
    subject = Subject("child", "proposed")
    events = [_proposed(n, asks, sender, team, now, subject) for n, team in enumerate(recipients)]
    history = History(subject, with_derived_knowledge(events, rules.vocabulary.conveys))
    team_of = {event.id: team.key for event, team in zip(events, recipients, strict=True)}
    found = []
    for row in assess(history, rules, calendar, events[-1].recorded_at if events else now).duties:
        procedure = rules.get(row.procedure, row.version)
        if row.trigger in team_of and isinstance(procedure, Obliging):
            told = explain_duty(row, history, rules, calendar)
            found.append(Promise(team_of[row.trigger], step_of(procedure), procedure.action, row.due_at, told.sum))
    return sorted(found, key=lambda each: (each.team, each.due_at))


def _proposed(n: int, asks: str, sender: Team, team: Team, now: datetime, subject: Subject) -> Event:
    return Event(
        id=f"proposed-{n}",
        kind="share.sent",
        subject=subject,
        agency=sender.agency_id,
        occurred_from=now,
        occurred_to=now,
        recorded_at=now + n * TICK,
        data={
            "leg": f"proposed-{n}",
            "asks": asks,
            "sender_team": sender.slug,
            "from_school": sender.agency.kind == SCHOOL,
            "recipient_agency": team.agency_id,
            "recipient_team": team.slug,
        },
    )
