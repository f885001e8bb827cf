"""Which state a duty is in at an instant, from what closed or excused it. Exactly one holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.engines.plain.owing import Owed, agrees
from followthrough.procedures.engines.plain.sight import Seen, Sight
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.condition import Match
from followthrough.procedures.model.procedure import Closing, DutyProcedure, Obliging, OnSignal

EXCUSED = "duty.excused"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a duty stands: its state, what closed it and when, when an excuse ended it, and whether precision matters."""

    state: DutyState
    closed_at: datetime | None = None
    closed_by: str | None = None
    ended_at: datetime | None = None
    is_uncertain: bool = False


def standing(procedure: Obliging, owed: Owed, sight: Sight, withdrawn_at: datetime | None) -> Standing:
    """The state of `owed` now. `withdrawn_at` is when its ground ceased to be seen, if it did.

    The earliest closing or excuse decides; a closing wins a tie. It is met when any closing both occurred and became
    visible by the deadline, however late another one is.
    """
    if not _is_fed_by_a_signal(procedure) and sight.is_retracted(owed.trigger):
        return Standing(DutyState.SUPERSEDED)
    closings = _later(procedure.closed_by, owed, sight, owed.closings_from)
    excuses = _later(procedure.excused_by, owed, sight, owed.floor) + _excused_by_a_person(owed, sight)
    unclear = any(_is_unclear(each, owed) for each in (*closings, *excuses))
    closing = min(closings, key=lambda seen: seen.order, default=None)
    excused_at = min(
        (*(seen.event.occurred_from for seen in excuses), *(at for at in (withdrawn_at, owed.ends_at) if at)),
        default=None,
    )
    if closing is not None and (excused_at is None or closing.event.occurred_from <= excused_at):
        return Standing(_met(closing, closings, owed), closing.event.occurred_from, closing.root, None, unclear)
    if excused_at is not None:
        state = DutyState.EXCUSED if excused_at <= owed.due_at else DutyState.BREACHED
        return Standing(state, ended_at=excused_at, is_uncertain=unclear)
    return Standing(DutyState.BREACHED if sight.at > owed.due_at else DutyState.OPEN, is_uncertain=unclear)


def _is_fed_by_a_signal(procedure: Obliging) -> bool:
    """The trigger is then the signal, which is withdrawn with its event: its duties are excused, not superseded."""
    return isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal)


def _met(closing: Seen, closings: Iterable[Seen], owed: Owed) -> DutyState:
    if closing.event.occurred_from > owed.due_at:
        return DutyState.MET_LATE
    in_time = any(each.event.occurred_from <= owed.due_at and each.first_visible_at <= owed.due_at for each in closings)
    return DutyState.MET if in_time else DutyState.MET_RECORDED_LATE


def _later(closings: tuple[Closing, ...], owed: Owed, sight: Sight, floor: datetime) -> list[Seen]:
    """Events that close or excuse: not before the floor, not the trigger itself, agreeing on every key."""
    found = {
        seen.root: seen
        for closing in closings
        for seen in sight.seen(closing.match)
        if seen.event.occurred_to >= floor
        and seen.root != owed.trigger
        and (owed.after is None or seen.order > owed.after)
        and agrees(closing.matching, seen.event, owed.event, owed.trigger, owed.each, sight)
    }
    return list(found.values())


def _excused_by_a_person(owed: Owed, sight: Sight) -> list[Seen]:
    excuses = sight.seen(Match((EXCUSED,)))
    return [seen for seen in excuses if seen.event.data.get("duty") == owed.id]


def _is_unclear(seen: Seen, owed: Owed) -> bool:
    """Whether the precision of the closing or of the trigger could change the answer."""
    event = seen.event
    if event.occurred_from <= owed.due_at and owed.earliest_due_at < event.occurred_to:
        return not (event.is_exact and owed.earliest_due_at == owed.due_at)
    is_vague = not event.is_exact or owed.floor < owed.latest_floor
    return is_vague and event.occurred_from < owed.latest_floor
