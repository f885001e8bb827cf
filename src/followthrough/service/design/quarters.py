"""Which quarter is looked at? The calendar’s, in local time: its first moment belongs to it, the next one’s not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from followthrough.service.design.dates import LONDON

_KEY = re.compile(r"(\d{4})-q([1-4])")
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def title(self) -> str:
        return f"{_MONTHS[self.number - 1]} {self.year}"

    @property
    def since(self) -> datetime:
        return _midnight(self.year, 3 * self.number - 2)

    @property
    def until(self) -> datetime:
        return self.next.since

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)


def quarter_of(at: datetime) -> Quarter:
    day = at.astimezone(LONDON).date()
    return Quarter(day.year, (day.month + 2) // 3)


def from_key(key: str) -> Quarter | None:
    """None for what is no quarter."""
    found = _KEY.fullmatch(key)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    return Quarter(year, number) if 1900 < year < 9000 else None


def latest(now: datetime, many: int) -> list[Quarter]:
    """This quarter and those before it, the latest first."""
    found = [quarter_of(now)]
    while len(found) < many:
        found.append(found[-1].before)
    return found


def month_began(at: datetime) -> datetime:
    """The first moment of the month, in local time."""
    day = at.astimezone(LONDON).date()
    return _midnight(day.year, day.month)


def _midnight(year: int, month: int) -> datetime:
    return datetime.combine(date(year, month, 1), time(), tzinfo=LONDON).astimezone(UTC)
