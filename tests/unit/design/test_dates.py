"""Instants as people in London read them, across both clock changes."""

from __future__ import annotations

import datetime as dt

import pytest

from followthrough.service.design.dates import (
    LONDON,
    clock,
    clock_words,
    in_short,
    in_words,
    near_words,
    span_words,
    time_in_words,
    when,
)


def london(day: int, hour: int, minute: int = 0, *, month: int = 3, year: int = 2013) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON)


def test_an_instant_is_written_with_its_weekday() -> None:
    assert in_words(london(28, 17, 30)) == "Thursday 28 March 2013, 17:30"
    assert in_short(london(28, 17, 30)) == "28 Mar 2013, 17:30"


def test_an_instant_from_elsewhere_is_read_in_london() -> None:
    in_summer = dt.datetime(2013, 7, 1, 23, 30, tzinfo=dt.UTC)
    assert in_words(in_summer) == "Tuesday 2 July 2013, 00:30"


def test_the_hour_that_comes_twice_says_which_one_it_is() -> None:
    first = dt.datetime(2013, 10, 27, 0, 30, tzinfo=dt.UTC)
    second = first + dt.timedelta(hours=1)
    assert [time_in_words(at) for at in (first, second)] == ["01:30 BST", "01:30 GMT"]
    assert time_in_words(second + dt.timedelta(hours=1)) == "02:30"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (london(28, 17, 30), "due now"),
        (london(28, 17, 31), "due in 1 minute"),
        (london(28, 18, 10), "due in 40 minutes"),
        (london(28, 18, 40), "due in 1 hour 10 minutes"),
        (london(28, 19, 30), "due today 19:30"),
        (london(28, 21, 30), "due today 21:30"),
        (london(29, 12), "due tomorrow, Friday 29 March 12:00"),
        (london(2, 17, month=4), "due Tuesday 2 April 17:00"),
        (london(2, 17, month=1, year=2014), "due Thursday 2 January 2014 17:00"),
    ],
)
def test_what_is_due_says_when(due: dt.datetime, words: str) -> None:
    assert clock_words(due, london(28, 17, 30)) == words


def test_what_is_overdue_says_since_when_and_how_long() -> None:
    due = london(30, 18, 30)
    assert clock_words(due, london(30, 20, 30)) == "overdue since Saturday 30 March 18:30 (2 hours)"
    assert clock_words(due, due + dt.timedelta(seconds=1)) == (
        "overdue since Saturday 30 March 18:30 (less than a minute)"
    )
    assert clock_words(due, london(30, 20, 30, year=2014)) == ("overdue since Saturday 30 March 2013 18:30 (365 days)")


def test_the_clock_change_does_not_bend_elapsed_time() -> None:
    # On Sunday 31 March 2013 the hour from 01:00 to 02:00 did not happen.
    assert clock_words(london(31, 0, 30), london(31, 2, 30)).endswith("(1 hour)")
    assert clock_words(london(31, 2, 30), london(31, 0, 30)) == "due in 1 hour"
    before = dt.datetime(2013, 10, 27, 0, 30, tzinfo=LONDON)
    assert clock_words(before, dt.datetime(2013, 10, 27, 2, 30, tzinfo=LONDON)).endswith("(3 hours)")


def test_yesterday_has_a_name() -> None:
    assert near_words(london(27, 9), london(28, 17, 30)) == "yesterday, Wednesday 27 March 09:00"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (179, "2 hours"),
        (47 * 60, "47 hours"),
        (48 * 60, "2 days"),
    ],
)
def test_a_span_is_never_rounded_up(minutes: int, words: str) -> None:
    assert span_words(dt.timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(("hours", "state"), [(-1, "overdue"), (0, "soon"), (2, "soon"), (3, "due")])
def test_a_clock_carries_its_state(hours: int, state: str) -> None:
    now = london(28, 12)
    assert clock(now + dt.timedelta(hours=hours), now).state == state


def test_a_clock_begins_with_a_capital_and_carries_the_instant() -> None:
    found = clock(london(2, 17, month=4), london(28, 17, 30))
    assert (str(found), found.iso) == ("Due Tuesday 2 April 17:00", "2013-04-02T17:00+01:00")
    assert when(london(28, 17, 30)).iso == "2013-03-28T17:30+00:00"
