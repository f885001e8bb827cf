"""Which patterns and silences a watch finds at an instant, in all eyes or in one debtor's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.engines.plain.grounds import Anchor, ground
from followthrough.procedures.engines.plain.sight import Seen, Sight
from followthrough.procedures.model.condition import All, Any, Condition, Count, Match
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


def hits(procedure: WatchProcedure, sight: Sight, debtor: str | None = None) -> dict[str, Hit]:
    """Every hit of a watch, by the root of its event. `stands` is false for a silence that has been broken."""
    found = _silences(procedure, sight, debtor) if procedure.is_absence else _patterns(procedure, sight, debtor)
    return {hit.seen.root: hit for hit in found if procedure.is_in_force(sight.local_day(hit.true_at))}


def _patterns(procedure: WatchProcedure, sight: Sight, debtor: str | None) -> Iterator[Hit]:
    assert procedure.pattern is not None
    candidates = {seen.root: seen for match in counted(procedure.pattern) for seen in sight.seen(match, debtor)}
    for seen in sorted(candidates.values(), key=lambda each: each.order):
        held = ground(procedure.pattern, Anchor.of(seen, is_last=True), sight, debtor)
        if held is None or seen.root not in held.evidence:
            continue
        members = [candidates[root] for root in held.evidence if root in candidates]
        true_at = max(member.event.occurred_to for member in members)
        yield Hit(seen, true_at, max(held.ready_at, true_at), held.evidence, held.is_uncertain)


def counted(condition: Condition) -> list[Match]:
    """The matches of a pattern's counts: any of their events may be the last of a window."""
    match condition:
        case Count(of=of):
            return [of]
        case All(of) | Any(of):
            return [match for each in of for match in counted(each)]
    return []


def _silences(procedure: WatchProcedure, sight: Sight, debtor: str | None) -> Iterator[Hit]:
    assert procedure.silence is not None and procedure.since is not None and procedure.lasting is not None
    breakers = _Breakers(sight.seen(procedure.silence, debtor))
    for seen in sight.seen(procedure.since, debtor):
        limit = sight.due(seen.event.occurred_to, procedure.lasting)
        sight.wake(limit + TICK)
        ended_at, is_vague = breakers.after(seen)
        if sight.at <= limit or (ended_at is not None and ended_at <= limit):
            continue
        held = ground(procedure.condition, Anchor(seen.root, limit, limit), sight, debtor)
        if held is None:
            continue
        unclear = not seen.event.is_exact or is_vague or held.is_uncertain
        evidence = tuple(dict.fromkeys((seen.root, *held.evidence)))
        yield Hit(seen, limit, max(limit, seen.ready_at), evidence, unclear, ended_at, ended_at is None)


class _Breakers:
    """Events that break a silence, from the last to the first, so that those after an anchor are read once for all."""

    def __init__(self, found: list[Seen]) -> None:
        ordered = sorted(found, key=_end)
        self._ends = [_end(seen) for seen in ordered]
        self._after: list[tuple[datetime | None, bool]] = [(None, False)]
        for seen in reversed(ordered):
            first, is_vague = self._after[-1]
            at = seen.event.occurred_from
            self._after.append((at if first is None else min(first, at), is_vague or not seen.event.is_exact))
        self._after.reverse()

    def after(self, anchor: Seen) -> tuple[datetime | None, bool]:
        """When the first of those that follow an anchor began, and whether any of them is vague."""
        return self._after[bisect_right(self._ends, _end(anchor))]


def _end(seen: Seen) -> tuple[datetime, str]:
    return seen.event.occurred_to, seen.root
