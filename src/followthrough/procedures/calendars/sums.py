"""How was a date worked out? The sum behind a deadline, as data and as a sentence to check by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from followthrough.procedures.calendars.localtime import is_shown_twice
from followthrough.procedures.model.timescale import Moment, Timescale, Unit, When

WEEKEND = "weekend"
_ELAPSED = (Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES)
_LAST_INSTANT = time(23, 59, 59, 999_999)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that was passed over, and why."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The clocks changed on this day, forward or back by so much."""

    on: date
    by: timedelta

    def __str__(self) -> str:
        return f"the clocks go {'forward' if self.by > timedelta() else 'back'} on {_day(self.on)}"


@dataclass(frozen=True, slots=True)
class Sum:
    start: datetime  # UTC
    when: When
    due: datetime  # UTC
    zone: ZoneInfo
    skipped: tuple[Skipped, ...]
    clock_changes: tuple[ClockChange, ...]
    assumptions: tuple[str, ...]

    @property
    def start_local(self) -> datetime:
        return self.start.astimezone(self.zone)

    @property
    def due_local(self) -> datetime:
        return self.due.astimezone(self.zone)

    def words(self) -> str:
        joined = " + " if isinstance(self.when, Timescale) and self.when.amount else ", "
        notes = "".join(f"; {note}" for note in self._notes())
        return f"{in_words(self.start_local)}{joined}{self.when}{notes} → {in_words(self.due_local)}"

    def _notes(self) -> Iterator[str]:
        if names := _group(self.skipped):
            is_one = len(names) == 1 and "weekends" not in names[0] and " to " not in names[0]
            yield f"{_listed(names)} {'is' if is_one else 'are'} not counted"
        if isinstance(self.when, Moment) or self.when.unit not in _ELAPSED:
            return
        if self.start_local.date() != self.due_local.date():
            yield "nights, weekends and holidays count"
        yield from (str(change) for change in self.clock_changes)


def in_words(local: datetime) -> str:
    """A local time as people write it; the last instant of a day is its end."""
    day = f"{_day(local.date())} {local.year}"
    if local.time() == _LAST_INSTANT:
        return f"the end of {day}"
    letters = f" {local.tzname()}" if is_shown_twice(local) else ""
    return f"{day} {local:%H:%M}{letters}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _short(day: date) -> str:
    return f"{day.day} {day:%B}"


def _group(skipped: tuple[Skipped, ...]) -> list[str]:
    """Each bank holiday by its name, stretches as one, a whole weekend as "the weekend"."""
    names, weekends, place = [], 0, 0
    for stretch in _stretches(skipped):
        first, last = stretch[0], stretch[-1]
        if first.why != WEEKEND:
            until = f" to {_short(last.on)}" if last is not first else ""
            names.append(f"{first.why} {_short(first.on)}{until}")
        elif last is first:
            names.append(_day(first.on))
        else:
            place = place or len(names) + 1
            weekends += 1
    if weekends == 1:
        names.insert(place - 1, "the weekend")
    elif weekends:
        names.append(f"{weekends} weekends")
    return names


def _stretches(skipped: tuple[Skipped, ...]) -> list[list[Skipped]]:
    """Neighbouring days with one reason, together."""
    stretches = [[day] for day in skipped[:1]]
    for previous, day in pairwise(skipped):
        if day.why == previous.why and day.on - previous.on == timedelta(days=1):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return stretches


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
