"""When is it due, and when did a window begin? One versioned calendar, and the arithmetic on it.

It turns timescales (`procedures.model.timescale`) into instants. What it knows (bank holidays, closures,
settings) is given; where the facts come from is the business of `england` and of the partnership.

The meaning, decided here and stated with each deadline:

- Clock hours and minutes are elapsed time. They never pause, and a change of the clocks does not bend them.
- Working and school days: the event's local day is day 0; due at the close of the n-th day after it.
- Calendar days, weeks, months and years: due at the end of that local day (its last microsecond).
  Months and years keep the day number, else the last day of the month.
- Calendar days by the court rule: as calendar days; when the last day is a Sunday, Christmas Day or a bank holiday,
  due at noon of the first later day that is none (Children Act 1989, section 45(2)).
- Office hours run while the office is open, and pause while it is shut.
- A window in working or school days begins at the start of a local day; one in calendar days, weeks, months
  or years at the same local time; windows contain the instant at which they begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from followthrough.procedures.calendars import localtime, settings
from followthrough.procedures.calendars.dayindex import DayIndex
from followthrough.procedures.calendars.localtime import DAY
from followthrough.procedures.calendars.settings import CalendarError, DayZero, LeapBirthday, Office
from followthrough.procedures.model.timescale import Moment, Timescale, Unit, When

_COUNTED = (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS)


@dataclass(frozen=True)
class Calendar:
    version: str
    zone: ZoneInfo
    bank_holidays: Mapping[date, str] = field(hash=False)
    known_from: date
    known_to: date
    holidays_from: date
    official_from: date
    official_to: date
    close_of_day: time = settings.CLOSE_OF_DAY
    day_zero: DayZero = DayZero.DAY_OF_THE_EVENT
    leap_birthday: LeapBirthday = LeapBirthday.FIRST_OF_MARCH
    school_closures: Mapping[date, str] = field(hash=False, default_factory=dict)
    school_starts: time = settings.SCHOOL_STARTS
    offices: Mapping[str, Office] = field(hash=False, default_factory=dict)
    office: str = settings.OFFICE.name
    chosen: frozenset[str] = frozenset()  # names of the settings that a partnership chose itself

    def __post_init__(self) -> None:
        if not self.known_from <= self.holidays_from <= self.official_from <= self.official_to <= self.known_to:
            raise CalendarError("a calendar's official years must lie within the years that it knows")
        for name in ("bank_holidays", "school_closures", "offices"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    # Days

    @cached_property
    def working_days(self) -> DayIndex:
        return DayIndex("working days", self.known_from, self.known_to, self._is_working)

    @cached_property
    def school_days(self) -> DayIndex:
        return DayIndex("school days", self.known_from, self.known_to, self._is_schooling)

    def is_working_day(self, day: date) -> bool:
        return day in self.working_days

    def next_working_day(self, day: date) -> date:
        """The first working day after a date, never the date itself."""
        return self.working_days.after(day, 1)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after a date, or before it when n is negative; nought is the date itself."""
        if n == 0:
            return day
        return self.working_days.after(day, n) if n > 0 else self.working_days.before(day, -n)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after the first date, up to and with the second; negative backwards."""
        return self.working_days.between(after, until)

    def local(self, instant: datetime) -> datetime:
        return localtime.in_utc(instant).astimezone(self.zone)

    # Deadlines and windows

    def due(self, start: datetime, when: When, *, office: str | None = None) -> datetime:
        """The last instant in time. Aware in, UTC out."""
        local = self.local(start)
        if isinstance(when, Moment):
            return self._moment(local, when)
        if when.unit in (Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES):
            return localtime.in_utc(start) + _elapsed(when)
        if when.unit in _COUNTED:
            days = self._counted(when.unit)
            return self._at(days.after(self._zero(local.date(), days), when.amount), self.close_of_day)
        if when.unit is Unit.OFFICE_HOURS:
            return self._office_due(localtime.in_utc(start), when.amount, office or when.office or self.office)
        last = _moved(local.date(), when, 1)
        if when.unit is Unit.COURT_DAYS and self._is_court_holiday(last):
            return self._at(self._after_court_holidays(last), settings.NOON)
        return localtime.end_of(last, self.zone)

    def back(self, end: datetime, span: Timescale, *, office: str | None = None) -> datetime:
        """Where a window of this length that ends at `end` begins; that instant is in the window."""
        local = self.local(end)
        if span.unit in (Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES):
            return localtime.in_utc(end) - _elapsed(span)
        if span.unit in _COUNTED:
            return localtime.start_of(self._counted(span.unit).before(local.date(), span.amount), self.zone)
        if span.unit is Unit.OFFICE_HOURS:
            return self._office_back(localtime.in_utc(end), span.amount, office or span.office or self.office)
        if span.amount == 0:
            return localtime.start_of(local.date(), self.zone)
        return self._at(_moved(local.date(), span, -1), local.time())

    # Ages

    def birthday(self, born_on: date, years: int) -> datetime:
        """The instant at which an age is reached: the start of that local day."""
        return localtime.start_of(self._birthday_on(born_on, years), self.zone)

    def age_on(self, born_on: date, instant: datetime) -> int:
        """Age in whole years; below nought before birth."""
        day = self.local(instant).date()
        years = day.year - born_on.year
        return years if self._birthday_on(born_on, years) <= day else years - 1

    def _birthday_on(self, born_on: date, years: int) -> date:
        moved = localtime.add_months(born_on, 12 * years)
        falls_short = moved.day != born_on.day  # 29 February in a common year
        return moved + DAY if falls_short and self.leap_birthday is LeapBirthday.FIRST_OF_MARCH else moved

    # How it is done

    def _is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.bank_holidays

    def _is_schooling(self, day: date) -> bool:
        return self._is_working(day) and day not in self.school_closures

    def _counted(self, unit: Unit) -> DayIndex:
        return self.school_days if unit is Unit.SCHOOL_DAYS else self.working_days

    def _zero(self, day: date, days: DayIndex) -> date:
        return day if self.day_zero is DayZero.DAY_OF_THE_EVENT else days.on_or_after(day)

    def _at(self, day: date, at: time) -> datetime:
        return localtime.at_local(day, at, self.zone)

    def _moment(self, local: datetime, moment: Moment) -> datetime:
        if moment.kind == "time on the n-th working day":
            day = self.working_days.after(self._zero(local.date(), self.working_days), moment.day)
            return self._at(day, _time_of(moment))
        if moment.kind == "before the next school day":
            return self._next(local, self.school_starts, self.school_days)
        if moment.kind == "time before days off":
            return self._before_days_off(local, _time_of(moment))
        return self._next(local, _time_of(moment), self.working_days)

    def _next(self, local: datetime, at: time, days: DayIndex) -> datetime:
        """The first time after an instant that a counted day reaches this time of day."""
        today = days.on_or_after(local.date())
        first = self._at(today, at)
        return first if first > localtime.in_utc(local) else self._at(days.after(today, 1), at)

    def _before_days_off(self, local: datetime, at: time) -> datetime:
        """The first such time after an instant on a working day whose next day is none."""
        day = self.working_days.on_or_after(local.date())
        while self.is_working_day(day + DAY) or self._at(day, at) <= localtime.in_utc(local):
            day = self.working_days.after(day, 1)
        return self._at(day, at)

    def _is_court_holiday(self, day: date) -> bool:
        return day.weekday() == 6 or (day.month, day.day) == (12, 25) or day in self.bank_holidays

    def _after_court_holidays(self, day: date) -> date:
        while self._is_court_holiday(day):
            day += DAY
        return day

    def _office_due(self, start: datetime, hours: int, office: str) -> datetime:
        left = timedelta(hours=hours)
        for opens, closes in self._openings(start, office, 1):
            begin = max(opens, start)
            if closes - begin >= left:
                return begin + left
            left -= max(closes - begin, timedelta())
        raise CalendarError(f"{hours} hours of the office {office!r} run past {self.known_to:%Y-%m-%d}")

    def _office_back(self, end: datetime, hours: int, office: str) -> datetime:
        left = timedelta(hours=hours)
        for opens, closes in self._openings(end, office, -1):
            finish = min(closes, end)
            if finish - opens >= left:
                return finish - left
            left -= max(finish - opens, timedelta())
        raise CalendarError(f"{hours} hours of the office {office!r} reach before {self.known_from:%Y-%m-%d}")

    def _openings(self, around: datetime, office: str, step: int) -> Iterator[tuple[datetime, datetime]]:
        """An office's openings, from the local day of an instant onwards, or backwards."""
        if office not in self.offices:
            known = ", ".join(sorted(self.offices)) or "none"
            raise CalendarError(f"no opening hours are known for the office {office!r}; known: {known}")
        place, day = self.offices[office], self.local(around).date()
        while self.known_from <= day <= self.known_to:
            if hours := place.hours_on(day, self.bank_holidays):
                closes_on = day + DAY if hours[1] == time.min else day
                yield self._at(day, hours[0]), self._at(closes_on, hours[1])
            day += step * DAY


def _elapsed(span: Timescale) -> timedelta:
    hours = span.unit is Unit.CLOCK_HOURS
    return timedelta(hours=span.amount) if hours else timedelta(minutes=span.amount)


def _moved(day: date, span: Timescale, sign: int) -> date:
    amount = sign * span.amount
    if span.unit in (Unit.MONTHS, Unit.YEARS):
        return localtime.add_months(day, amount * (12 if span.unit is Unit.YEARS else 1))
    return day + timedelta(days=amount * (7 if span.unit is Unit.WEEKS else 1))


def _time_of(moment: Moment) -> time:
    if moment.at is None:
        raise CalendarError(f'"{moment}" has no time of day')
    return moment.at
