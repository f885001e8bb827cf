"""Which state a duty is in at an instant, from what closed or excused it. Exactly one holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.engines.plain.owing import Owed, agrees, wanted_of
from followthrough.procedures.engines.plain.reading import Seen
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.engines.plain.trails import Trail
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.condition import Match
from followthrough.procedures.model.procedure import Closing, DutyProcedure, Obliging, OnSignal

EXCUSED = "duty.excused"
_BY_A_PERSON = Match((EXCUSED,))


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
    if not _is_fed_by_a_signal(procedure) and _is_retracted(owed.trigger, sight):
        return Standing(DutyState.SUPERSEDED)
    closings, excuses = _closings(procedure, owed, sight)
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


@dataclass(frozen=True, slots=True)
class _Ending:
    """Events that may close or excuse a duty: from `since` on, not the trigger itself, agreeing on every key."""

    trail: Trail[Seen]
    matching: tuple[tuple[str, str], ...]
    since: datetime
    owed: Owed
    sight: Sight

    def by(self, until: datetime) -> list[Seen]:
        return [seen for seen in self.sight.along(self.trail, self.since, until) if self._counts(seen)]

    def first(self) -> list[Seen]:
        found = self.sight.first(self.trail, self.since, self._counts)
        return [] if found is None else [found]

    def _counts(self, seen: Seen) -> bool:
        owed = self.owed
        return (
            seen.event.occurred_to >= self.since
            and seen.root != owed.trigger
            and (owed.after is None or seen.order > owed.after)
            and agrees(self.matching, seen.event, owed.event, owed.trigger, owed.each, self.sight)
        )


def _closings(procedure: Obliging, owed: Owed, sight: Sight) -> tuple[list[Seen], list[Seen]]:
    """What closes and what excuses a duty: all that could be in time; where there is none, the first that is late."""
    closings = _endings(procedure.closed_by, owed.closings_from, owed, sight)
    excuses = _endings(procedure.excused_by, owed.floor, owed, sight)
    closed = _distinct(seen for each in closings for seen in each.by(owed.settled_by))
    excused = _distinct(seen for each in excuses for seen in each.by(owed.settled_by))
    if not closed and not excused:
        closed = _distinct(seen for each in closings for seen in each.first())
        excused = _distinct(seen for each in excuses for seen in each.first())
    return closed, [*excused, *_excused_by_a_person(owed, sight)]


def _distinct(found: Iterable[Seen]) -> list[Seen]:
    return list({seen.root: seen for seen in found}.values())


def _endings(closings: tuple[Closing, ...], since: datetime, owed: Owed, sight: Sight) -> list[_Ending]:
    found = ((closing, _trail_of(closing, owed, sight)) for closing in closings)
    return [_Ending(trail, closing.matching, since, owed, sight) for closing, trail in found if trail is not None]


def _trail_of(closing: Closing, owed: Owed, sight: Sight) -> Trail[Seen] | None:
    """Looked up by the first key that must agree, so that other people's closings are passed over."""
    if not closing.matching:
        return sight.reading.trail(closing.match)
    field, trigger_field = closing.matching[0]
    wanted = wanted_of(trigger_field, owed.event, owed.trigger, owed.each, sight)
    return None if wanted is None else sight.reading.trail_by(closing.match, field, wanted)


def _excused_by_a_person(owed: Owed, sight: Sight) -> list[Seen]:
    return sight.along(sight.reading.trail_by(_BY_A_PERSON, "duty", owed.id))


def _is_retracted(root: str, sight: Sight) -> bool:
    event = sight.version(root)
    return event is not None and event.is_retraction


def _is_unclear(seen: Seen, owed: Owed) -> bool:
    """Whether the precision of the closing or of the trigger could change the answer."""
    event = seen.event
    if event.occurred_from <= owed.due_at and owed.earliest_due_at < event.occurred_to:
        return not (event.is_exact and owed.earliest_due_at == owed.due_at)
    is_vague = not event.is_exact or owed.floor < owed.latest_floor
    return is_vague and event.occurred_from < owed.latest_floor
