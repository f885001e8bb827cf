"""How long may something take? Typed timescales, and the words they are written in.

A timescale is never a bare number: "3 working days" and "24 clock hours" are different promises.
What instant a timescale leads to is the business of the calendars, not of this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, Literal


class TimescaleError(ValueError):
    """A timescale that cannot be read or makes no sense; the message says what to write instead."""


class Unit(StrEnum):
    CLOCK_HOURS = "clock hours"
    CLOCK_MINUTES = "clock minutes"
    WORKING_DAYS = "working days"
    SCHOOL_DAYS = "school days"
    CALENDAR_DAYS = "calendar days"
    COURT_DAYS = "calendar days by the court rule"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    OFFICE_HOURS = "office hours"


# Zero of anything else would have no clear meaning: is "0 working days" today, on a Sunday?
_MAY_BE_ZERO: Final = (Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES, Unit.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class Timescale:
    """An amount of one unit: "3 working days". "The same day" is nought calendar days.

    Office hours may be those of one `office`; without it they are the usual ones.
    """

    amount: int
    unit: Unit
    office: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.amount, int) or isinstance(self.amount, bool):
            raise TimescaleError(f"the amount must be a whole number, not {self.amount!r}")
        if not isinstance(self.unit, Unit):
            raise TimescaleError(f"{self.unit!r} is not a unit; the units are {_units_in_words()}")
        if self.amount < 0:
            raise TimescaleError(f"a timescale cannot be negative: {self.amount} {self.unit}")
        if self.amount == 0 and self.unit not in _MAY_BE_ZERO:
            raise TimescaleError(f'"0 {self.unit}" has no clear meaning: write "the same day"')
        if self.office and self.unit is not Unit.OFFICE_HOURS:
            raise TimescaleError(f"only office hours are those of one office, not {self.unit}")

    def __str__(self) -> str:
        if self.amount == 0 and self.unit is Unit.CALENDAR_DAYS:
            return "the same day"
        unit = _singular(self.unit) if self.amount == 1 else self.unit.value
        return f"{self.amount} {unit}" + (f" of {self.office}" if self.office else "")


MomentKind = Literal[
    "time on the n-th working day",
    "next time on a working day",
    "before the next school day",
    "time before days off",
]


@dataclass(frozen=True, slots=True)
class Moment:
    """A fixed point after the start.

    "time on the n-th working day" counts days like a deadline in working days (day 0 is the event's);
    "next time on a working day" is the first such time after the start, so work that ends at two
    in the morning is handed over that same morning; "before the next school day" is the next time
    that school starts; "time before days off" is the next such time on a working day that a day off follows.
    """

    kind: MomentKind
    day: int = 1
    at: time | None = None

    def __post_init__(self) -> None:
        if self.kind == "before the next school day":
            if self.at is not None or self.day != 1:
                raise TimescaleError('"before the next school day" takes no time and no day number')
            return
        if self.kind not in ("time on the n-th working day", "next time on a working day", "time before days off"):
            raise TimescaleError(f"{self.kind!r} is not a kind of moment")
        if self.at is None or self.at.tzinfo is not None:
            raise TimescaleError(f'"{self.kind}" needs a local time, such as 09:00')
        if self.day < 1 or (self.kind != "time on the n-th working day" and self.day != 1):
            raise TimescaleError(f'the day number of "{self.kind}" cannot be {self.day}')

    def __str__(self) -> str:
        if self.at is None:
            return self.kind
        if self.kind == "time before days off":
            return f"{self.at:%H:%M} on the last working day before days off"
        if self.kind == "next time on a working day":
            return f"the next {self.at:%H:%M} on a working day"
        which = "next" if self.day == 1 else _ordinal(self.day)
        return f"{self.at:%H:%M} on the {which} working day"


When = Timescale | Moment

_AMOUNT = re.compile(r"(\d{1,6}) ([a-z ]+)")
_NTH_DAY = re.compile(r"(\d{1,2}:\d{2}) on the (next|\d{1,3}(?:st|nd|rd|th)) working day")
_NEXT_TIME = re.compile(r"(?:the )?next (\d{1,2}:\d{2}) on a working day")
_BEFORE_DAYS_OFF = re.compile(r"(\d{1,2}:\d{2}) on the last working day before days off")
OF_AN_OFFICE = re.compile(r"(\d{1,6}) office hours? of ([a-z][a-z0-9-]*)")
_ALLOWED = (
    'write a number and a unit, for example "3 working days", "24 clock hours", "6 weeks", "12 months", '
    '"the same day", "4 office hours of triage", "8 calendar days by the court rule", '
    '"09:00 on the next working day", "15:00 on the last working day before days off", "before the next school day"'
)
_NUMBER_WORDS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "twelve": 12,
}


def parse_timescale(text: str) -> When:
    """Read a timescale as people write it in a rulebook; refuse gently what is not clear."""
    words = " ".join(str(text).lower().split())
    if words in ("the same day", "same day"):
        return Timescale(0, Unit.CALENDAR_DAYS)
    if words == "before the next school day":
        return Moment("before the next school day")
    if found := _NTH_DAY.fullmatch(words):
        day = 1 if found[2] == "next" else int(found[2][:-2])
        return Moment("time on the n-th working day", day, _read_time(found[1], text))
    if found := _NEXT_TIME.fullmatch(words):
        return Moment("next time on a working day", 1, _read_time(found[1], text))
    if found := _BEFORE_DAYS_OFF.fullmatch(words):
        return Moment("time before days off", 1, _read_time(found[1], text))
    if found := OF_AN_OFFICE.fullmatch(words):
        return Timescale(int(found[1]), Unit.OFFICE_HOURS, found[2])
    if (found := _AMOUNT.fullmatch(words)) and (unit := _UNIT_OF.get(found[2])):
        return Timescale(int(found[1]), unit)
    raise TimescaleError(f'cannot read "{text}": {_ALLOWED}.{_suggestion(words)}')


def _read_time(text: str, whole: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    if hour > 23 or minute > 59:
        raise TimescaleError(f'cannot read "{whole}": {text} is not a time of day; write it like 09:00')
    return time(hour, minute)


def _suggestion(words: str) -> str:
    """What was probably meant. "Hours" and "days" alone are not guessed: which ones is the point."""
    number, _, rest = words.partition(" ")
    amount = _NUMBER_WORDS.get(number, int(number) if number.isdecimal() else None)
    if amount is None or amount > 999_999:
        return ""
    if rest in _VAGUE:
        return " Say which: " + " or ".join(f'"{amount} {unit}"' for unit in _VAGUE[rest]) + "."
    for near in get_close_matches(rest, _MEANT, n=1, cutoff=0.6):
        unit = _MEANT[near]
        if amount or unit in _MAY_BE_ZERO:
            return f' Did you mean "{Timescale(amount, unit)}"?'
    return ""


def _singular(unit: Unit) -> str:
    first, second, *rest = unit.value.split(" ") if " " in unit.value else ("", unit.value)
    return " ".join(word for word in (first, second.removesuffix("s"), *rest) if word)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _units_in_words() -> str:
    return ", ".join(unit.value for unit in Unit)


_UNIT_OF: Final[dict[str, Unit]] = {unit.value: unit for unit in Unit} | {_singular(u): u for u in Unit}
# Understood in a suggestion, never read as such: one word for one thing in a rulebook.
_MEANT: Final = _UNIT_OF | dict.fromkeys(("business days", "business day"), Unit.WORKING_DAYS)
_DAYS = ("working days", "school days", "calendar days")
_VAGUE: Final[dict[str, tuple[str, ...]]] = (
    dict.fromkeys(("day", "days"), _DAYS)
    | dict.fromkeys(("hour", "hours", "hrs"), ("clock hours", "office hours"))
    | dict.fromkeys(("minute", "minutes", "mins"), ("clock minutes",))
)

# Every way to write one, as patterns; `parse_timescale` reads these and no others.
FORMS: Final = (
    "(?:the )?same day",
    "before the next school day",
    _NTH_DAY.pattern,
    _NEXT_TIME.pattern,
    _BEFORE_DAYS_OFF.pattern,
    OF_AN_OFFICE.pattern,
    rf"\d{{1,6}} (?:{'|'.join(_UNIT_OF)})",
)
