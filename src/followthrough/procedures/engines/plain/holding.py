"""Which duties hold at an instant: dispatches on the kind of procedure, and reads standing duties and gates.

Only what is true now is worked out here. What was true before and holds no more is remembered by `folding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from followthrough.procedures.engines.plain.feeding import Upstream
from followthrough.procedures.engines.plain.grounds import Anchor, Ground, ground
from followthrough.procedures.engines.plain.owing import Owed, agrees
from followthrough.procedures.engines.plain.parties import debtor_of
from followthrough.procedures.engines.plain.reading import Seen, Span
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.engines.plain.triggering import triggered
from followthrough.procedures.model.answer import Debtor, duty_id
from followthrough.procedures.model.procedure import Closing, DutyProcedure, GateProcedure, Obliging, StandingProcedure


def owed(procedure: Obliging, source: str, sight: Sight, upstream: Upstream | None) -> list[Owed]:
    """Every duty that a source gives rise to now, each id once: the last where there are several."""
    match procedure:
        case DutyProcedure():
            found = triggered(procedure, source, sight, upstream)
        case StandingProcedure():
            found = _occurrences(procedure, source, sight)
        case GateProcedure():
            found = _gated(procedure, source, sight)
        case _:
            raise TypeError(f"{type(procedure).__name__} makes no duties")
    in_force = (each for each in found if procedure.is_in_force(sight.local_day(each.opened_at)))
    return list({each.id: each for each in in_force}.values())


def _occurrences(procedure: StandingProcedure, root: str, sight: Sight) -> Iterator[Owed]:
    """While a state holds, one occurrence is anchored on its beginning and one on each performance: on this event."""
    for span, debtor in _around(procedure, root, sight):
        for number, seen in _places(procedure, span, root, sight):
            held = ground(procedure.condition, Anchor.of(seen), sight, debtor.agency)
            if held is not None:
                yield _occurrence(procedure, sight, span, debtor, number, seen, held)


def _around(procedure: StandingProcedure, root: str, sight: Sight) -> Iterator[tuple[Span, Debtor]]:
    """The spans of the state in which an event lies, each in the eyes of its debtor."""
    event = sight.version(root)
    if event is None:
        return
    since, until = event.occurred_from, event.occurred_to
    for begin in sight.spans(procedure.state, procedure.where, None, since, until):
        debtor = debtor_of(procedure.owes, begin.begin.event, "")
        if debtor is None:
            continue
        for span in sight.spans(procedure.state, procedure.where, debtor.agency, since, until):
            if span.begin.root == begin.begin.root:
                if span.to is not None:
                    sight.wake(span.to)
                yield span, debtor


def _places(procedure: StandingProcedure, span: Span, root: str, sight: Sight) -> Iterator[tuple[int, Seen]]:
    """The event as the beginning (nought) and as a performance, with its number among them."""
    if span.begin.root == root:
        yield 0, span.begin
    for closing in procedure.closed_by:
        seen = sight.one(closing.match, root)
        if seen is not None and _is_performance(closing, seen, span, sight):
            yield _number(procedure, span, seen, sight), seen


def _number(procedure: StandingProcedure, span: Span, seen: Seen, sight: Sight) -> int:
    """Which performance it is, as far as the intervals differ."""
    if len(procedure.every) <= 2:
        return 1
    since, until = span.begin.event.occurred_from, seen.event.occurred_from
    return sum(
        _is_performance(closing, each, span, sight) and each.order <= seen.order
        for closing in procedure.closed_by
        for each in sight.seen(closing.match, None, since, until)
    )


def _is_performance(closing: Closing, seen: Seen, span: Span, sight: Sight) -> bool:
    begin = span.begin
    return (
        seen.event.occurred_to >= begin.event.occurred_from
        and (span.to is None or seen.event.occurred_from < span.to)
        and agrees(closing.matching, seen.event, begin.event, begin.root, "", sight)
    )


def _occurrence(
    procedure: StandingProcedure, sight: Sight, span: Span, debtor: Debtor, number: int, seen: Seen, held: Ground
) -> Owed:
    interval = procedure.every[min(number, len(procedure.every) - 1)]
    start = max(seen.ready_at, held.ready_at)
    early = start - (seen.event.occurred_to - seen.event.occurred_from)
    return Owed(
        id=duty_id(procedure.id, sight.reading.subject, seen.root, debtor, ""),
        trigger=seen.root,
        event=span.begin.event,
        debtor=debtor,
        each="",
        opened_at=start,
        due_at=sight.due(start, interval),
        earliest_due_at=sight.due(early, interval),
        floor=seen.event.occurred_from,
        latest_floor=seen.event.occurred_to,
        because=tuple(dict.fromkeys((*(() if seen is span.begin else (span.begin.root,)), *held.evidence))),
        is_uncertain=held.is_uncertain,
        after=None if number == 0 else seen.order,
        ends_at=span.to if span.to is not None and span.to <= sight.at else None,
    )


def _gated(procedure: GateProcedure, root: str, sight: Sight) -> Iterator[Owed]:
    seen = sight.one(procedure.before, root)
    debtor = None if seen is None else debtor_of(procedure.owes, seen.event, "")
    if seen is None or debtor is None or sight.look(sight.reading.history.chains[root], debtor.agency) is None:
        return
    held = ground(procedure.condition, Anchor.of(seen), sight, debtor.agency)
    if held is None:
        return
    at, lookback = seen.event.occurred_from, procedure.lookback
    floor = sight.back(at, lookback) if lookback else datetime.min.replace(tzinfo=at.tzinfo)
    yield Owed(
        id=duty_id(procedure.id, sight.reading.subject, root, debtor, ""),
        trigger=root,
        event=seen.event,
        debtor=debtor,
        each="",
        opened_at=at,
        due_at=at,
        earliest_due_at=at,
        floor=floor,
        latest_floor=floor,
        because=held.evidence,
        is_uncertain=held.is_uncertain or not seen.event.is_exact,
    )
