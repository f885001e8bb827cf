"""When is somebody two, sixteen, eighteen? An age is reached at the start of the birthday.

England: Family Law Reform Act 1969, section 9 (the commencement of the anniversary).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.procedures.calendars import LeapBirthday, england_and_wales

CALENDAR = england_and_wales()
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("born_on", "years", "reached"),
    [
        (date(2011, 1, 15), 2, datetime(2013, 1, 15, 0, tzinfo=UTC)),
        (date(2011, 6, 15), 2, datetime(2013, 6, 14, 23, tzinfo=UTC)),  # summer time
        (date(2012, 2, 29), 1, datetime(2013, 3, 1, 0, tzinfo=UTC)),
        (date(2012, 2, 29), 4, datetime(2016, 2, 29, 0, tzinfo=UTC)),
        (date(2012, 2, 29), 18, datetime(2030, 3, 1, 0, tzinfo=UTC)),
        (date(1996, 12, 31), 18, datetime(2014, 12, 31, 0, tzinfo=UTC)),
        (date(2013, 5, 5), 0, datetime(2013, 5, 4, 23, tzinfo=UTC)),
    ],
)
def test_birthdays(born_on: date, years: int, reached: datetime) -> None:
    assert CALENDAR.birthday(born_on, years) == reached
    assert CALENDAR.age_on(born_on, reached) == years
    assert CALENDAR.age_on(born_on, reached - INSTANT) == years - 1


def test_the_other_rule_for_29_february_is_a_setting() -> None:
    calendar = england_and_wales(leap_birthday=LeapBirthday.LAST_OF_FEBRUARY)
    assert calendar.birthday(date(2012, 2, 29), 18) == datetime(2030, 2, 28, tzinfo=UTC)
    assert calendar.age_on(date(2012, 2, 29), datetime(2030, 2, 28, tzinfo=UTC)) == 18


@given(st.dates(date(1980, 1, 1), date(2030, 12, 31)), st.integers(1, 25))
def test_an_age_begins_at_the_birthday_and_not_before(born_on: date, years: int) -> None:
    reached = CALENDAR.birthday(born_on, years)
    assert CALENDAR.age_on(born_on, reached) == years
    assert CALENDAR.age_on(born_on, reached - INSTANT) == years - 1
