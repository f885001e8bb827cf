"""Does a condition hold at an anchor, since when could its reader act on it, and on which events does it rest?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.engines.plain.reading import Seen
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.model.condition import Age, All, Any, Condition, Count, Gap, Silence, StateHolds
from followthrough.procedures.model.event import TICK


@dataclass(frozen=True, slots=True)
class Anchor:
    """The event (or instant) in question, with what is asked of windows that end at it.

    A duty's window ends at its trigger's `occurred_to`. A watch's window ends at the event itself in occurred order,
    so that each event is the last of one window only: `is_last` says so.
    """

    root: str
    from_: datetime
    to: datetime
    is_last: bool = False

    @property
    def end(self) -> datetime:
        return self.from_ if self.is_last else self.to

    @classmethod
    def of(cls, seen: Seen, *, is_last: bool = False) -> Anchor:
        return cls(seen.root, seen.event.occurred_from, seen.event.occurred_to, is_last)


@dataclass(frozen=True, slots=True)
class Ground:
    """A condition that holds: from when its reader could act on it, and the roots of the events it rests on."""

    ready_at: datetime
    evidence: tuple[str, ...] = ()
    is_uncertain: bool = False


def ground(condition: Condition | None, anchor: Anchor, sight: Sight, debtor: str | None = None) -> Ground | None:
    """The ground of `condition` at `anchor`, or None where it does not hold."""
    match condition:
        case None:
            return Ground(anchor.to)
        case All(of):
            return _all([ground(each, anchor, sight, debtor) for each in of])
        case Any(of):
            return _any([ground(each, anchor, sight, debtor) for each in of])
        case Age():
            return _age(condition, anchor, sight)
        case StateHolds():
            return _state(condition, anchor, sight, debtor)
        case Count():
            return _count(condition, anchor, sight, debtor)
        case Silence():
            return _silence(condition, anchor, sight)
        case Gap():
            return _gap(condition, anchor, sight)


def _all(parts: list[Ground | None]) -> Ground | None:
    held = [part for part in parts if part is not None]
    if len(held) < len(parts):
        return None
    return Ground(max(part.ready_at for part in held), _union(held), any(part.is_uncertain for part in held))


def _any(parts: list[Ground | None]) -> Ground | None:
    """The alternative that was ready first; ties go to the one written first."""
    held = [part for part in parts if part is not None]
    return min(held, key=lambda part: part.ready_at, default=None)


def _union(parts: Iterable[Ground]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(root for part in parts for root in part.evidence))


def _age(condition: Age, anchor: Anchor, sight: Sight) -> Ground | None:
    born_on = sight.born_on
    if born_on is None:
        return None
    age = sight.calendar.age_on(born_on, anchor.from_)
    if condition.at_least is not None and age < condition.at_least:
        return None
    if condition.under is not None and age >= condition.under:
        return None
    is_sure = sight.is_birth_exact and age == sight.calendar.age_on(born_on, anchor.to)
    return Ground(anchor.to, is_uncertain=not is_sure)


def _state(condition: StateHolds, anchor: Anchor, sight: Sight, debtor: str | None) -> Ground | None:
    eyes = None if condition.negated else debtor
    spans = sight.spans(condition.state, condition.where, eyes, until=anchor.to)
    covering = [span for span in spans if span.covers(anchor.to)]
    if condition.negated:
        unclear = any(span.begin.event.occurred_from <= anchor.to < span.from_ for span in spans)
        return None if covering else Ground(anchor.to, is_uncertain=unclear)
    if not covering:
        return None
    first = min(covering, key=lambda span: (span.begin.ready_at, span.begin.root))
    return Ground(max(anchor.to, first.begin.ready_at), (first.begin.root,))


def _count(condition: Count, anchor: Anchor, sight: Sight, debtor: str | None) -> Ground | None:
    start = sight.back(anchor.end, condition.within) if condition.within else None
    anew = [] if condition.since_last is None else sight.seen(condition.since_last, until=anchor.to)  # in all eyes
    earliest = sight.back(anchor.from_, condition.within) if condition.within and not anew else None
    candidates = sight.seen(condition.of, debtor, earliest, anchor.to)
    last = max((seen.order for seen in anew if _is_inside(seen, None, anchor)), default=None)
    inside = [seen for seen in candidates if _is_inside(seen, start, anchor) and (last is None or seen.order > last)]
    ready_at = _enough(inside, condition)
    if ready_at is None:
        return None
    unclear = any(_is_unclear(seen, start, anchor, sight, condition) for seen in candidates)
    unclear = unclear or _is_order_unclear(candidates, anew, anchor)
    return Ground(max(ready_at, anchor.to), tuple(seen.root for seen in inside), unclear)


def _is_inside(seen: Seen, start: datetime | None, anchor: Anchor) -> bool:
    if start is not None and seen.event.occurred_from < start:
        return False
    if anchor.is_last:
        return seen.order <= (anchor.from_, anchor.root)
    return seen.event.occurred_from <= anchor.to


def _is_unclear(seen: Seen, start: datetime | None, anchor: Anchor, sight: Sight, condition: Count) -> bool:
    """Whether precision could move the event over a bound of the window. A false alarm is allowed, a miss is not."""
    event = seen.event
    if event.is_exact and anchor.from_ == anchor.to:
        return False
    if seen.root != anchor.root and event.occurred_from <= anchor.to and anchor.from_ <= event.occurred_to:
        return True
    if condition.within is None or start is None:
        return False
    latest_start = sight.back(anchor.to, condition.within)
    earliest_start = sight.back(anchor.from_, condition.within)
    return event.occurred_from <= latest_start and earliest_start <= event.occurred_to


def _is_order_unclear(counted: list[Seen], anew: list[Seen], anchor: Anchor) -> bool:
    """Whether precision could move the point at which a count begins anew. A false alarm is allowed."""
    is_vague = anchor.from_ != anchor.to or any(not seen.event.is_exact for seen in (*counted, *anew))
    return bool(anew) and is_vague


def _enough(inside: list[Seen], condition: Count) -> datetime | None:
    """When enough events from enough agencies were there for their reader, or None."""
    agencies: set[str] = set()
    for number, seen in enumerate(sorted(inside, key=lambda each: (each.ready_at, each.order)), start=1):
        agencies.add(seen.event.agency)
        if number >= condition.at_least and len(agencies) >= condition.agencies:
            return seen.ready_at
    return None


def _silence(condition: Silence, anchor: Anchor, sight: Sight) -> Ground | None:
    """None of the kinds from the anchor to the limit. Once that long, a later event does not undo it."""
    limit = sight.due(anchor.to, condition.lasting)
    sight.wake(limit + TICK)
    if sight.at <= limit:
        return None
    unclear = False
    for seen in sight.seen(condition.of, since=anchor.from_, until=limit):
        if seen.root == anchor.root or seen.event.occurred_to < anchor.from_:
            continue
        if seen.event.occurred_from <= limit:
            return None
        unclear = unclear or seen.event.occurred_from <= sight.due(anchor.from_, condition.lasting)
    return Ground(limit, is_uncertain=unclear or anchor.from_ != anchor.to)


def _gap(condition: Gap, anchor: Anchor, sight: Sight) -> Ground | None:
    """Every time before the anchor at which a gap became too long, within the window."""
    earliest = sight.back(anchor.to, condition.within)
    breakers = sight.seen(condition.of, until=anchor.to)
    starts = {seen.root: seen for seen in breakers}
    if condition.since is not None:
        starts |= {seen.root: seen for seen in sight.seen(condition.since, until=anchor.to)}
    gaps = []
    for start in starts.values():
        limit = sight.due(start.event.occurred_to, condition.lasting)
        if not earliest <= limit < anchor.to:
            continue
        if not any(_follows(seen, start) and seen.event.occurred_from <= limit for seen in breakers):
            gaps.append(start)
    if not gaps:
        return None
    unclear = anchor.from_ != anchor.to or any(not seen.event.is_exact for seen in (*starts.values(), *breakers))
    evidence = tuple(seen.root for seen in sorted(gaps, key=lambda seen: seen.order))
    return Ground(anchor.to, evidence, unclear)


def _follows(seen: Seen, start: Seen) -> bool:
    return (seen.event.occurred_to, seen.root) > (start.event.occurred_to, start.root)
