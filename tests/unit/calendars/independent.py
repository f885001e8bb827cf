"""A second, slow way to know the date: other libraries' holidays, and summer time by its rule.

Nothing here uses the calendar under test.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

DAY = timedelta(days=1)


@cache
def official() -> BankHolidays:
    return BankHolidays(use_cached_holidays=True, weekend=(5, 6))


@cache
def computed() -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="WLS", years=range(1995, 2036)))


def is_work_day(day: date) -> bool:
    if 2012 <= day.year <= 2028:
        return official().is_work_day(day, division=BankHolidays.ENGLAND_AND_WALES)
    return day.weekday() < 5 and day not in computed()


def nth_work_day(day: date, n: int) -> date:
    """Walk a day at a time, as a finger does on a wall calendar."""
    step = DAY if n > 0 else -DAY
    left = abs(n)
    while left:
        day += step
        left -= is_work_day(day)
    return day


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != 6:
        day -= DAY
    return day


def is_summer_time(instant: datetime) -> bool:
    """From 1996: last Sunday in March to last Sunday in October, at 01:00 UTC."""
    begins = datetime.combine(last_sunday(instant.year, 3), time(1), tzinfo=UTC)
    ends = datetime.combine(last_sunday(instant.year, 10), time(1), tzinfo=UTC)
    return begins <= instant < ends


def london(day: date, at: time) -> datetime:
    """The instant of a local time that is shown once."""
    winter = datetime.combine(day, at, tzinfo=UTC)
    summer = winter - timedelta(hours=1)
    return summer if is_summer_time(summer) else winter
