"""What can be read of a history at one instant, through whose eyes.

Birth, membership of a household and corrections are always read pooled: they say which facts there are, not who
may act on them. Everything else is read through the perspective and, for a duty's trigger and conditions, through
its debtor's eyes as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar, cast

from followthrough.procedures.calendars import Calendar, localtime
from followthrough.procedures.model.condition import Match, Test, Whose
from followthrough.procedures.model.event import POOLED, TICK, Event, Subject
from followthrough.procedures.model.history import Chain, History
from followthrough.procedures.model.timescale import When
from followthrough.procedures.model.vocabulary import StateKind, Vocabulary

BORN, JOINED, LEFT = "child.born", "household.joined", "household.left"
STRUCTURE = (BORN, JOINED, LEFT)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """One event as it counts at an instant. `ready_at` is when its reader could act on it."""

    root: str
    event: Event
    first_visible_at: datetime
    ready_at: datetime

    @property
    def order(self) -> tuple[datetime, str]:
        return self.event.occurred_from, self.root


@dataclass(frozen=True, slots=True)
class Span:
    """A state that holds over [from_, to); `to` is None while no end is seen."""

    begin: Seen
    from_: datetime
    to: datetime | None

    def covers(self, instant: datetime) -> bool:
        return self.from_ <= instant and (self.to is None or instant < self.to)


@dataclass(frozen=True)
class Reading:
    """A history with all that is needed to read it: the same for every instant."""

    history: History
    vocabulary: Vocabulary
    calendar: Calendar
    perspective: str = POOLED

    @property
    def subject(self) -> Subject:
        return self.history.subject

    def chains(self, kinds: Iterable[str]) -> Iterator[Chain]:
        for kind in sorted(set(kinds)):
            yield from self.history.chains_by_kind.get(kind, ())

    # What follows is asked at every instant and seldom changes, so it is remembered. No answer depends on that.

    def segment(self, kinds: Iterable[str], at: datetime) -> int:
        """Which stretch of time an instant lies in. Within one, nothing is learnt of these kinds or of homes."""
        names = tuple(kinds)
        if names not in self._instants:
            found = {bound for chain in self.chains((*names, *STRUCTURE)) for bound in chain.bounds}
            self._instants[names] = sorted(found)
        return bisect_right(self._instants[names], at)

    @cached_property
    def _instants(self) -> dict[tuple[str, ...], list[datetime]]:
        return {}

    @cached_property
    def remembered(self) -> dict[Hashable, object]:
        """What was read in a segment, by what was asked."""
        return {}

    @cached_property
    def _visible_at(self) -> dict[tuple[str, str | None], datetime | None]:
        return {}

    def visible_at(self, chain: Chain, debtor: str | None = None) -> datetime | None:
        """The first instant at which the perspective (and the debtor, if one is named) see the chain."""
        key = (chain.root.id, debtor)
        if key not in self._visible_at:
            instants = [chain.visible_at(each) for each in {self.perspective, debtor or self.perspective}]
            self._visible_at[key] = None if None in instants else max(at for at in instants if at is not None)
        return self._visible_at[key]

    @cached_property
    def _due(self) -> dict[tuple[datetime, When], datetime]:
        return {}

    def due(self, start: datetime, when: When) -> datetime:
        """`calendar.due`, remembered: the same deadlines are asked for at every instant."""
        key = (start, when)
        if key not in self._due:
            self._due[key] = self.calendar.due(start, when)
        return self._due[key]

    @cached_property
    def _heard(self) -> dict[str | None, datetime | None]:
        return {}

    def heard_of_subject_at(self, agency: str | None = None) -> datetime | None:
        """When an agency (or anybody) first knew anything of the subject."""
        if agency not in self._heard:
            instants = (self.visible_at(chain, agency) for chain in self.history.chains.values())
            self._heard[agency] = min((at for at in instants if at is not None), default=None)
        return self._heard[agency]


class Sight:
    """The reading at one instant. `wakes` collects later instants at which what was asked may change."""

    def __init__(self, reading: Reading, at: datetime) -> None:
        self.reading = reading
        self.at = at
        self.wakes: set[datetime] = set()

    def _remember(self, kinds: tuple[str, ...], asked: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives: read once in each segment of the kinds that it depends on."""
        key = (asked, self.reading.segment(kinds, self.at))
        if key not in self.reading.remembered:
            self.reading.remembered[key] = read()
        return cast("T", self.reading.remembered[key])

    @property
    def calendar(self) -> Calendar:
        return self.reading.calendar

    def due(self, start: datetime, when: When) -> datetime:
        return self.reading.due(start, when)

    def local_day(self, instant: datetime) -> date:
        return self.calendar.local(instant).date()

    def wake(self, instant: datetime) -> None:
        if instant > self.at:
            self.wakes.add(instant)

    # -- events

    def seen(self, match: Match, debtor: str | None = None) -> list[Seen]:
        """Events that fit and are not taken back, in occurred order (from, root)."""
        return self._remember(match.kinds, ("seen", match, debtor), lambda: self._look_for(match, debtor))

    def _look_for(self, match: Match, debtor: str | None) -> list[Seen]:
        found = [
            seen
            for chain in self.reading.chains(match.kinds)
            if (seen := self.look(chain, debtor)) is not None
            and not seen.event.is_retraction
            and match.fits(seen.event, self.reading.subject)
            and self.whose(seen.event) in match.whose
        ]
        return sorted(found, key=lambda each: each.order)

    def look(self, chain: Chain, debtor: str | None = None) -> Seen | None:
        """A chain as it counts now, or None while it cannot be seen."""
        visible_at = self.reading.visible_at(chain, debtor)
        if visible_at is None or visible_at > self.at:
            return None
        event = chain.version(self.at)
        ready_at = event.occurred_to
        if debtor is not None:
            known_at = chain.known_at(debtor, self.at)
            ready_at = max(ready_at, known_at) if known_at is not None else ready_at
        return Seen(chain.root.id, event, visible_at, ready_at)

    def is_retracted(self, root: str) -> bool:
        chain = self.reading.history.chains.get(root)
        return chain is not None and chain.root.recorded_at <= self.at and chain.version(self.at).is_retraction

    # -- whose event

    def whose(self, event: Event) -> Whose | None:
        """Whose event it is for this history's subject, or None when it does not count at all."""
        subject = self.reading.subject
        if event.subject == subject:
            return Whose.SELF
        homes = [home for home, span in self._homes_of(subject.id) if span.covers(event.occurred_from)]
        if event.subject.kind == "household":
            return Whose.HOUSEHOLD if event.subject.id in homes else None
        shared = any(
            home in homes and span.covers(event.occurred_from) for home, span in self._homes_of(event.subject.id)
        )
        return Whose.SIBLING if shared else None

    def _homes_of(self, child: str) -> list[tuple[str, Span]]:
        return self._memberships.get(child, [])

    def children_at_home(self, instant: datetime) -> tuple[str, ...]:
        """The ids of the children of the subject's household. A child is one of them, whoever else is known."""
        subject = self.reading.subject
        is_child = subject.kind == "child"
        mine = {home for home, span in self._homes_of(subject.id) if span.covers(instant)} if is_child else {subject.id}
        found = {subject.id} if is_child else set()
        for child, homes in self._memberships.items():
            if any(home in mine and span.covers(instant) for home, span in homes):
                found.add(child)
        return tuple(sorted(found))

    @property
    def _memberships(self) -> dict[str, list[tuple[str, Span]]]:
        """For each child the households it belonged to, each with its span."""
        return self._remember((), "memberships", self._read_memberships)

    def _read_memberships(self) -> dict[str, list[tuple[str, Span]]]:
        found: dict[str, list[tuple[str, Span]]] = {}
        leavings = self._structure(LEFT)
        for joined in self._structure(JOINED):
            child, home = joined.event.subject.id, str(joined.event.data.get("household", ""))
            ends = [
                left.event.occurred_from
                for left in leavings
                if left.event.subject.id == child
                and left.event.data.get("household") == home
                and left.event.occurred_to > joined.event.occurred_from
            ]
            # A day's precision means some time that day: whoever joins that day belongs from its start.
            span = Span(joined, joined.event.occurred_from, min(ends, default=None))
            found.setdefault(child, []).append((home, span))
        return found

    def _structure(self, kind: str) -> list[Seen]:
        chains = (chain for chain in self.reading.chains((kind,)) if chain.root.recorded_at <= self.at)
        versions = ((chain, chain.version(self.at)) for chain in chains)
        return [
            Seen(chain.root.id, event, chain.root.recorded_at, event.occurred_to)
            for chain, event in versions
            if not event.is_retraction
        ]

    @cached_property
    def birth(self) -> Seen | None:
        return self._remember((), "birth", self._read_birth)

    def _read_birth(self) -> Seen | None:
        births = [seen for seen in self._structure(BORN) if seen.event.subject == self.reading.subject]
        return min(births, key=lambda seen: seen.order, default=None)

    @cached_property
    def born_on(self) -> date | None:
        if self.birth is None:
            return None
        stated = self.birth.event.data.get("born_on")
        if isinstance(stated, date):
            return stated
        return self.calendar.local(self.birth.event.occurred_from).date()

    @property
    def is_birth_exact(self) -> bool:
        """Whether the day of birth is known."""
        event = self.birth.event if self.birth else None
        if event is None or "born_on" in event.data:
            return event is not None
        return event.occurred_to - event.occurred_from <= timedelta(hours=25)

    # -- states

    def spans(self, state: str, where: tuple[Test, ...] = (), debtor: str | None = None) -> list[Span]:
        """Every span of a state whose beginning passes `where`: begun in the debtor's eyes, ended in all eyes."""
        kind = self.reading.vocabulary.states[state]
        kinds = (*kind.begun_by, *kind.ended_by)
        return self._remember(kinds, ("spans", state, where, debtor), lambda: self._read_spans(kind, where, debtor))

    def _read_spans(self, kind: StateKind, where: tuple[Test, ...], debtor: str | None) -> list[Span]:
        ends = self.seen(Match(kind.ended_by)) if kind.ended_by else []
        return [
            Span(begin, begin.event.occurred_to, self._end(kind, begin, ends))
            for begin in self.seen(Match(kind.begun_by, where), debtor)
        ]

    def _end(self, kind: StateKind, begin: Seen, ends: list[Seen]) -> datetime | None:
        instants = [
            max(end.event.occurred_from, begin.event.occurred_to)
            for end in ends
            if end.event.occurred_to >= begin.event.occurred_from
            and end.root != begin.root
            and all(end.event.data.get(name) == begin.event.data.get(name) for name in kind.matching)
        ]
        until = begin.event.data.get(kind.until) if kind.until else None
        if isinstance(until, date):
            instants.append(end_of(until, self.calendar) + TICK)
        return min(instants, default=None)


def end_of(value: date | datetime, calendar: Calendar) -> datetime:
    """An instant as it is; a date as the last microsecond of that local day, in UTC."""
    if isinstance(value, datetime):
        return value
    return localtime.end_of(value, calendar.zone)


def start_of(value: date | datetime, calendar: Calendar) -> datetime:
    """An instant as it is; a date as the first microsecond of that local day, in UTC."""
    if isinstance(value, datetime):
        return value
    return localtime.start_of(value, calendar.zone)
