"""What changed since last time, in a sentence? By plain rules, and never by a percentage of a few.

A share of many is compared when both times have at least MANY; it has changed when it moved by POINTS or more. Of
fewer, the numbers alone are told, and nothing is concluded. Without a last time they stand alone. A number that may not
be told is said to be hidden, and nothing is said of how it changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from followthrough.service.core.suppressing import LEAST, Number, Told, named, told, worded

MANY: Final = 20
POINTS: Final = 5
_HIDDEN: Final = "{}: {}, because it is small or would give a small one away."


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; either may be hidden."""

    part: Number | None
    whole: Number | None

    @property
    def is_told(self) -> bool:
        return self.part is not None and self.whole is not None

    @property
    def is_many(self) -> bool:
        return self.is_told and (self.whole or 0) >= MANY

    @property
    def in_a_hundred(self) -> int:
        return round(100 * (self.part or 0) / self.whole) if self.whole else 0

    @property
    def words(self) -> Told:
        if self.part is None or self.whole is None:
            return told(None)
        if not self.whole:
            return worded("none")
        percent = f" ({self.in_a_hundred} in 100)" if self.is_many else ""
        return worded(f"{{:,}} of {{:,}}{percent}", self.part, self.whole)


def of_share(what: str, now: Share, before: Share | None) -> Told:
    """`what` is a sentence’s beginning: "On time"."""
    if not now.is_told:
        return worded(_HIDDEN, named(what), told(None))
    if before is None or not before.is_told:
        return worded("{}: {}.", named(what), now.words)
    seen = worded("{}: {}, after {} last time.", named(what), now.words, before.words)
    if not (now.is_many and before.is_many):
        return worded("{} That is too few to say whether it changed.", seen)
    moved = now.in_a_hundred - before.in_a_hundred
    if abs(moved) < POINTS:
        return worded("{} That is about the same.", seen)
    way = ("more", "up") if moved > 0 else ("fewer", "down")
    return worded(f"{{}} That is {way[0]}: {abs(moved)} in 100 {way[1]}.", seen)


def of_number(what: str, now: Number | None, before: Number | None) -> Told:
    if now is None:
        return worded(_HIDDEN, named(what), told(None))
    if before is None:
        return worded("{}: {:,}.", named(what), now)
    if now == before:
        return worded("{}: {:,}, as last time.", named(what), now)
    return worded("{}: {:,}, after {:,} last time.", named(what), now, before)


@dataclass(frozen=True, slots=True)
class Time:
    """Hours, and of how many they were measured: a time of a few would be theirs."""

    hours: float | None
    counted: Number | None

    @property
    def words(self) -> Told:
        if self.counted is None:
            return told(None)
        if self.hours is None or self.counted < LEAST:
            return worded("–")
        return worded(in_hours(self.hours))


def of_hours(what: str, now: Time, before: Time | None) -> Told:
    """A time has changed when it moved by a quarter or more, and by an hour."""
    if now.counted is None:
        return worded(_HIDDEN, named(what), told(None))
    if now.hours is None or not now.counted:
        return worded("{}: nothing to measure.", named(what))
    if before is None or before.hours is None or not before.counted:
        return worded("{}: {}.", named(what), now.words)
    seen = worded("{}: {}, after {} last time.", named(what), now.words, before.words)
    if min(now.counted, before.counted) < MANY:
        return worded("{} That is too few to say whether it changed.", seen)
    if abs(now.hours - before.hours) < max(1.0, before.hours / 4):
        return worded("{} That is about the same.", seen)
    return worded(f"{{}} That is {'longer' if now.hours > before.hours else 'shorter'}.", seen)


def in_hours(hours: float) -> str:
    """As a person says it: minutes, hours, days."""
    if hours < 1:
        return _count(round(hours * 60), "minute")
    return _count(round(hours), "hour") if hours < 48 else _count(round(hours / 24), "day")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
