"""Do clock hours stay real hours, and days stay days, when the clocks change?

Clock changes are known here by their rule (last Sundays of March and October, 01:00 UTC).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from followthrough.procedures.calendars import england_and_wales, work_out
from followthrough.procedures.calendars.localtime import at_local
from followthrough.procedures.model.timescale import Timescale, Unit, parse_timescale

from .independent import last_sunday, london

CALENDAR = england_and_wales()
LONDON = ZoneInfo("Europe/London")
YEARS = [*range(2008, 2014), *range(2024, 2031)]
CHANGES = [(last_sunday(year, month), month) for year in YEARS for month in (3, 10)]


@pytest.mark.parametrize(("sunday", "month"), CHANGES)
def test_24_clock_hours_over_a_change_are_24_hours(sunday: date, month: int) -> None:
    start = london(sunday - timedelta(days=1), time(16))
    end = CALENDAR.due(start, parse_timescale("24 clock hours"))
    assert end - start == timedelta(hours=24)
    assert end.astimezone(LONDON).hour == (17 if month == 3 else 15)


@pytest.mark.parametrize(("sunday", "month"), CHANGES)
def test_a_calendar_day_over_a_change_ends_when_the_local_day_ends(sunday: date, month: int) -> None:
    start = london(sunday - timedelta(days=1), time(16))
    end = CALENDAR.due(start, parse_timescale("1 calendar day"))
    midnight = datetime.combine(sunday + timedelta(days=1), time(), tzinfo=UTC)
    assert end + timedelta(microseconds=1) == midnight - timedelta(hours=1 if month == 3 else 0)


@pytest.mark.parametrize(("sunday", "month"), CHANGES)
def test_a_working_day_after_a_change_closes_by_the_new_clock(sunday: date, month: int) -> None:
    start = london(sunday - timedelta(days=3), time(16))  # Thursday
    end = CALENDAR.due(start, parse_timescale("5 working days"))
    assert end.astimezone(LONDON).time() == time(17)
    assert end.hour == (16 if month == 3 else 17)


def test_the_sum_names_the_change_for_hours_and_not_for_days() -> None:
    start = datetime(2013, 3, 29, 23, 30, tzinfo=UTC)
    hours = work_out(CALENDAR, start, parse_timescale("72 clock hours"))
    assert [(change.on, change.by) for change in hours.clock_changes] == [(date(2013, 3, 31), timedelta(hours=1))]
    assert "the clocks go forward on Sunday 31 March" in hours.words()
    assert "clocks" not in work_out(CALENDAR, start, parse_timescale("2 working days")).words()


def test_a_local_time_that_is_shown_twice_says_which() -> None:
    start = datetime(2013, 10, 26, 15, 0, tzinfo=UTC)  # 16:00 BST
    first, second = (work_out(CALENDAR, start, Timescale(n, Unit.CLOCK_MINUTES)).words() for n in (570, 630))
    assert first.endswith("Sunday 27 October 2013 01:30 BST")
    assert second.endswith("Sunday 27 October 2013 01:30 GMT")


def test_a_local_time_that_is_skipped_is_the_moment_of_the_change() -> None:
    assert at_local(date(2013, 3, 31), time(1, 30), LONDON) == datetime(2013, 3, 31, 1, tzinfo=UTC)
    assert at_local(date(2013, 10, 27), time(1, 30), LONDON) == datetime(2013, 10, 27, 0, 30, tzinfo=UTC)
    # A window of a month that ends at 01:30 on 30 April begins there too.
    end = datetime(2013, 4, 30, 0, 30, tzinfo=UTC)
    assert CALENDAR.back(end, Timescale(30, Unit.CALENDAR_DAYS)) == datetime(2013, 3, 31, 1, tzinfo=UTC)
