"""What a calendar lets a partnership choose: day 0, the close of day, birthdays, offices.

Public sources define none of these, so each default is ours and says so wherever a deadline is explained.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType


class CalendarError(ValueError):
    """A question that this calendar cannot answer truthfully."""


class DayZero(StrEnum):
    """Which day is day 0 of a deadline in working or school days."""

    DAY_OF_THE_EVENT = "the day of the event"
    NEXT_COUNTED_DAY = "the day of the event, or the next counted day when that day does not count"


class LeapBirthday(StrEnum):
    """When somebody born on 29 February has a birthday in a common year."""

    FIRST_OF_MARCH = "1 March"
    LAST_OF_FEBRUARY = "28 February"


Hours = Mapping[int, tuple[time, time]]


@dataclass(frozen=True, slots=True)
class Office:
    """When one office is open, by weekday (Monday is 0). Closing at 00:00 is midnight at the day's end.

    `changes` are other hours from a day on, so that an older history is read by the hours of its time.
    """

    name: str
    hours: Hours = field(hash=False)
    is_open_on_bank_holidays: bool = False
    changes: tuple[tuple[date, Hours], ...] = field(hash=False, default=())

    def __post_init__(self) -> None:
        for hours in (self.hours, *(hours for _, hours in self.changes)):
            self._check(hours)
        object.__setattr__(self, "hours", MappingProxyType(dict(self.hours)))
        changes = ((start, MappingProxyType(dict(hours))) for start, hours in sorted(self.changes, key=lambda c: c[0]))
        object.__setattr__(self, "changes", tuple(changes))

    def _check(self, hours: Hours) -> None:
        if not hours or not set(hours) <= set(range(7)):
            raise CalendarError(f"the office {self.name!r} needs hours for weekdays 0 (Monday) to 6 (Sunday)")
        for opens, closes in hours.values():
            if closes != time.min and opens >= closes:
                raise CalendarError(f"the office {self.name!r} closes at {closes} before it opens at {opens}")

    def hours_on(self, day: date, bank_holidays: Container[date]) -> tuple[time, time] | None:
        if day in bank_holidays and not self.is_open_on_bank_holidays:
            return None
        hours = self.hours
        for start, changed in self.changes:
            hours = changed if start <= day else hours
        return hours.get(day.weekday())


CLOSE_OF_DAY = time(17)
NOON = time(12)  # of the court rule
SCHOOL_STARTS = time(8, 30)
OFFICE = Office("office", dict.fromkeys(range(5), (time(9), time(17))))


def example_school_closures(first_year: int, last_year: int, easter: Mapping[int, date]) -> dict[date, str]:
    """A stand-in for term dates, made by rule: no real authority's. A school's own table replaces it.

    Whole days, weekends too, so that a closure reads as one stretch in an explanation.
    """
    closures: dict[date, str] = {}
    for year in range(first_year, last_year + 1):
        february = _monday(date(year, 2, 15), forward=True)
        may, october = _monday(date(year, 5, 31)), _monday(date(year, 10, 31))
        good_friday = easter[year].toordinal()
        for name, first, days in (
            ("Christmas holiday", date(year, 1, 1).toordinal(), 3),
            ("February half-term", february.toordinal(), 5),
            ("Easter holiday", good_friday - 4, 12),
            ("May half-term", may.toordinal(), 5),
            ("summer holiday", date(year, 7, 23).toordinal(), 42),
            ("October half-term", october.toordinal(), 5),
            ("Christmas holiday", date(year, 12, 21).toordinal(), 11),
        ):
            closures |= {date.fromordinal(day): name for day in range(first, first + days)}
    return closures


def _monday(day: date, *, forward: bool = False) -> date:
    """The Monday on or before a day, or on or after it."""
    step = -day.weekday() % 7 if forward else -day.weekday()
    return date.fromordinal(day.toordinal() + step)
