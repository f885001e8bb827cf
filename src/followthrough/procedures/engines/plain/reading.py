"""A history, indexed: what is asked at many instants is worked out once, whoever asks and whenever.

Nothing here depends on the instant at which somebody looks; `sight` reads it at one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import pairwise

from followthrough.procedures.calendars import Calendar, localtime
from followthrough.procedures.engines.plain.homes import HomesOverTime
from followthrough.procedures.engines.plain.trails import Stretch, Trail
from followthrough.procedures.model.condition import Match, Test, Whose
from followthrough.procedures.model.event import POOLED, TICK, Event, Subject
from followthrough.procedures.model.history import Chain, History
from followthrough.procedures.model.timescale import Timescale, When
from followthrough.procedures.model.vocabulary import StateKind, Vocabulary

_FOR_EVER = datetime.max.replace(tzinfo=UTC)


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

    @cached_property
    def homes(self) -> HomesOverTime:
        return HomesOverTime(self.history)

    # -- events

    @cached_property
    def _trails(self) -> dict[tuple[Match, str | None], Trail[Seen]]:
        return {}

    def trail(self, match: Match, debtor: str | None = None) -> Trail[Seen]:
        """The events that fit and are not taken back, as the perspective (and the debtor) come to see them."""
        if not any(kind in self.history.chains_by_kind for kind in match.kinds):
            return _NOTHING
        key = (match, debtor)
        if key not in self._trails:
            self._trails[key] = Trail(self._fitting(match, debtor))
        return self._trails[key]

    def _fitting(self, match: Match, debtor: str | None) -> Iterator[Stretch[Seen]]:
        for kind in sorted(set(match.kinds)):
            for chain in self.history.chains_by_kind.get(kind, ()):
                for whose, stretch in self._counting(chain, debtor):
                    if whose in match.whose and match.fits(stretch.item.event, self.subject):
                        yield stretch

    @cached_property
    def _by_key(self) -> dict[tuple[Match, str], dict[object, Trail[Seen]]]:
        return {}

    def trail_by(self, match: Match, field: str, value: object) -> Trail[Seen]:
        """Those of a trail that say this value in a field: closings are asked for by what they must agree on."""
        if not self.trail(match):
            return _NOTHING
        key = (match, field)
        if key not in self._by_key:
            grouped: dict[object, list[Stretch[Seen]]] = defaultdict(list)
            for stretch in self.trail(match).stretches:
                held = said(field, stretch.item.event)
                for each in set(held) if isinstance(held, tuple) else (held,):
                    grouped[each].append(stretch)
            self._by_key[key] = {value: Trail(stretches) for value, stretches in grouped.items()}
        return self._by_key[key].get(value, _NOTHING)

    @cached_property
    def _counted(self) -> dict[tuple[str, str | None], list[tuple[Whose, Stretch[Seen]]]]:
        return {}

    def _counting(self, chain: Chain, debtor: str | None) -> list[tuple[Whose, Stretch[Seen]]]:
        """A chain over the times at which it counts for the subject, with whose event it is then."""
        key = (chain.root.id, debtor)
        if key not in self._counted:
            seen = self.stretches(chain, debtor)
            whole = (part for stretch in seen if not stretch.item.event.is_retraction for part in self._cut(stretch))
            owned = ((self.homes.at(part.from_).whose(part.item.event), part) for part in whole)
            self._counted[key] = [(whose, part) for whose, part in owned if whose is not None]
        return self._counted[key]

    def _cut(self, stretch: Stretch[Seen]) -> Iterator[Stretch[Seen]]:
        """Somebody else's event counts by who lives with whom, so it is read anew when that is learnt."""
        if stretch.item.event.subject == self.subject:
            yield stretch
            return
        inside = (at for at in self.homes.instants if stretch.counts_at(at) and at != stretch.from_)
        for from_, to in pairwise((stretch.from_, *inside, stretch.to)):
            assert from_ is not None
            yield Stretch(stretch.item, stretch.root, stretch.begins, stretch.ends, from_, to)

    @cached_property
    def _stretches(self) -> dict[tuple[str, str | None], list[Stretch[Seen]]]:
        return {}

    def stretches(self, chain: Chain, debtor: str | None = None) -> list[Stretch[Seen]]:
        """A chain as the perspective, and the debtor if one is named, come to see it: version after version."""
        key = (chain.root.id, debtor)
        if key not in self._stretches:
            self._stretches[key] = list(self._read(chain, debtor))
        return self._stretches[key]

    def _read(self, chain: Chain, debtor: str | None) -> Iterator[Stretch[Seen]]:
        visible_at = self.visible_at(chain, debtor)
        if visible_at is None:
            return
        later = {each.recorded_at for each in chain.members}
        if debtor is not None:
            later |= {known.shown_at for each in chain.members for known in each.known.get(debtor, ())}
        instants = (visible_at, *sorted(at for at in later if at > visible_at), None)
        for from_, to in pairwise(instants):
            assert from_ is not None
            seen = self._seen(chain, debtor, visible_at, from_)
            yield Stretch(seen, seen.root, seen.event.occurred_from, seen.event.occurred_to, from_, to)

    def _seen(self, chain: Chain, debtor: str | None, visible_at: datetime, at: datetime) -> Seen:
        event = chain.version(at)
        known_at = chain.known_at(debtor, at) if debtor is not None else None
        ready_at = event.occurred_to if known_at is None else max(event.occurred_to, known_at)
        return Seen(chain.root.id, event, visible_at, ready_at)

    def visible_at(self, chain: Chain, debtor: str | None = None) -> datetime | None:
        """The first instant at which the perspective (and the debtor, if one is named) see the chain."""
        instants = [chain.visible_at(each) for each in {self.perspective, debtor or self.perspective}]
        return None if None in instants else max(at for at in instants if at is not None)

    @cached_property
    def _heard(self) -> dict[str | None, datetime | None]:
        return {}

    def heard_of_subject_at(self, agency: str | None = None) -> datetime | None:
        """When an agency (or anybody) first knew anything of the subject."""
        if agency not in self._heard:
            instants = (self.visible_at(chain, agency) for chain in self.history.chains.values())
            self._heard[agency] = min((at for at in instants if at is not None), default=None)
        return self._heard[agency]

    # -- states

    @cached_property
    def _spans(self) -> dict[tuple[str, tuple[Test, ...], str | None], Trail[Span]]:
        return {}

    def spans(self, state: str, where: tuple[Test, ...] = (), debtor: str | None = None) -> Trail[Span]:
        """Every span of a state whose beginning passes `where`: begun in the debtor's eyes, ended in all eyes."""
        key = (state, where, debtor)
        if key not in self._spans:
            kind = self.vocabulary.states[state]
            begun = self.trail(Match(kind.begun_by, where), debtor).stretches
            ended = self.trail(Match(kind.ended_by)) if kind.ended_by else _NOTHING
            self._spans[key] = Trail(span for begin in begun for span in self._spans_of(kind, begin, ended))
        return self._spans[key]

    def _spans_of(self, kind: StateKind, begin: Stretch[Seen], ended: Trail[Seen]) -> Iterator[Stretch[Span]]:
        """One beginning with its end, as ends come to be seen."""
        event = begin.item.event
        ends = [
            end
            for end in ended.between(event.occurred_from)
            if end.ends >= event.occurred_from
            and end.root != begin.root
            and all(end.item.event.data.get(name) == event.data.get(name) for name in kind.matching)
        ]
        cuts = {at for end in ends for at in (end.from_, end.to) if at is not None and begin.counts_at(at)}
        for from_, to in pairwise((begin.from_, *sorted(cuts - {begin.from_}), begin.to)):
            assert from_ is not None
            until = self._end(kind, event, (end.item.event for end in ends if end.counts_at(from_)))
            last = max(until or _FOR_EVER, event.occurred_to)
            span = Span(begin.item, event.occurred_to, until)
            yield Stretch(span, begin.root, begin.begins, last, from_, to)

    def _end(self, kind: StateKind, begin: Event, ends: Iterator[Event]) -> datetime | None:
        instants = [max(end.occurred_from, begin.occurred_to) for end in ends]
        until = begin.data.get(kind.until) if kind.until else None
        if isinstance(until, date):
            instants.append(end_of(until, self.calendar) + TICK)
        return min(instants, default=None)

    # -- sums of the calendar

    @cached_property
    def _due(self) -> dict[tuple[datetime, When], datetime]:
        return {}

    def due(self, start: datetime, when: When) -> datetime:
        """`calendar.due`, remembered: the same deadlines are asked for at many instants."""
        key = (start, when)
        if key not in self._due:
            self._due[key] = self.calendar.due(start, when)
        return self._due[key]

    @cached_property
    def _back(self) -> dict[tuple[datetime, Timescale], datetime]:
        return {}

    def back(self, end: datetime, span: Timescale) -> datetime:
        """`calendar.back`, remembered."""
        key = (end, span)
        if key not in self._back:
            self._back[key] = self.calendar.back(end, span)
        return self._back[key]


_NOTHING: Trail[Seen] = Trail(())


def said(field: str, event: Event) -> object:
    """What an event says in a field: "author" is the agency that wrote it, "subject" the id of whom it is about."""
    match field:
        case "author":
            return event.agency
        case "subject":
            return event.subject.id
        case _:
            return event.data.get(field)


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
