"""The court rule, the last working day before days off, and the hours of a named office: dates worked by hand."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from followthrough.procedures.calendars import Office, england_and_wales, work_out
from followthrough.procedures.model.event import TICK, utc
from followthrough.procedures.model.timescale import Timescale, TimescaleError, Unit, parse_timescale

NINE_TO_FIVE = dict.fromkeys(range(5), (time(9), time(17)))
LONGER = dict.fromkeys(range(7), (time(8), time(20)))
TRIAGE = Office("triage", NINE_TO_FIVE, changes=((date(2013, 4, 1), LONGER),))
CALENDAR = england_and_wales(offices={"office": Office("office", NINE_TO_FIVE), "triage": TRIAGE})


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (utc(2013, 3, 4, 10), utc(2013, 3, 13) - TICK),  # Monday 4 + 8 = Tuesday 12: an ordinary day, to its end
        (utc(2013, 3, 16, 10), utc(2013, 3, 25, 12)),  # Saturday 16 + 8 = Sunday 24: noon on Monday 25
        (utc(2013, 3, 21, 10), utc(2013, 3, 30, 12)),  # + 8 = Good Friday 29: noon on Saturday 30, an ordinary day
        (
            utc(2013, 3, 23, 10),
            utc(2013, 4, 2, 11),
        ),  # + 8 = Easter Sunday 31, then Easter Monday: noon (BST) on 2 April
        (utc(2013, 12, 17, 10), utc(2013, 12, 27, 12)),  # + 8 = Christmas Day, then Boxing Day: noon on Friday 27
        (
            utc(2010, 12, 17, 10),
            utc(2010, 12, 29, 12),
        ),  # Saturday 25, Sunday, two substitute days: noon on Wednesday 29
    ],
)
def test_an_end_on_a_holiday_of_the_court_moves_to_the_next_noon(start: datetime, due: datetime) -> None:
    assert CALENDAR.due(start, parse_timescale("8 calendar days by the court rule")) == due


def test_the_sum_of_the_court_rule_names_the_days_that_moved_it() -> None:
    told = work_out(CALENDAR, utc(2013, 3, 23, 10), parse_timescale("8 calendar days by the court rule"))
    assert told.words() == (
        "Saturday 23 March 2013 10:00 + 8 calendar days by the court rule; "
        "Sunday 31 March and Easter Monday 1 April are not counted → Tuesday 2 April 2013 12:00"
    )


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (utc(2013, 3, 20, 10), utc(2013, 3, 22, 15)),  # Wednesday: Friday, before the weekend
        (utc(2013, 3, 22, 15), utc(2013, 3, 28, 15)),  # Friday at 15:00 itself: Thursday, before Good Friday
        (utc(2013, 3, 30, 10), utc(2013, 4, 5, 14)),  # Easter Saturday: the next Friday, now in summer time
        (utc(2013, 12, 23, 9), utc(2013, 12, 24, 15)),  # Monday: Christmas Eve
    ],
)
def test_the_last_working_day_before_days_off(start: datetime, due: datetime) -> None:
    assert CALENDAR.due(start, parse_timescale("15:00 on the last working day before days off")) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (utc(2013, 3, 28, 15), utc(2013, 4, 2, 9)),  # Thursday 2 hours; shut at Easter; Tuesday from 08:00 in BST
        (utc(2013, 4, 6, 10), utc(2013, 4, 6, 14)),  # the new hours hold on Saturdays too
        (utc(2013, 3, 22, 16), utc(2013, 3, 25, 12)),  # Friday 1 hour, Monday 3
    ],
)
def test_the_hours_of_a_named_office_and_of_its_time(start: datetime, due: datetime) -> None:
    assert CALENDAR.due(start, parse_timescale("4 office hours of triage")) == due


@pytest.mark.parametrize(
    "words",
    [
        "8 calendar days by the court rule",
        "1 calendar day by the court rule",
        "4 office hours of triage",
        "1 office hour of triage",
        "15:00 on the last working day before days off",
    ],
)
def test_what_is_read_is_said_in_the_same_words(words: str) -> None:
    assert str(parse_timescale(words)) == words


def test_only_office_hours_have_an_office() -> None:
    with pytest.raises(TimescaleError, match="only office hours are those of one office"):
        Timescale(3, Unit.WORKING_DAYS, "triage")


def test_the_version_of_a_calendar_changes_with_the_hours_of_an_office() -> None:
    unchanged = england_and_wales(
        offices={"office": Office("office", NINE_TO_FIVE), "triage": Office("triage", LONGER)}
    )
    assert unchanged.version != CALENDAR.version
