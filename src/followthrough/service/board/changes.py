"""What changed since last time, in a sentence? By plain rules, and never by a percentage of a few.

A share of many is compared when both times have at least MANY; it has changed when it moved by POINTS or more. Of
fewer, the numbers alone are told, and nothing is concluded. Without a last time they stand alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MANY: Final = 20
POINTS: Final = 5


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def is_many(self) -> bool:
        return self.whole >= MANY

    @property
    def in_a_hundred(self) -> int:
        return round(100 * self.part / self.whole) if self.whole else 0

    @property
    def words(self) -> str:
        if not self.whole:
            return "none"
        said = f"{self.part:,} of {self.whole:,}"
        return f"{said} ({self.in_a_hundred} in 100)" if self.is_many else said


def of_share(what: str, now: Share, before: Share | None) -> str:
    """`what` is a sentence’s beginning: "On time"."""
    if before is None:
        return f"{what}: {now.words}."
    told = f"{what}: {now.words}, after {before.words} last time."
    if not (now.is_many and before.is_many):
        return f"{told} That is too few to say whether it changed."
    moved = now.in_a_hundred - before.in_a_hundred
    if abs(moved) < POINTS:
        return f"{told} That is about the same."
    return f"{told} That is {'more' if moved > 0 else 'fewer'}: {abs(moved)} in 100 {'up' if moved > 0 else 'down'}."


def of_number(what: str, now: int, before: int | None) -> str:
    if before is None:
        return f"{what}: {now:,}."
    if now == before:
        return f"{what}: {now:,}, as last time."
    return f"{what}: {now:,}, after {before:,} last time."


def of_hours(what: str, now: float | None, before: float | None, *, is_many: bool) -> str:
    """A time has changed when it moved by a quarter or more, and by an hour."""
    if now is None:
        return f"{what}: nothing to measure."
    if before is None:
        return f"{what}: {in_hours(now)}."
    told = f"{what}: {in_hours(now)}, after {in_hours(before)} last time."
    if not is_many:
        return f"{told} That is too few to say whether it changed."
    if abs(now - before) < max(1.0, before / 4):
        return f"{told} That is about the same."
    return f"{told} That is {'longer' if now > before else 'shorter'}."


def in_hours(hours: float) -> str:
    """As a person says it: minutes, hours, days."""
    if hours < 1:
        return _count(round(hours * 60), "minute")
    return _count(round(hours), "hour") if hours < 48 else _count(round(hours / 24), "day")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
