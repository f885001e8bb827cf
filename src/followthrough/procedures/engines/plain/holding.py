"""What holds at an instant: which duties each procedure makes, and which signals each watch finds.

Only what is true now is worked out here. What was true before and holds no more is remembered by `folding`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from followthrough.procedures.engines.plain.grounds import Anchor, Ground, ground
from followthrough.procedures.engines.plain.parties import debtor_of
from followthrough.procedures.engines.plain.sight import Seen, Sight, Span, end_of
from followthrough.procedures.model.answer import Debtor, DutyRow, DutyState, SignalRow, SignalState, duty_id
from followthrough.procedures.model.condition import All, Any, Condition, Count, Match
from followthrough.procedures.model.event import TICK, Event
from followthrough.procedures.model.procedure import (
    DutyProcedure,
    GateProcedure,
    Limit,
    Obliging,
    OnAge,
    OnBreach,
    OnEvent,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)

TOLD = "signal.told"


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that holds now. Closings count from `floor` on, and after `after` in occurred order if that is given.

    `latest_floor` is where the floor would lie had the trigger happened as late as its precision allows.
    """

    id: str
    trigger: str
    event: Event
    debtor: Debtor
    each: str
    opened_at: datetime
    due_at: datetime
    earliest_due_at: datetime
    floor: datetime
    latest_floor: datetime
    because: tuple[str, ...] = ()
    is_uncertain: bool = False
    after: tuple[datetime, str] | None = None
    ends_at: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class Fed:
    """What an upstream procedure gives at an instant: its rows, and the trigger event of each duty by its id."""

    signals: tuple[SignalRow, ...] = ()
    duties: tuple[DutyRow, ...] = ()
    events: Mapping[str, Event] | None = None
    watch: WatchProcedure | None = None


@dataclass(frozen=True, slots=True)
class _Cause:
    """One thing that triggers a duty: the event whose fields are read, its anchor, and its debtor's readiness."""

    root: str
    event: Event
    anchor: Anchor
    ready_at: datetime
    evidence: tuple[str, ...] = ()
    is_uncertain: bool = False


def owed(procedure: Obliging, sight: Sight, fed: Fed) -> list[Owed]:
    """Every duty that `procedure` makes now, each id once."""
    match procedure:
        case DutyProcedure():
            found = _duties(procedure, sight, fed)
        case StandingProcedure():
            found = _occurrences(procedure, sight)
        case GateProcedure():
            found = _gated(procedure, sight)
        case _:
            raise TypeError(f"{type(procedure).__name__} makes no duties")
    return [each for each in found if procedure.is_in_force(_local_day(sight, each.opened_at))]


def _local_day(sight: Sight, instant: datetime) -> date:
    return sight.calendar.local(instant).date()


# -- duties with a trigger


def _duties(procedure: DutyProcedure, sight: Sight, fed: Fed) -> Iterator[Owed]:
    for event, each, make in _triggers(procedure, sight, fed):
        debtor = debtor_of(procedure.owes, event, each)
        cause = make(debtor.agency) if debtor is not None else None
        if debtor is None or cause is None:
            continue
        held = ground(procedure.condition, cause.anchor, sight, debtor.agency)
        due = _due_of(procedure.limits, cause, held, sight) if held else None
        if held is None or due is None:
            continue
        due_at, earliest = due
        yield Owed(
            id=duty_id(procedure.id, sight.reading.subject, cause.root, debtor, each),
            trigger=cause.root,
            event=cause.event,
            debtor=debtor,
            each=each,
            opened_at=max(cause.ready_at, held.ready_at),
            due_at=due_at,
            earliest_due_at=earliest,
            floor=cause.anchor.from_,
            latest_floor=cause.anchor.to,
            because=tuple(dict.fromkeys((*cause.evidence, *held.evidence))),
            is_uncertain=held.is_uncertain or cause.is_uncertain,
        )


_Trigger = tuple[Event, str, Callable[[str], "_Cause | None"]]


def _triggers(procedure: DutyProcedure, sight: Sight, fed: Fed) -> Iterator[_Trigger]:
    """Each trigger with its `for each` key, and how it looks in the eyes of the debtor that it names."""
    match procedure.when:
        case OnEvent(match):
            for seen in sight.seen(match):
                for each in _keys(procedure, seen.event):
                    yield seen.event, each, _by_event(seen, sight)
        case OnSignal():
            for row in fed.signals:
                if row.state is not SignalState.WITHDRAWN:
                    event = sight.reading.history.chains[row.root].version(sight.at)
                    yield event, "", _by_signal(row, event, sight, fed)
        case OnBreach():
            for duty in fed.duties:
                if duty.state in (DutyState.BREACHED, DutyState.MET_LATE):
                    event = (fed.events or {})[duty.id]
                    yield event, duty.each, _by_breach(duty, event)
        case OnAge(years):
            yield from _by_age(years, sight)


def _keys(procedure: DutyProcedure, event: Event) -> tuple[str, ...]:
    if procedure.each is None:
        return ("",)
    keys = event.data.get(procedure.each, ())
    return tuple(dict.fromkeys(keys)) if isinstance(keys, tuple) else ()


def _by_event(seen: Seen, sight: Sight) -> Callable[[str], _Cause | None]:
    def cause(debtor: str) -> _Cause | None:
        known = sight.look(sight.reading.history.chains[seen.root], debtor)
        return None if known is None else _Cause(seen.root, seen.event, Anchor.of(seen), known.ready_at)

    return cause


def _by_signal(row: SignalRow, event: Event, sight: Sight, fed: Fed) -> Callable[[str], _Cause | None]:
    """A signal obliges a debtor who sees it with its own eyes, or from the moment it is told to meet about it.

    A silence that was over before its debtor could know of it obliges nobody.
    """

    def cause(debtor: str) -> _Cause | None:
        instants = [seen.ready_at for seen in _told(row, sight, debtor)]
        instants += [hit.ready_at for hit in _own(row, sight, fed, debtor)]
        ready_at = max(row.true_at, min(instants)) if instants else None
        if ready_at is None or (row.ended_at is not None and row.ended_at <= ready_at):
            return None
        anchor = Anchor(row.root, min(event.occurred_from, row.true_at), row.true_at)
        return _Cause(row.root, event, anchor, ready_at, row.evidence, row.is_uncertain)

    return cause


def _own(row: SignalRow, sight: Sight, fed: Fed, debtor: str) -> list[Hit]:
    """The signal as the debtor sees it alone: the same pattern, or any silence that lies over this one in time.

    The debtor may know only an older sight of the child; then its own silence is even longer.
    """
    if fed.watch is None:
        return []
    own = hits(fed.watch, sight, debtor)
    if not fed.watch.is_absence:
        return [own[row.root]] if row.root in own else []
    return [hit for hit in own.values() if hit.ended_at is None or hit.ended_at > row.true_at]


def _told(row: SignalRow, sight: Sight, debtor: str) -> list[Seen]:
    told = sight.seen(Match((TOLD,)), debtor)
    return [seen for seen in told if seen.event.data.get("signal") in (row.id, row.root)]


def _by_breach(duty: DutyRow, event: Event) -> Callable[[str], _Cause | None]:
    """The ledger itself tells the next one up, so a breach is known when it begins."""
    anchor = Anchor(duty.id, duty.due_at, duty.due_at)
    cause = _Cause(duty.id, event, anchor, duty.due_at, (duty.trigger,), duty.is_uncertain)
    return lambda debtor: cause


def _by_age(years: int, sight: Sight) -> Iterator[_Trigger]:
    """A birthday obliges whoever has heard of the child."""
    if sight.born_on is None or sight.birth is None:
        return
    birthday = sight.calendar.birthday(sight.born_on, years)
    sight.wake(birthday)
    if sight.at < birthday:
        return
    event = replace(sight.birth.event, occurred_from=birthday, occurred_to=birthday)
    root = sight.birth.root

    def cause(debtor: str) -> _Cause | None:
        heard_at = sight.reading.heard_of_subject_at(debtor)
        if heard_at is None or heard_at > sight.at:
            return None
        return _Cause(root, event, Anchor(root, birthday, birthday), max(birthday, heard_at))

    yield event, "", cause


def _due_of(limits: tuple[Limit, ...], cause: _Cause, held: Ground, sight: Sight) -> tuple[datetime, datetime] | None:
    """The earliest limit that counts, and what it would be had everything happened as early as precision allows."""
    start = max(cause.ready_at, held.ready_at)
    early = start - (cause.anchor.to - cause.anchor.from_)
    dues = [
        (at, _limit_at(limit, early, cause.event, sight) or at)
        for limit in limits
        if all(test.passes(cause.event, sight.reading.subject) for test in limit.only)
        and (at := _limit_at(limit, start, cause.event, sight)) is not None
    ]
    return min(dues, default=None)


def _limit_at(limit: Limit, start: datetime, event: Event, sight: Sight) -> datetime | None:
    if limit.within is not None:
        return sight.due(start, limit.within)
    value = event.data.get(limit.at_field or "")
    if not isinstance(value, date):
        return None
    at = end_of(value, sight.calendar)
    if limit.offset is None:
        return at
    return sight.calendar.back(at, limit.offset) if limit.is_before else sight.due(at, limit.offset)


# -- standing duties


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
            yield _occurrence(procedure, sight, span, debtor, number, seen)


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
    procedure: StandingProcedure, sight: Sight, span: Span, debtor: Debtor, number: int, seen: Seen
) -> Owed:
    interval = procedure.every[min(number, len(procedure.every) - 1)]
    start = seen.ready_at
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
        because=() if seen is span.begin else (span.begin.root,),
        after=None if number == 0 else seen.order,
        ends_at=span.to if span.to is not None and span.to <= sight.at else None,
    )


# -- gates


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


# -- what closes


def agrees(
    pairs: tuple[tuple[str, str], ...], closing: Event, trigger: Event, root: str, each: str, sight: Sight
) -> bool:
    """Whether a closing agrees with the trigger on every named key. A key that either lacks agrees with nothing."""
    for closing_field, trigger_field in pairs:
        held = closing.agency if closing_field == "author" else closing.data.get(closing_field)
        match trigger_field:
            case "root":
                wanted: object = root
            case "subject":
                wanted = sight.reading.subject.id
            case "each":
                wanted = each
            case "author":
                wanted = trigger.agency
            case _:
                wanted = trigger.data.get(trigger_field)
        if held is None or wanted is None:
            return False
        if wanted not in held if isinstance(held, tuple) else held != wanted:
            return False
    return True


# -- watches


def hits(procedure: WatchProcedure, sight: Sight, debtor: str | None = None) -> dict[str, Hit]:
    """Every hit of a watch, by the root of its event. `stands` is false for a silence that has been broken."""
    found = _silences(procedure, sight, debtor) if procedure.is_absence else _patterns(procedure, sight, debtor)
    return {hit.seen.root: hit for hit in found if procedure.is_in_force(_local_day(sight, hit.true_at))}


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
    breakers = sight.seen(procedure.silence, debtor)
    for seen in sight.seen(procedure.since, debtor):
        limit = sight.due(seen.event.occurred_to, procedure.lasting)
        sight.wake(limit + TICK)
        broken = [each.event for each in breakers if _breaks(each, seen)]
        ended_at = min((event.occurred_from for event in broken), default=None)
        if sight.at <= limit or (ended_at is not None and ended_at <= limit):
            continue
        held = ground(procedure.condition, Anchor(seen.root, limit, limit), sight, debtor)
        if held is None:
            continue
        unclear = not seen.event.is_exact or any(not event.is_exact for event in broken) or held.is_uncertain
        evidence = tuple(dict.fromkeys((seen.root, *held.evidence)))
        yield Hit(seen, limit, max(limit, seen.ready_at), evidence, unclear, ended_at, ended_at is None)


def _breaks(each: Seen, anchor: Seen) -> bool:
    return (each.event.occurred_to, each.root) > (anchor.event.occurred_to, anchor.root)
