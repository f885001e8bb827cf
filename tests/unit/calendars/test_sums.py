"""Can a person check a deadline by hand from its sentence?"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from followthrough.procedures.calendars import Skipped, england_and_wales, work_out
from followthrough.procedures.model.timescale import parse_timescale

LONDON = ZoneInfo("Europe/London")
CALENDAR = england_and_wales()


@pytest.mark.parametrize(
    ("start", "when", "words"),
    [
        (
            "2013-03-28 16:00",
            "1 working day",
            "Thursday 28 March 2013 16:00 + 1 working day; Good Friday 29 March, the weekend and "
            "Easter Monday 1 April are not counted → Tuesday 2 April 2013 17:00",
        ),
        (
            "2013-04-09 10:00",
            "2 working days",
            "Tuesday 9 April 2013 10:00 + 2 working days → Thursday 11 April 2013 17:00",
        ),
        (
            "2013-04-12 10:00",
            "1 working day",
            "Friday 12 April 2013 10:00 + 1 working day; the weekend is not counted → Monday 15 April 2013 17:00",
        ),
        (
            "2013-04-13 10:00",
            "1 working day",
            "Saturday 13 April 2013 10:00 + 1 working day; Sunday 14 April is not counted → Monday 15 April 2013 17:00",
        ),
        (
            "2013-03-28 16:00",
            "15 working days",
            "Thursday 28 March 2013 16:00 + 15 working days; Good Friday 29 March, Easter Monday 1 April and "
            "4 weekends are not counted → Monday 22 April 2013 17:00",
        ),
        (
            "2013-05-28 10:00",
            "10 working days",
            "Tuesday 28 May 2013 10:00 + 10 working days; 2 weekends are not counted → Tuesday 11 June 2013 17:00",
        ),
        (
            "2013-12-31 12:00",
            "1 working day",
            "Tuesday 31 December 2013 12:00 + 1 working day; New Year’s Day 1 January is not counted → "
            "Thursday 2 January 2014 17:00",
        ),
        (
            "2013-03-29 23:30",
            "72 clock hours",
            "Friday 29 March 2013 23:30 + 72 clock hours; nights, weekends and holidays count; "
            "the clocks go forward on Sunday 31 March → Tuesday 2 April 2013 00:30",
        ),
        (
            "2013-04-09 10:00",
            "2 clock hours",
            "Tuesday 9 April 2013 10:00 + 2 clock hours → Tuesday 9 April 2013 12:00",
        ),
        (
            "2013-03-28 16:00",
            "6 weeks",
            "Thursday 28 March 2013 16:00 + 6 weeks → the end of Thursday 9 May 2013",
        ),
        (
            "2013-03-28 16:00",
            "the same day",
            "Thursday 28 March 2013 16:00, the same day → the end of Thursday 28 March 2013",
        ),
        (
            "2013-03-28 17:30",
            "09:00 on the next working day",
            "Thursday 28 March 2013 17:30, 09:00 on the next working day; Good Friday 29 March, "
            "the weekend and Easter Monday 1 April are not counted → Tuesday 2 April 2013 09:00",
        ),
    ],
)
def test_the_sentence(start: str, when: str, words: str) -> None:
    begin = datetime.fromisoformat(start).replace(tzinfo=LONDON)
    assert work_out(CALENDAR, begin, parse_timescale(when)).words() == words


def test_the_sum_as_data_names_each_day() -> None:
    begin = datetime(2013, 3, 28, 16, tzinfo=LONDON)
    worked_out = work_out(CALENDAR, begin, parse_timescale("1 working day"))
    assert worked_out.skipped == (
        Skipped(date(2013, 3, 29), "Good Friday"),
        Skipped(date(2013, 3, 30), "weekend"),
        Skipped(date(2013, 3, 31), "weekend"),
        Skipped(date(2013, 4, 1), "Easter Monday"),
    )
    assert worked_out.due == CALENDAR.due(begin, parse_timescale("1 working day"))
    assert (worked_out.start_local, worked_out.due_local.hour) == (begin, 17)
