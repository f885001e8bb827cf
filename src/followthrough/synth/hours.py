"""At which hours do things happen? Local days, office hours and vague dates, for whole columns of instants at once.

Instants are microseconds since 1970 in UTC, as integers; the calendar does all arithmetic of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from followthrough.procedures.calendars import Calendar, localtime

Ints = NDArray[np.int64]
SECOND = 1_000_000
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
DAY = 24 * HOUR
YEAR = int(365.25 * DAY)
_OPENS, _CLOSES = 8.5, 17.5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Days:
    """Every local day of some years: where it begins, and where the next working day and the next month begin."""

    first: date
    starts: Ints
    working: Ints  # for each day, the number of the first working day on or after it
    month: Ints  # for each day, the number of the first day of its month

    @classmethod
    def of(cls, calendar: Calendar, first: date, last: date) -> Days:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        starts = np.array([micros(localtime.start_of(day, calendar.zone)) for day in days], dtype=np.int64)
        numbers = np.arange(len(days), dtype=np.int64)
        is_working = np.array([calendar.is_working_day(day) for day in days])
        ahead = np.where(is_working, numbers, len(days) - 1)
        working = np.minimum.accumulate(ahead[::-1])[::-1]
        month = numbers - np.array([day.day - 1 for day in days], dtype=np.int64)
        return cls(first, starts, working, np.maximum(month, 0))

    def number(self, at: Ints) -> Ints:
        return np.clip(np.searchsorted(self.starts, at, side="right") - 1, 0, len(self.starts) - 2)

    def on(self, number: Ints) -> NDArray[np.datetime64]:
        return np.datetime64(self.first) + number.astype("timedelta64[D]")

    def in_office(self, at: Ints, rng: np.random.Generator) -> Ints:
        """The same instants where an office is open then, else early on the next working day."""
        day = self.number(at)
        hour = (at - self.starts[day]) / HOUR
        is_open = (self.working[day] == day) & (hour >= _OPENS) & (hour <= _CLOSES)
        then = self.working[np.minimum(day + (hour > _CLOSES), len(self.starts) - 1)]
        moved = self.starts[then] + ((_OPENS + rng.random(len(at)) * 4) * HOUR).astype(np.int64)
        return np.where(is_open, at, np.maximum(moved, at))

    def vaguely(self, at: Ints, day_only: NDArray[np.bool_], month_only: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """From and to: the minute itself, the whole local day, or the whole month."""
        day = self.number(at)
        begins, ends = self.starts[day], self.starts[day + 1] - 1
        first = self.month[day]
        next_month = self.month[np.minimum(first + 31, len(self.starts) - 1)]
        from_ = np.where(month_only, self.starts[first], np.where(day_only, begins, at))
        to = np.where(month_only, self.starts[next_month] - 1, np.where(day_only, ends, at))
        return from_, np.maximum(to, from_)
