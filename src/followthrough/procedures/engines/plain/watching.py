"""Which patterns and silences a watch finds at an instant, in all eyes or in one debtor's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.engines.plain.grounds import Anchor, ground
from followthrough.procedures.engines.plain.reading import Reading, Seen
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.model.condition import Match
from followthrough.procedures.model.event import TICK
from followthrough.procedures.model.procedure import WatchProcedure


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that holds: at its root event, on this evidence, true in the world at `true_at`."""

    seen: Seen
    true_at: datetime
    ready_at: datetime
    evidence: tuple[str, ...]
    is_uncertain: bool = False
    ended_at: datetime | None = None
    stands: bool = True


def hits(procedure: WatchProcedure, sight: Sight, debtor: str | None = None) -> list[Hit]:
    """Every hit of a watch."""
    found = (hit_at(procedure, root, sight, debtor) for root in roots(procedure, sight.reading, debtor))
    return [hit for hit in found if hit is not None]


def roots(procedure: WatchProcedure, reading: Reading, debtor: str | None = None) -> dict[str, datetime]:
    """The events that may be the last of a pattern, or begin a silence, each with when it was first seen."""
    first: dict[str, datetime] = {}
    for match in procedure.ends:
        for root, at in reading.trail(match, debtor).first_seen.items():
            first[root] = min(at, first.get(root, at))
    return first


def hit_at(procedure: WatchProcedure, root: str, sight: Sight, debtor: str | None = None) -> Hit | None:
    """The hit that ends (or, of a silence, begins) at an event. `stands` is false for a silence that was broken."""
    found = (sight.one(match, root, debtor) for match in procedure.ends)
    seen = next((each for each in found if each is not None), None)
    if seen is None:
        return None
    hit = (_silence if procedure.is_absence else _pattern)(procedure, seen, sight, debtor)
    return hit if hit is not None and procedure.is_in_force(sight.local_day(hit.true_at)) else None


def _pattern(procedure: WatchProcedure, seen: Seen, sight: Sight, debtor: str | None) -> Hit | None:
    held = ground(procedure.pattern, Anchor.of(seen, is_last=True), sight, debtor)
    if held is None or seen.root not in held.evidence:
        return None
    found = (sight.one(match, root, debtor) for root in held.evidence for match in procedure.ends)
    true_at = max(member.event.occurred_to for member in found if member is not None)
    return Hit(seen, true_at, max(held.ready_at, true_at), held.evidence, held.is_uncertain)


def _silence(procedure: WatchProcedure, seen: Seen, sight: Sight, debtor: str | None) -> Hit | None:
    assert procedure.silence is not None and procedure.lasting is not None
    limit = sight.due(seen.event.occurred_to, procedure.lasting)
    sight.wake(limit + TICK)
    if sight.at <= limit:
        return None
    breaker = sight.first(sight.reading.trail(procedure.silence, debtor), seen.event.occurred_to, _follows(seen))
    if breaker is not None and breaker.event.occurred_from <= limit:
        return None
    held = ground(procedure.condition, Anchor(seen.root, limit, limit), sight, debtor)
    if held is None:
        return None
    is_vague = _is_any_vague(procedure.silence, seen, sight, debtor)
    return Hit(
        seen=seen,
        true_at=limit,
        ready_at=max(limit, seen.ready_at),
        evidence=tuple(dict.fromkeys((seen.root, *held.evidence))),
        is_uncertain=not seen.event.is_exact or is_vague or held.is_uncertain,
        ended_at=None if breaker is None else breaker.event.occurred_from,
        stands=breaker is None,
    )


def _is_any_vague(silence: Match, anchor: Seen, sight: Sight, debtor: str | None) -> bool:
    """A vague one among all that followed makes it unclear how long the silence was."""
    if sight.reading.trail(silence, debtor).is_exact:
        return False
    later = filter(_follows(anchor), sight.seen(silence, debtor, since=anchor.event.occurred_to))
    return any(not each.event.is_exact for each in later)


def _follows(anchor: Seen) -> Callable[[Seen], bool]:
    return lambda seen: _end(seen) > _end(anchor)


def _end(seen: Seen) -> tuple[datetime, str]:
    return seen.event.occurred_to, seen.root
