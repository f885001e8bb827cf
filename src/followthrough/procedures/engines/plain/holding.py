"""Which duties hold at an instant: dispatches on the kind of procedure, and reads standing duties and gates.

Only what is true now is worked out here. What was true before and holds no more is remembered by `folding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from followthrough.procedures.engines.plain.grounds import Anchor, Ground, ground
from followthrough.procedures.engines.plain.owing import Owed, agrees
from followthrough.procedures.engines.plain.parties import debtor_of
from followthrough.procedures.engines.plain.sight import Seen, Sight, Span
from followthrough.procedures.engines.plain.triggering import Fed, triggered
from followthrough.procedures.model.answer import Debtor, duty_id
from followthrough.procedures.model.procedure import DutyProcedure, GateProcedure, Obliging, StandingProcedure


def owed(procedure: Obliging, sight: Sight, fed: Fed) -> list[Owed]:
    """Every duty that `procedure` makes now, each id once."""
    match procedure:
        case DutyProcedure():
            found = triggered(procedure, sight, fed)
        case StandingProcedure():
            found = _occurrences(procedure, sight)
        case GateProcedure():
            found = _gated(procedure, sight)
        case _:
            raise TypeError(f"{type(procedure).__name__} makes no duties")
    return [each for each in found if procedure.is_in_force(sight.local_day(each.opened_at))]


def _occurrences(procedure: StandingProcedure, sight: Sight) -> Iterator[Owed]:
    """While the state holds: one occurrence anchored on its beginning and one on each performance."""
    for begin, debtor in _begins(procedure, sight):
        span = begin
        performances = [
            seen
            for closing in procedure.closed_by
            for seen in sight.seen(closing.match)
            if agrees(closing.matching, seen.event, span.begin.event, span.begin.root, "", sight)
            and seen.event.occurred_to >= span.begin.event.occurred_from
            and (span.to is None or seen.event.occurred_from < span.to)
        ]
        anchors = [span.begin, *sorted(performances, key=lambda seen: seen.order)]
        for number, seen in enumerate(anchors):
            held = ground(procedure.condition, Anchor.of(seen), sight, debtor.agency)
            if held is not None:
                yield _occurrence(procedure, sight, span, debtor, number, seen, held)


def _begins(procedure: StandingProcedure, sight: Sight) -> Iterator[tuple[Span, Debtor]]:
    for begin in sight.spans(procedure.state, procedure.where):
        debtor = debtor_of(procedure.owes, begin.begin.event, "")
        if debtor is None:
            continue
        for span in sight.spans(procedure.state, procedure.where, debtor.agency):
            if span.begin.root == begin.begin.root:
                if span.to is not None:
                    sight.wake(span.to)
                yield span, debtor


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


def _gated(procedure: GateProcedure, sight: Sight) -> Iterator[Owed]:
    for seen in sight.seen(procedure.before):
        debtor = debtor_of(procedure.owes, seen.event, "")
        known = sight.look(sight.reading.history.chains[seen.root], debtor.agency) if debtor else None
        held = ground(procedure.condition, Anchor.of(seen), sight, debtor.agency) if debtor and known else None
        if debtor is None or held is None:
            continue
        at = seen.event.occurred_from
        lookback = procedure.lookback
        floor = sight.calendar.back(at, lookback) if lookback else datetime.min.replace(tzinfo=at.tzinfo)
        yield Owed(
            id=duty_id(procedure.id, sight.reading.subject, seen.root, debtor, ""),
            trigger=seen.root,
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
