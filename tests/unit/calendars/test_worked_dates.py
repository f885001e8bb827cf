"""Do the dates that were worked out by hand come out?

Expected values were counted on a wall calendar or taken from the practice rulebook's worked dates,
never from the code.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from followthrough.procedures.calendars import CalendarError, england_and_wales
from followthrough.procedures.model.timescale import parse_timescale

LONDON = ZoneInfo("Europe/London")
CALENDAR = england_and_wales()


def due(start: str, when: str) -> str:
    begin = datetime.fromisoformat(start).replace(tzinfo=LONDON)
    instant = CALENDAR.due(begin, parse_timescale(when))
    assert instant.tzinfo is UTC
    return f"{instant.astimezone(LONDON):%a %Y-%m-%d %H:%M %Z}"


@pytest.mark.parametrize(
    ("start", "when", "expected"),
    [
        ("2013-03-28 16:00", "1 working day", "Tue 2013-04-02 17:00 BST"),  # referral before Easter
        ("2013-03-30 22:00", "1 working day", "Tue 2013-04-02 17:00 BST"),  # referral on Easter Saturday
        (
            "2013-03-28 11:00",
            "15 working days",
            "Mon 2013-04-22 17:00 BST",
        ),  # strategy discussion to conference
        ("2013-03-31 11:00", "15 working days", "Mon 2013-04-22 17:00 BST"),  # the same on Easter Sunday
        ("2013-04-19 14:00", "10 working days", "Fri 2013-05-03 17:00 BST"),  # conference to core group
        ("2013-04-01 10:00", "45 working days", "Wed 2013-06-05 17:00 BST"),  # assessment
        ("2013-05-03 15:00", "5 working days", "Mon 2013-05-13 17:00 BST"),  # notice of a placement; 6 May
        # Police protection, 72 hours. The rulebook's own row says Monday 1 April 23:30, read off the clock.
        # The clocks went forward on 31 March, so 72 hours had not passed by then but 71. Clock hours are real
        # hours that never pause, here as everywhere: they end an hour later by the clock.
        ("2013-03-29 23:30", "72 clock hours", "Tue 2013-04-02 00:30 BST"),
    ],
)
def test_the_rulebooks_worked_dates(start: str, when: str, expected: str) -> None:
    assert due(start, when) == expected


@pytest.mark.parametrize(
    ("start", "when", "expected"),
    [
        # Christmas with substitute days: 25 and 26 December 2010 were Saturday and Sunday.
        ("2010-12-23 16:00", "1 working day", "Fri 2010-12-24 17:00 GMT"),
        ("2010-12-24 16:00", "1 working day", "Wed 2010-12-29 17:00 GMT"),
        (
            "2010-12-24 16:00",
            "4 working days",
            "Tue 2011-01-04 17:00 GMT",
        ),  # 29, 30, 31; 3 January is a substitute
        ("2013-12-24 16:00", "2 working days", "Mon 2013-12-30 17:00 GMT"),
        ("2026-12-24 16:00", "1 working day", "Tue 2026-12-29 17:00 GMT"),
        # Days given once
        (
            "2011-04-21 12:00",
            "4 working days",
            "Tue 2011-05-03 17:00 BST",
        ),  # Easter, royal wedding, early May
        ("2012-06-01 12:00", "1 working day", "Wed 2012-06-06 17:00 BST"),  # diamond jubilee
        ("2022-09-16 12:00", "1 working day", "Tue 2022-09-20 17:00 BST"),  # state funeral
        ("1999-12-30 12:00", "1 working day", "Tue 2000-01-04 17:00 GMT"),  # millennium
        ("2008-03-20 12:00", "2 working days", "Wed 2008-03-26 17:00 GMT"),  # the early Easter of 2008
        # Weeks, months, years: to the end of the day
        ("2013-03-28 16:00", "6 weeks", "Thu 2013-05-09 23:59 BST"),
        ("2013-03-28 16:00", "the same day", "Thu 2013-03-28 23:59 GMT"),
        ("2013-01-31 09:00", "1 month", "Thu 2013-02-28 23:59 GMT"),
        ("2012-01-31 09:00", "1 month", "Wed 2012-02-29 23:59 GMT"),
        ("2012-02-29 09:00", "1 year", "Thu 2013-02-28 23:59 GMT"),
        ("2012-11-30 09:00", "3 months", "Thu 2013-02-28 23:59 GMT"),
        ("2013-12-31 23:59", "1 calendar day", "Wed 2014-01-01 23:59 GMT"),
        ("2013-03-30 10:00", "1 calendar day", "Sun 2013-03-31 23:59 BST"),  # a day of 23 hours
        # The event's local day is day 0, though in UTC it is still the day before.
        ("2013-07-02 00:30", "1 working day", "Wed 2013-07-03 17:00 BST"),
        # Moments
        ("2013-03-28 17:30", "09:00 on the next working day", "Tue 2013-04-02 09:00 BST"),
        ("2013-04-08 02:00", "09:00 on the next working day", "Tue 2013-04-09 09:00 BST"),  # day 0 is Monday
        ("2013-04-08 02:00", "the next 09:00 on a working day", "Mon 2013-04-08 09:00 BST"),
        ("2013-04-08 09:00", "the next 09:00 on a working day", "Tue 2013-04-09 09:00 BST"),
        ("2013-03-28 17:30", "12:00 on the 2nd working day", "Wed 2013-04-03 12:00 BST"),
        ("2013-04-15 02:00", "before the next school day", "Mon 2013-04-15 08:30 BST"),  # a night in term
        ("2013-04-12 20:00", "before the next school day", "Mon 2013-04-15 08:30 BST"),
        ("2013-05-03 20:00", "before the next school day", "Tue 2013-05-07 08:30 BST"),  # a bank holiday
        # Office hours pause
        ("2013-03-28 16:00", "2 office hours", "Tue 2013-04-02 10:00 BST"),
        ("2013-03-28 16:00", "1 office hour", "Thu 2013-03-28 17:00 GMT"),
        ("2013-03-30 22:00", "8 office hours", "Tue 2013-04-02 17:00 BST"),
        ("2013-04-08 07:00", "9 office hours", "Tue 2013-04-09 10:00 BST"),
    ],
)
def test_dates_worked_out_by_hand(start: str, when: str, expected: str) -> None:
    assert due(start, when) == expected


@pytest.mark.parametrize("text", ["1 working day", "5 school days", "09:00 on the next working day"])
@pytest.mark.parametrize("year", [1899, 2036])
def test_a_calendar_does_not_guess_beyond_the_years_that_it_knows(year: int, text: str) -> None:
    with pytest.raises(CalendarError, match="1900-01-01 to 2035-12-31"):
        CALENDAR.due(datetime(year, 6, 1, tzinfo=UTC), parse_timescale(text))


def test_the_last_days_known_do_not_run_over_in_silence() -> None:
    with pytest.raises(CalendarError):
        CALENDAR.due(datetime(2035, 12, 31, 12, tzinfo=UTC), parse_timescale("1 working day"))
    with pytest.raises(CalendarError):
        CALENDAR.due(datetime(2035, 12, 31, 12, tzinfo=UTC), parse_timescale("9 office hours"))


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        CALENDAR.due(datetime(2013, 3, 28, 16), parse_timescale("1 working day"))  # noqa: DTZ001
