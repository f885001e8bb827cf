"""Duties with a trigger: an event, a date, a signal, a breach, a birthday or the calendar, in the debtor's eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from followthrough.procedures.engines.plain.dates import anchor_of
from followthrough.procedures.engines.plain.feeding import Upstream
from followthrough.procedures.engines.plain.grounds import Anchor, Ground, ground
from followthrough.procedures.engines.plain.owing import Owed
from followthrough.procedures.engines.plain.parties import debtor_of
from followthrough.procedures.engines.plain.reading import Reading, Seen, end_of, start_of
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.engines.plain.watching import Hit, hit_at, hits
from followthrough.procedures.model.answer import DutyRow, DutyState, SignalRow, SignalState, duty_id
from followthrough.procedures.model.condition import Match
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.procedure import (
    DutyProcedure,
    EachChild,
    Limit,
    OnAge,
    OnBreach,
    OnCalendar,
    OnDate,
    OnEvent,
    OnSignal,
    WatchProcedure,
)

TOLD = "signal.told"
_TOLD = Match((TOLD,))


@dataclass(frozen=True, slots=True)
class _Cause:
    """One thing that triggers a duty: the event whose fields are read, its anchor, and its debtor's readiness."""

    root: str
    event: Event
    anchor: Anchor
    ready_at: datetime
    evidence: tuple[str, ...] = ()
    is_uncertain: bool = False


def triggered(procedure: DutyProcedure, source: str, sight: Sight, upstream: Upstream | None) -> Iterator[Owed]:
    for event, each, make in _triggers(procedure, source, sight, upstream):
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
            looks_back_to=_looks_back_to(procedure, cause, sight),
        )


def _looks_back_to(procedure: DutyProcedure, cause: _Cause, sight: Sight) -> datetime | None:
    lookback = procedure.lookback
    return None if lookback is None else sight.back(cause.anchor.from_, lookback)


_Make = Callable[[str], "_Cause | None"]
_Trigger = tuple[Event, str, _Make]


def _triggers(procedure: DutyProcedure, source: str, sight: Sight, upstream: Upstream | None) -> Iterator[_Trigger]:
    """A trigger with its `for each` keys, and how it looks in the eyes of the debtor that it names.

    The source is the root of an event, the id of the row that feeds the procedure, or a day of the calendar.
    """
    match procedure.when:
        case OnEvent(match):
            seen = sight.one(match, source)
            if seen is not None:
                for each in _keys(procedure, seen.event, seen.event.occurred_from, sight):
                    yield seen.event, each, _by_event(seen, Anchor.of(seen), sight)
        case OnDate(match):
            seen = sight.one(match, source)
            if seen is not None and (anchor := _come(procedure.when, seen, sight)) is not None:
                for each in _keys(procedure, seen.event, anchor.from_, sight):
                    yield seen.event, each, _by_event(seen, anchor, sight)
        case OnSignal():
            assert upstream is not None
            for row, watch in upstream.signals(source, sight):
                event = sight.version(row.root)
                if row.state is not SignalState.WITHDRAWN and event is not None:
                    yield event, "", _by_signal(row, event, sight, watch)
        case OnBreach():
            assert upstream is not None
            for duty, event in upstream.duties(source, sight):
                if duty.state in (DutyState.BREACHED, DutyState.MET_LATE):
                    yield event, duty.each, _by_breach(duty, event)
        case OnAge(years):
            for event, make in _by_age(years, sight):
                for each in _keys(procedure, event, event.occurred_from, sight):
                    yield event, each, make
        case OnCalendar():
            event = _day_of_the_calendar(date.fromisoformat(source), sight)
            for make in _by_day(event, sight):
                for each in _keys(procedure, event, event.occurred_from, sight):
                    yield event, each, make


def _keys(procedure: DutyProcedure, event: Event, at: datetime, sight: Sight) -> tuple[str, ...]:
    if procedure.each is None:
        return ("",)
    if isinstance(procedure.each, EachChild):
        return sight.children_at_home(at)
    keys = event.data.get(procedure.each, ())
    return tuple(dict.fromkeys(keys)) if isinstance(keys, tuple) else ()


def _by_event(seen: Seen, anchor: Anchor, sight: Sight) -> _Make:
    def cause(debtor: str) -> _Cause | None:
        known = sight.look(sight.reading.history.chains[seen.root], debtor)
        return None if known is None else _Cause(seen.root, seen.event, anchor, max(anchor.to, known.ready_at))

    return cause


def _come(when: OnDate, seen: Seen, sight: Sight) -> Anchor | None:
    """The anchor of a date in the event's data, once it has come."""
    anchor = anchor_of(when, seen, sight.calendar)
    if anchor is None:
        return None
    sight.wake(anchor.to)
    return anchor if anchor.to <= sight.at else None


def _by_signal(row: SignalRow, event: Event, sight: Sight, watch: WatchProcedure) -> _Make:
    """A signal obliges a debtor who sees it with its own eyes, or from the moment it is told to meet about it.

    A silence that was over before its debtor could know of it obliges nobody.
    """

    def cause(debtor: str) -> _Cause | None:
        instants = [seen.ready_at for seen in _told(row, sight, debtor)]
        instants += [hit.ready_at for hit in _own(row, sight, watch, debtor)]
        ready_at = max(row.true_at, min(instants)) if instants else None
        if ready_at is None or (row.ended_at is not None and row.ended_at <= ready_at):
            return None
        anchor = Anchor(row.root, min(event.occurred_from, row.true_at), row.true_at)
        return _Cause(row.root, event, anchor, ready_at, row.evidence, row.is_uncertain)

    return cause


def _own(row: SignalRow, sight: Sight, watch: WatchProcedure, debtor: str) -> list[Hit]:
    """The signal as the debtor sees it alone: the same pattern, or any silence that lies over this one in time.

    The debtor may know only an older sight of the child; then its own silence is even longer.
    """
    if watch.is_absence:
        return [hit for hit in hits(watch, sight, debtor) if hit.ended_at is None or hit.ended_at > row.true_at]
    own = hit_at(watch, row.root, sight, debtor)
    return [] if own is None else [own]


def _told(row: SignalRow, sight: Sight, debtor: str) -> list[Seen]:
    told = sight.seen(_TOLD, debtor)
    return [seen for seen in told if seen.event.data.get("signal") in (row.id, row.root)]


def _by_breach(duty: DutyRow, event: Event) -> _Make:
    """The ledger itself tells the next one up, so a breach is known when it begins."""
    anchor = Anchor(duty.id, duty.due_at, duty.due_at)
    cause = _Cause(duty.id, event, anchor, duty.due_at, (duty.trigger,), duty.is_uncertain)
    return lambda debtor: cause


def _by_age(years: int, sight: Sight) -> Iterator[tuple[Event, _Make]]:
    """A birthday obliges whoever has heard of the child."""
    if sight.born_on is None or sight.birth is None:
        return
    birthday = sight.calendar.birthday(sight.born_on, years)
    sight.wake(birthday)
    if sight.at < birthday:
        return
    root, born = sight.birth
    event = replace(born, occurred_from=birthday, occurred_to=birthday)

    def cause(debtor: str) -> _Cause | None:
        heard_at = sight.heard_of_subject_at(debtor)
        if heard_at is None:
            return None
        return _Cause(root, event, Anchor(root, birthday, birthday), max(birthday, heard_at))

    yield event, cause


def days_of_the_calendar(when: OnCalendar, reading: Reading, until: datetime) -> dict[str, datetime]:
    """Each such day since somebody heard of the subject, up to the first after an instant, with its start."""
    heard_at = reading.heard_of_subject_at()
    if heard_at is None:
        return {}
    first, last = (reading.calendar.local(at).year for at in (heard_at, max(until, heard_at)))
    days = (when.on(year) for year in range(first, last + 2))
    return {day.isoformat(): start_of(day, reading.calendar) for day in days}


def _day_of_the_calendar(day: date, sight: Sight) -> Event:
    """Nobody records that a day has come, so it has no event; this stands in for one."""
    at = start_of(day, sight.calendar)
    return Event(day.isoformat(), "calendar", sight.reading.subject, "calendar", at, at, at)


def _by_day(day: Event, sight: Sight) -> Iterator[_Make]:
    """A day of the calendar obliges whoever had heard of the subject by then."""
    at, reading = day.occurred_from, sight.reading

    def has_heard(agency: str | None = None) -> bool:
        heard_at = reading.heard_of_subject_at(agency)
        return heard_at is not None and heard_at <= at

    def cause(debtor: str) -> _Cause | None:
        return _Cause(day.id, day, Anchor(day.id, at, at), at) if has_heard(debtor) else None

    if has_heard():
        yield cause


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
    return sight.back(at, limit.offset) if limit.is_before else sight.due(at, limit.offset)
