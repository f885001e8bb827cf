"""The calendar of England and Wales: announced and computed bank holidays, and our default settings."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from followthrough.procedures.calendars.calendar import Calendar
from followthrough.procedures.calendars.settings import OFFICE, CalendarError, Office, example_school_closures

# Whoever was born from here on can be asked about. No bank holiday of the years before the table is known, so that
# each of their Mondays to Fridays counts; a sum that reaches there says so.
FIRST_DAY = date(1900, 1, 1)

_SETTINGS = frozenset(
    ["close_of_day", "day_zero", "leap_birthday", "school_closures", "school_starts", "offices", "office"]
)


@dataclass(frozen=True, slots=True)
class BankHoliday:
    on: date
    name: str
    checked: str  # where it was checked

    @property
    def is_announced(self) -> bool:
        return self.checked.startswith("announced")


@cache
def bank_holidays() -> tuple[BankHoliday, ...]:
    """The committed table; `tools/make_bank_holidays.py` writes it."""
    text = files(__package__).joinpath("england-and-wales.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(BankHoliday(date.fromisoformat(r["date"]), r["name"], r["checked"]) for r in rows)


def england_and_wales(**settings: Any) -> Calendar:
    """The calendar under these settings; each that is left out is our default, and labelled so."""
    if unknown := sorted(set(settings) - _SETTINGS):
        raise CalendarError(f"no such setting: {', '.join(unknown)}; the settings are {sorted(_SETTINGS)}")
    return _default() if not settings else _versioned(replace(_default(), **settings, chosen=frozenset(settings)))


@cache
def _default() -> Calendar:
    table = bank_holidays()
    first, last = table[0].on.year, table[-1].on.year
    announced = [day.on.year for day in table if day.is_announced]
    good_fridays = {day.on.year: day.on for day in table if day.name == "Good Friday"}
    return _versioned(
        Calendar(
            version="",
            zone=ZoneInfo("Europe/London"),
            bank_holidays={day.on: day.name for day in table},
            known_from=FIRST_DAY,
            known_to=date(last, 12, 31),
            holidays_from=date(first, 1, 1),
            official_from=date(announced[0], 1, 1),
            official_to=date(announced[-1], 12, 31),
            school_closures=example_school_closures(first, last, good_fridays),
            offices={OFFICE.name: OFFICE},
        )
    )


def _versioned(calendar: Calendar) -> Calendar:
    """The version names the content, so that another table or setting is another version."""
    facts = [f"{name}={_plain(getattr(calendar, name))}" for name in sorted(_SETTINGS | {"bank_holidays"})]
    digest = sha256("\n".join(facts).encode()).hexdigest()[:12]
    return replace(calendar, version=f"england-and-wales {calendar.official_to.year} {digest}")


def _plain(value: object) -> str:
    """One spelling per content, whatever order it was given in."""
    if isinstance(value, Mapping):
        return ",".join(sorted(f"{_plain(key)}:{_plain(item)}" for key, item in value.items()))
    if isinstance(value, Office):
        changes = ",".join(f"{_plain(start)}:{_plain(hours)}" for start, hours in value.changes)
        return f"{value.name}|{_plain(value.hours)}|{value.is_open_on_bank_holidays}" + (
            f"|{changes}" if changes else ""
        )
    if isinstance(value, tuple):
        return "-".join(map(_plain, value))
    return value.isoformat() if isinstance(value, date | time) else str(value)
