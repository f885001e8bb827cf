"""What does a sum say? The days passed over, the clock changes crossed, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from followthrough.procedures.calendars import localtime
from followthrough.procedures.calendars.calendar import Calendar
from followthrough.procedures.calendars.sums import WEEKEND, ClockChange, Skipped, Sum
from followthrough.procedures.model.timescale import Moment, Timescale, Unit, When

_ELAPSED = (Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES)
_COUNTED = (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS)


def work_out(calendar: Calendar, start: datetime, when: When, *, office: str | None = None) -> Sum:
    """The same as `calendar.due`, with how it was worked out."""
    start = localtime.in_utc(start)
    office = office or (when.office if isinstance(when, Timescale) else "") or calendar.office
    due = calendar.due(start, when, office=office)
    first, last = calendar.local(start).date(), calendar.local(due).date()
    changes = localtime.clock_changes(start, due, calendar.zone)
    beyond = _beyond_official(calendar, first, last) if _skips_days(when) else ()
    return Sum(
        start=start,
        when=when,
        due=due,
        zone=calendar.zone,
        skipped=tuple(_skipped(calendar, first, last, when, office)),
        clock_changes=tuple(ClockChange(on, by) for on, by in changes),
        assumptions=(*_assumptions(calendar, when, office), *beyond),
    )


def _skips_days(when: When) -> bool:
    return isinstance(when, Moment) or when.unit in (*_COUNTED, Unit.OFFICE_HOURS)


def _is_about_school(when: When) -> bool:
    if isinstance(when, Timescale):
        return when.unit is Unit.SCHOOL_DAYS
    return when.kind == "before the next school day"


def _skipped(calendar: Calendar, start: date, end: date, when: When, office: str) -> Iterator[Skipped]:
    if isinstance(when, Timescale) and when.unit is Unit.COURT_DAYS:
        yield from _moved_by_the_court_rule(calendar, start, end, when)
    if not _skips_days(when):
        return
    for ordinal in range(start.toordinal() + 1, end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if why := _why_not(calendar, day, when, office):
            yield Skipped(day, why)


def _moved_by_the_court_rule(calendar: Calendar, start: date, end: date, when: Timescale) -> Iterator[Skipped]:
    """The days between the last day as counted and the day on which it ends."""
    for ordinal in range(start.toordinal() + when.amount, end.toordinal()):
        day = date.fromordinal(ordinal)
        yield Skipped(day, calendar.bank_holidays.get(day) or ("Sunday" if day.weekday() == 6 else "Christmas Day"))


def _why_not(calendar: Calendar, day: date, when: When, office: str) -> str:
    """Why a day does not count; nothing when it does."""
    if isinstance(when, Timescale) and when.unit is Unit.OFFICE_HOURS:
        if calendar.offices[office].hours_on(day, calendar.bank_holidays):
            return ""
        return _name(calendar, day) or "closing day"
    if _is_about_school(when) and day in calendar.school_closures:
        return calendar.school_closures[day]
    return _name(calendar, day)


def _name(calendar: Calendar, day: date) -> str:
    return calendar.bank_holidays.get(day) or (WEEKEND if day.weekday() >= 5 else "")


def _assumptions(calendar: Calendar, when: When, office: str) -> Iterator[str]:
    """The settings that a date rests on, each with whose choice it is."""

    def whose(setting: str) -> str:
        return "local setting" if setting in calendar.chosen else "our default"

    if isinstance(when, Moment):
        if when.kind == "time on the n-th working day":
            yield f"day 0 is {calendar.day_zero} ({whose('day_zero')})"
        elif when.kind == "before the next school day":
            yield f"school starts at {calendar.school_starts:%H:%M} ({whose('school_starts')})"
    elif when.unit in _COUNTED:
        yield f"day 0 is {calendar.day_zero} ({whose('day_zero')})"
        yield f"a day closes at {calendar.close_of_day:%H:%M} ({whose('close_of_day')})"
    elif when.unit is Unit.OFFICE_HOURS:
        yield f'opening hours of "{office}" ({whose("offices")})'
    elif when.unit is Unit.COURT_DAYS:
        yield "an end on a Sunday, Christmas Day or a bank holiday moves to noon of the next other day (the court rule)"
    elif when.unit not in _ELAPSED:
        yield "calendar days, weeks, months and years end at the end of the day (our default)"
    if _is_about_school(when):
        yield f"school holidays ({whose('school_closures')})"


def _beyond_official(calendar: Calendar, start: date, end: date) -> Iterator[str]:
    if end > calendar.official_to:
        yield f"beyond official announcements: bank holidays after {calendar.official_to.year} are computed"
    if start < calendar.holidays_from:
        yield f"no bank holidays before {calendar.holidays_from.year} are known: each Monday to Friday counts"
    if start < calendar.official_from and end >= calendar.holidays_from:
        yield f"bank holidays before {calendar.official_from.year} are computed, not from the official list"
