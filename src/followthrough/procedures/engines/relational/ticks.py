"""Instants as whole microseconds since 1970 in UTC, so that no engine's time zones can bend them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

TICK = 1
DAY = 86_400_000_000
FOREVER = 1 << 62
NEVER = -FOREVER  # before everything
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHIFT = 36_600 * DAY  # keeps the remainder of instants before 1970 positive


def ticks(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def day_ticks(day: date) -> int:
    """A date as the UTC midnight that bears its name: a label, no instant of its local day."""
    return (day - _EPOCH.date()).days * DAY


def instant(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def span_ticks(span: timedelta) -> int:
    return span // timedelta(microseconds=1)
