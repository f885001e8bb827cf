"""Do deadlines and windows hold for any start, checked against a second way to count days?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import example, given
from hypothesis import strategies as st

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.model.timescale import Moment, Timescale, Unit, When, parse_timescale

from .independent import is_work_day, london, nth_work_day, official

CALENDAR = england_and_wales()
LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)

dates = st.dates(date(1996, 1, 1), date(2034, 6, 30))
instants = st.datetimes(datetime(1996, 1, 1), datetime(2034, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.builds(Timescale, st.integers(1, 60), st.sampled_from([u for u in Unit if u is not Unit.YEARS]))
moments = st.sampled_from(
    [
        Moment("before the next school day"),
        Moment("time on the n-th working day", 2, time(9)),
        Moment("next time on a working day", 1, time(9)),
    ]
)
whens = st.one_of(spans, moments)


def test_every_day_of_forty_years_is_a_working_day_or_not_as_others_say() -> None:
    days = [date(1995, 1, 1) + n * DAY for n in range((date(2035, 12, 31) - date(1995, 1, 1)).days + 1)]
    assert [day for day in days if CALENDAR.is_working_day(day) != is_work_day(day)] == []


def test_the_next_working_day_is_that_of_the_official_list() -> None:
    for n in range(0, (date(2028, 12, 1) - date(2012, 1, 1)).days):
        day = date(2012, 1, 1) + n * DAY
        told = official().get_next_work_day(division=BankHolidays.ENGLAND_AND_WALES, date=day)
        assert CALENDAR.next_working_day(day) == told


@given(dates, st.integers(1, 60), st.times())
def test_working_days_are_counted_as_with_a_finger(day: date, n: int, at: time) -> None:
    expected = nth_work_day(day, n)
    start = datetime.combine(day, at, tzinfo=LONDON)
    assert CALENDAR.due(start, Timescale(n, Unit.WORKING_DAYS)) == london(expected, time(17))
    assert CALENDAR.add_working_days(day, n) == expected
    assert CALENDAR.working_days_between(day, expected) == n
    assert CALENDAR.working_days_between(expected, day) == -n


@given(dates, st.integers(1, 60), st.times())
def test_a_window_in_working_days_begins_at_the_start_of_the_nth_before(day: date, n: int, at: time) -> None:
    expected = nth_work_day(day, -n)
    end = datetime.combine(day, at, tzinfo=LONDON)
    assert CALENDAR.back(end, Timescale(n, Unit.WORKING_DAYS)) == london(expected, time())
    assert CALENDAR.add_working_days(day, -n) == expected


@given(dates, st.integers(1, 60))
def test_months_are_those_of_another_library(day: date, n: int) -> None:
    start = london(day, time(12))
    end_of_day = london(day + relativedelta(months=n) + DAY, time()) - timedelta(microseconds=1)
    assert CALENDAR.due(start, Timescale(n, Unit.MONTHS)) == end_of_day


@given(st.dates(date(2001, 1, 1), date(2034, 6, 30)), st.integers(1, 60))
def test_a_window_in_months_begins_at_the_same_local_time(day: date, n: int) -> None:
    assert CALENDAR.back(london(day, time(12)), Timescale(n, Unit.MONTHS)) == london(
        day - relativedelta(months=n), time(12)
    )


@given(instants, instants, whens)
def test_what_begins_later_is_not_due_earlier(one: datetime, other: datetime, when: When) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.due(first, when) <= CALENDAR.due(second, when)


@given(instants, whens)
def test_due_is_after_the_start_in_whole_microseconds_of_utc(start: datetime, when: When) -> None:
    due = CALENDAR.due(start, when)
    assert due > start
    assert due.tzinfo is UTC


@given(instants, spans)
@example(datetime(2000, 4, 13, tzinfo=UTC), Timescale(45, Unit.COURT_DAYS))
def test_a_unit_more_is_later(start: datetime, span: Timescale) -> None:
    """Two ends by the court rule may both move from holidays in a row to the noon after them; never do they cross."""
    due, more = CALENDAR.due(start, span), CALENDAR.due(start, Timescale(span.amount + 1, span.unit))
    if span.unit is Unit.COURT_DAYS and CALENDAR.local(due).time() == time(12):
        assert more >= due
    else:
        assert more > due


@given(instants, spans)
def test_a_window_that_ends_at_the_deadline_holds_no_more_than_the_time_given(start: datetime, span: Timescale) -> None:
    """Due and back bracket each other: exactly for hours, by the local day for counted days."""
    if span.unit in (Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES):
        assert CALENDAR.back(CALENDAR.due(start, span), span) == start
    elif span.unit is Unit.OFFICE_HOURS:
        begin = CALENDAR.back(CALENDAR.due(start, span), span)
        assert begin >= start
        assert CALENDAR.due(begin, span) == CALENDAR.due(start, span)
    elif span.unit is Unit.WORKING_DAYS and is_work_day(start.astimezone(LONDON).date()):
        begin = CALENDAR.back(CALENDAR.due(start, span), span)
        assert begin == london(start.astimezone(LONDON).date(), time())
    else:
        assert CALENDAR.back(start, span) < start


@given(instants, st.integers(1, 30))
def test_due_on_a_working_or_school_day(start: datetime, n: int) -> None:
    work = CALENDAR.due(start, Timescale(n, Unit.WORKING_DAYS)).astimezone(LONDON).date()
    school = CALENDAR.due(start, Timescale(n, Unit.SCHOOL_DAYS)).astimezone(LONDON).date()
    assert is_work_day(work)
    assert is_work_day(school)
    assert school not in CALENDAR.school_closures
    assert school >= work


@given(instants, st.integers(1, 40))
def test_office_hours_are_counted_as_minute_by_minute(start: datetime, hours: int) -> None:
    """Walk by the minute, and count those in which the office (Monday to Friday, 9 to 5) is open."""
    begin = start.replace(second=0, microsecond=0)
    left, now = hours * 60, begin
    while left:
        local = now.astimezone(LONDON)
        if not (is_work_day(local.date()) and 9 <= local.hour < 17):
            now += timedelta(minutes=60 - local.minute)
            continue
        step = min(left, 60 - local.minute)
        left, now = left - step, now + timedelta(minutes=step)
    assert CALENDAR.due(begin, Timescale(hours, Unit.OFFICE_HOURS)) == now


@pytest.mark.parametrize("text", ["the same day", "0 clock hours"])
def test_nought_is_today(text: str) -> None:
    start = datetime(2013, 3, 28, 16, tzinfo=UTC)
    when = parse_timescale(text)
    assert isinstance(when, Timescale)
    assert CALENDAR.back(start, when) <= start <= CALENDAR.due(start, when)
    assert CALENDAR.due(start, when).date() == CALENDAR.back(start, when).date() == start.date()
