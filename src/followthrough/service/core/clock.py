"""What time is it? The one place that reads time; everybody else asks here.

`now()` is the service's time: real, or the demo's. `real_now()` is for what may not be moved: sessions, one-time
codes, and the second time on an audit row. FOLLOWTHROUGH_CLOCK names the clock of the whole process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

SYSTEM = "followthrough.service.core.clock.SystemClock"


class Clock(Protocol):
    def now(self) -> datetime:
        """An aware instant in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return real_now()


@dataclass
class FixedClock:
    """Stands still until it is moved. For tests and for recording a story at its own times."""

    at: datetime

    def now(self) -> datetime:
        return self.at


_replaced_by: list[Clock] = []


def now() -> datetime:
    clock = _replaced_by[-1] if _replaced_by else _clock(getattr(settings, "FOLLOWTHROUGH_CLOCK", SYSTEM))
    return clock.now()


def real_now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def use(clock: Clock) -> Iterator[Clock]:
    """Another clock for the whole process, its threads too, until the block ends."""
    _replaced_by.append(clock)
    try:
        yield clock
    finally:
        _replaced_by.remove(clock)


@cache
def _clock(path: str) -> Clock:
    clock: Clock = import_string(path)()
    return clock
