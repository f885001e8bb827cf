"""Which weekends are longer than others? Days off in a row, with the bank holidays among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followthrough.procedures.calendars.calendar import Calendar
from followthrough.procedures.calendars.localtime import DAY


@dataclass(frozen=True, slots=True)
class DaysOff:
    """From the first to the last day, both of them off. `titles` are the bank holidays, in order."""

    first: date
    last: date
    titles: tuple[str, ...]


def with_bank_holidays(calendar: Calendar, after: date, until: date) -> Iterator[DaysOff]:
    """Each run of days off that begins after `after` and no later than `until`, and has a bank holiday in it."""
    for day in sorted(calendar.bank_holidays):
        first = _end(calendar, day, -1)
        if after < first <= until and _first_holiday(calendar, first) == day:
            last = _end(calendar, day, 1)
            days = (first + n * DAY for n in range((last - first).days + 1))
            yield DaysOff(first, last, tuple(calendar.bank_holidays[d] for d in days if d in calendar.bank_holidays))


def _end(calendar: Calendar, day: date, step: int) -> date:
    while not calendar.is_working_day(day + step * DAY):
        day += step * DAY
    return day


def _first_holiday(calendar: Calendar, first: date) -> date:
    while first not in calendar.bank_holidays:
        first += DAY
    return first
