"""Is the committed table of bank holidays right, by two libraries and by hand?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from followthrough.procedures.calendars import bank_holidays, england_and_wales, work_out
from followthrough.procedures.model.timescale import parse_timescale

TABLE = {day.on: day for day in bank_holidays()}
# What each year has by law, less or more by proclamation.
USUAL = 8
MORE = {1999: 9, 2002: 9, 2011: 9, 2012: 9, 2022: 10, 2023: 9}


def test_each_announced_day_stands_in_the_table_and_no_other() -> None:
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    ours = {day for day in TABLE if 2012 <= day.year <= 2028}
    assert ours == {day["date"] for day in listed}
    assert all(TABLE[day["date"]].name.startswith(day["title"]) for day in listed)
    assert {day for day in TABLE if TABLE[day].is_announced} == ours


@pytest.mark.parametrize("part", ["ENG", "WLS"])
def test_the_other_library_agrees_for_all_years_in_england_and_in_wales(part: str) -> None:
    other = holidays.country_holidays("GB", subdiv=part, years=range(1995, 2036))
    assert set(TABLE) == {day for day in other if day.weekday() < 5}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1995, 5, 8), "Early May"),  # moved for VE Day
        (date(1999, 12, 31), "Millennium"),
        (date(2002, 6, 3), "Golden Jubilee"),
        (date(2002, 6, 4), "Spring"),
        (date(2011, 4, 29), "Royal Wedding"),
        (date(2012, 6, 4), "Spring"),
        (date(2012, 6, 5), "Diamond Jubilee"),
        (date(2013, 3, 29), "Good Friday"),
        (date(2013, 4, 1), "Easter Monday"),
        (date(2020, 5, 8), "Early May"),  # moved for VE Day
        (date(2022, 6, 2), "Spring"),
        (date(2022, 6, 3), "Platinum Jubilee"),
        (date(2022, 9, 19), "State Funeral"),
        (date(2023, 5, 8), "coronation"),
        (date(2026, 12, 28), "Boxing Day"),
    ],
)
def test_days_that_people_remember(day: date, name: str) -> None:
    assert name in TABLE[day].name


@pytest.mark.parametrize(
    "day",
    [
        date(1995, 5, 1),
        date(2002, 5, 27),
        date(2012, 5, 28),
        date(2020, 5, 4),
        date(2022, 5, 30),
        date(2026, 12, 26),
    ],
)
def test_days_that_were_moved_away_are_not_kept_beside_the_new_one(day: date) -> None:
    assert day not in TABLE


def test_each_year_has_the_usual_number() -> None:
    counted = {year: sum(day.year == year for day in TABLE) for year in range(1995, 2036)}
    # A substitute for New Year's Day falls on 2 or 3 January, so no year borrows a day from another.
    assert counted == {year: MORE.get(year, USUAL) for year in range(1995, 2036)}


def test_easter_monday_follows_good_friday_and_no_day_stands_twice() -> None:
    fridays = [day for day in TABLE if TABLE[day].name == "Good Friday"]
    assert len(fridays) == 41
    assert all(TABLE[day + timedelta(days=3)].name == "Easter Monday" for day in fridays)
    assert len(bank_holidays()) == len(TABLE)
    assert all(day.weekday() < 5 and TABLE[day].checked for day in TABLE)


def test_the_calendar_says_from_when_to_when_its_days_were_announced() -> None:
    calendar = england_and_wales()
    assert (calendar.official_from, calendar.official_to) == (date(2012, 1, 1), date(2028, 12, 31))
    assert (calendar.holidays_from, calendar.known_to) == (date(1995, 1, 1), date(2035, 12, 31))


def test_before_the_table_each_monday_to_friday_counts_and_the_sum_says_so() -> None:
    calendar, born = england_and_wales(), datetime(1960, 4, 14, 12, tzinfo=UTC)  # the day before Good Friday
    assert calendar.known_from == date(1900, 1, 1)
    worked = work_out(calendar, born, parse_timescale("2 working days"))
    assert worked.due == datetime(1960, 4, 18, 16, tzinfo=UTC)
    assert worked.assumptions[-1] == "no bank holidays before 1995 are known: each Monday to Friday counts"
