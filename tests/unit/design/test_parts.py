"""Dates and times as people type them."""

from __future__ import annotations

import datetime as dt

import pytest

from followthrough.service.design.forms.parts import Problem, read_date, read_instant, read_time


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year}


@pytest.mark.parametrize("month", ["2", "02", "Feb", "february", "FEB."])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    assert read_date(typed("29", month, "2012"), "Date of birth") == dt.date(2012, 2, 29)


@pytest.mark.parametrize(
    ("given", "parts", "message"),
    [
        (typed("", "2", "2013"), ("day",), "Date of birth must include a day"),
        (typed("1", "", ""), ("month", "year"), "Date of birth must include a month and a year"),
        (typed("29", "2", "2013"), ("day",), "Date of birth must have a day from 1 to 28 in that month"),
        (typed("1", "13", "2013"), ("month",), "Date of birth must have a month from 1 to 12"),
        (typed("1", "soon", "2013"), ("month",), "Date of birth must have a month from 1 to 12"),
        (typed("1", "2", "13"), ("year",), "Date of birth must have a year with 4 numbers, for example 2013"),
        (typed("1", "2", "0000"), ("year",), "Date of birth must be a real date"),
        (typed("x", "2", "2013"), ("day",), "Date of birth must have a day from 1 to 28 in that month"),
    ],
)
def test_a_date_that_is_none_says_what_is_wrong_and_where(
    given: dict[str, str], parts: tuple[str, ...], message: str
) -> None:
    assert read_date(given, "Date of birth") == Problem(message, parts)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("17:30", 17, 30),
        ("1730", 17, 30),
        ("5.30pm", 17, 30),
        ("5:30 PM", 17, 30),
        ("9am", 9, 0),
        ("12am", 0, 0),
        ("midday", 12, 0),
        ("00:05", 0, 5),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, hour: int, minute: int) -> None:
    assert read_time(text, "It") == dt.time(hour, minute)


@pytest.mark.parametrize("text", ["", "9", "25:00", "12:60", "13pm", "0am", "later"])
def test_a_time_that_could_be_two_or_none_is_asked_again(text: str) -> None:
    assert read_time(text, "It") == Problem("It must have a time, for example 17:30 or 5:30pm", ("time",))


def test_an_hour_that_the_clocks_jumped_over_is_refused() -> None:
    found = read_instant(dt.date(2013, 3, 31), dt.time(1, 30), "It")
    assert isinstance(found, Problem)
    assert "clocks went forward" in found.message


def test_of_an_hour_that_came_twice_the_first_is_taken() -> None:
    found = read_instant(dt.date(2013, 10, 27), dt.time(1, 30), "It")
    assert isinstance(found, dt.datetime)
    assert found.astimezone(dt.UTC) == dt.datetime(2013, 10, 27, 0, 30, tzinfo=dt.UTC)
