"""What can be read of a history at one instant, through whose eyes, and when to look again.

Birth, membership of a household and corrections are always read pooled: they say which facts there are, not who
may act on them. Everything else is read through the perspective and, for a duty's trigger and conditions, through
its debtor's eyes as well.

Whatever is read here notes when it may next be read otherwise. So whoever worked something out of what they read knows
until when it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain.homes import Homes
from followthrough.procedures.engines.plain.reading import Reading, Seen, Span
from followthrough.procedures.engines.plain.trails import Stretch, Trail
from followthrough.procedures.model.condition import Match, Test, Whose
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.history import Chain
from followthrough.procedures.model.timescale import Timescale, When

T = TypeVar("T")


class Sight:
    """The reading at one instant. What was read holds until `look_again_at`, or for ever when that is None.

    Where a question is bounded by `since` and `until`, what lies outside of them is nobody's business.
    """

    def __init__(self, reading: Reading, at: datetime) -> None:
        self.reading = reading
        self.at = at
        self.look_again_at: datetime | None = None

    def wake(self, instant: datetime) -> None:
        """What was asked may be answered otherwise from this instant on, though nothing is learnt."""
        self.note(instant)

    def note(self, instant: datetime | None) -> None:
        """What was read may be read otherwise from this instant on."""
        if instant is not None and instant > self.at and (self.look_again_at is None or instant < self.look_again_at):
            self.look_again_at = instant

    # -- events

    def seen(
        self, match: Match, debtor: str | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> list[Seen]:
        """Events that fit and are not taken back, in occurred order (from, root)."""
        return self.along(self.reading.trail(match, debtor), since, until)

    def along(self, trail: Trail[T], since: datetime | None = None, until: datetime | None = None) -> list[T]:
        self.note(trail.next_change(self.at, since, until))
        return trail.at(self.at, since, until)

    def first(self, trail: Trail[Seen], since: datetime | None, fits: Callable[[Seen], bool]) -> Seen | None:
        """The first event along a trail that fits. Nothing that lies after it can change the answer."""
        counting = (each.item for each in trail.between(since) if each.counts_at(self.at))
        found = next(filter(fits, counting), None)
        self.note(trail.next_change(self.at, since, None if found is None else found.event.occurred_from))
        return found

    def one(self, match: Match, root: str, debtor: str | None = None) -> Seen | None:
        """A single event, while it fits."""
        return self._current(self.reading.trail(match, debtor).of(root))

    def look(self, chain: Chain, debtor: str | None = None) -> Seen | None:
        """A chain as it counts now, taken back or not, or None while it cannot be seen."""
        return self._current(self.reading.stretches(chain, debtor))

    def _current(self, stretches: Iterable[Stretch[Seen]]) -> Seen | None:
        found = None
        for stretch in stretches:
            self.note(stretch.from_)
            if stretch.counts_at(self.at):
                self.note(stretch.to)
                found = stretch.item
        return found

    def version(self, root: str) -> Event | None:
        """An event as the record has it now, in all eyes; None while it is not recorded."""
        chain = self.reading.history.chains.get(root)
        if chain is None:
            return None
        for member in chain.members:
            self.note(member.recorded_at)
        return chain.version(self.at) if chain.root.recorded_at <= self.at else None

    def heard_of_subject_at(self, agency: str) -> datetime | None:
        """When an agency first knew anything of the subject, once it does."""
        at = self.reading.heard_of_subject_at(agency)
        self.note(at)
        return at if at is not None and at <= self.at else None

    # -- births and homes

    @property
    def _homes(self) -> Homes:
        self.note(self.reading.homes.next_change(self.at))
        return self.reading.homes.at(self.at)

    def whose(self, event: Event) -> Whose | None:
        """Whose event it is for this history's subject, or None when it does not count at all."""
        return self._homes.whose(event)

    def children_at_home(self, instant: datetime) -> tuple[str, ...]:
        return self._homes.children(instant)

    @property
    def birth(self) -> tuple[str, Event] | None:
        """The subject's birth, with the root of its chain."""
        return self._homes.birth

    @property
    def born_on(self) -> date | None:
        if self.birth is None:
            return None
        event = self.birth[1]
        stated = event.data.get("born_on")
        return stated if isinstance(stated, date) else self.local_day(event.occurred_from)

    @property
    def is_birth_exact(self) -> bool:
        """Whether the day of birth is known."""
        if self.birth is None:
            return False
        event = self.birth[1]
        return "born_on" in event.data or event.occurred_to - event.occurred_from <= timedelta(hours=25)

    # -- states

    def spans(
        self,
        state: str,
        where: tuple[Test, ...] = (),
        debtor: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Span]:
        """Every span of a state whose beginning passes `where`: begun in the debtor's eyes, ended in all eyes."""
        return self.along(self.reading.spans(state, where, debtor), since, until)

    # -- the calendar

    @property
    def calendar(self) -> Calendar:
        return self.reading.calendar

    def due(self, start: datetime, when: When) -> datetime:
        return self.reading.due(start, when)

    def back(self, end: datetime, span: Timescale) -> datetime:
        return self.reading.back(end, span)

    def local_day(self, instant: datetime) -> date:
        return self.calendar.local(instant).date()
