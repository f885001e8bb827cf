"""Why does a duty stand? From its row in the ledger back to the engine's own words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from followthrough.procedures.calendars import Sum, work_out
from followthrough.procedures.explain import Explanation, explain_duty
from followthrough.procedures.model.answer import Debtor, DueRung, DutyRow, DutyState
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import (
    DutyProcedure,
    Obliging,
    OnAge,
    OnBreach,
    OnDate,
    OnEvent,
    OnSignal,
    StandingProcedure,
)
from followthrough.procedures.model.timescale import Timescale, Unit, When
from followthrough.service.core import clock
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Duty


def explain(duty: Duty, history: History) -> Explanation | None:
    """With the part of the history that the viewer may see; None when the rulebook no longer has the procedure."""
    procedure = procedure_of(duty)
    if procedure is None:
        return None
    others = _followed(duty, procedure)
    unseen = _events(duty, procedure, others) - set(history.chains)
    return explain_duty(
        engine_row(duty),
        history,
        rulebook.current(),
        calendar.current(),
        may_see=lambda root: root not in unseen,
        # While a clock stands still, what was recorded just now stands a tick after it.
        as_of=max([clock.now(), *(event.recorded_at for event in history.events)]),
        others=others,
    )


def _events(duty: Duty, procedure: Obliging, others: list[DutyRow]) -> set[str]:
    """What the duty rests on. Its trigger is an event unless it follows another duty, or the calendar."""
    roots = {*duty.because, duty.closed_by or ""} - {""}
    if not isinstance(procedure, DutyProcedure) or isinstance(procedure.when, OnEvent | OnDate | OnSignal | OnAge):
        roots.add(duty.trigger)
    return roots.union(*({each.trigger, *each.because} for each in others))


def _followed(duty: Duty, procedure: Obliging) -> list[DutyRow]:
    """The duty whose breach made this one, where the viewer may see it."""
    if not (isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnBreach)):
        return []
    return [engine_row(each) for each in Duty.objects.filter(pk=duty.trigger)]


def procedure_of(duty: Duty) -> Obliging | None:
    versions = rulebook.current().by_id.get(duty.procedure, ())
    found = next((each for each in versions if each.version == duty.version), None)
    return found if isinstance(found, Obliging) else None


def engine_row(duty: Duty) -> DutyRow:
    return DutyRow(
        id=duty.id,
        procedure=duty.procedure,
        version=duty.version,
        subject=Subject(duty.subject_kind, duty.subject_id),
        debtor=Debtor(duty.debtor_agency, duty.debtor_team, duty.debtor_role),
        trigger=duty.trigger,
        opened_at=duty.opened_at,
        due_at=duty.due_at,
        state=DutyState(duty.state),
        each=duty.each,
        closed_at=duty.closed_at,
        closed_by=duty.closed_by,
        ended_at=duty.ended_at,
        because=tuple(duty.because),
        is_uncertain=duty.is_uncertain,
        rungs=tuple(_step(each) for each in duty.rungs),
        reminders=tuple(_step(each) for each in duty.reminders),
    )


def worked_out(duty: Duty) -> Sum | None:
    """How the deadline was counted, where one timescale after its start leads there; needs no history."""
    procedure = procedure_of(duty)
    for when in _timescales(procedure):
        found = work_out(calendar.current(), duty.opened_at, when)
        if found.due == duty.due_at:
            return found
    return None


def not_counted(counted: Sum | None) -> str:
    """As in "Good Friday, the weekend and Easter Monday are not counted."; empty where every day counts."""
    if counted is None or not (
        isinstance(counted.when, Timescale) and counted.when.unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS)
    ):
        return ""
    _, _, notes = counted.words().partition("; ")
    said = notes.rpartition(" → ")[0].split("; ")[0]
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def closing_kinds(duty: Duty) -> tuple[str, ...]:
    """The kinds of event that meet the duty, in the rulebook's order."""
    procedure = procedure_of(duty)
    if procedure is None:
        return ()
    return tuple(dict.fromkeys(kind for closing in procedure.closed_by for kind in closing.match.kinds))


def _timescales(procedure: Obliging | None) -> list[When]:
    if isinstance(procedure, StandingProcedure):
        return list(procedure.every)
    if isinstance(procedure, DutyProcedure):
        return [limit.within for limit in procedure.limits if limit.within is not None]
    return []


def _step(step: dict[str, Any]) -> DueRung:
    tell = Debtor(step["agency"], step["team"], step["role"])
    return DueRung(step["index"], datetime.fromisoformat(step["at"]), tell)
