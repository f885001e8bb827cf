"""From local dates and wall-clock times to instants in UTC, and back.

`aware + timedelta` is wall-clock arithmetic in Python, which is wrong by an hour when the clocks change;
so elapsed time is added in UTC and dates are moved as dates, here and nowhere else.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def in_utc(moment: datetime) -> datetime:
    """The same instant in UTC; a time without its zone is refused, for it names no instant."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone: give an aware instant")
    return moment.astimezone(UTC)


def at_local(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time.

    A time that the clocks show twice (autumn) is its first showing. A time that they skip (spring) is
    the instant of the change; London and its neighbours change on a full hour of UTC.
    """
    wall = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        return instant.replace(minute=0, second=0, microsecond=0)
    return instant


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return at_local(day, time.min, zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last instant of a local day: what is done then is still in time."""
    return start_of(day + DAY, zone) - INSTANT


def is_shown_twice(local: datetime) -> bool:
    """Do the clocks show this local time twice, so that it needs its zone's letters to be clear?"""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def add_months(day: date, months: int) -> date:
    """The same day number, else the last day of the month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def clock_changes(start: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[date, timedelta]]:
    """Local days between two instants on which the clocks change, and by how much."""
    changes = []
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        before, after = max(start, start_of(day, zone)), min(end, start_of(day + DAY, zone))
        change = _offset(after, zone) - _offset(before, zone)
        if change:
            changes.append((day, change))
        day += DAY
    return changes


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
