"""What date or time did a person mean by what they typed? The sentence for each mistake is here."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from followthrough.service.design.dates import LONDON

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
TIME = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?")


@dataclass(frozen=True)
class Problem:
    """Why it cannot be read, and which of the boxes hold the mistake."""

    message: str
    parts: tuple[str, ...]


def read_date(typed: dict[str, str], name: str) -> dt.date | Problem:
    """The date in `day`, `month` (number or name) and `year`; `name` begins each sentence of an error."""
    missing = tuple(part for part in ("day", "month", "year") if not typed.get(part))
    if missing:
        return Problem(f"{name} must include {' and '.join(f'a {part}' for part in missing)}", missing)
    if not re.fullmatch(r"\d{4}", typed["year"]):
        return Problem(f"{name} must have a year with 4 numbers, for example 2013", ("year",))
    month = MONTHS.get(typed["month"].lower().rstrip(".")) or _number(typed["month"], 12)
    if not month:
        return Problem(f"{name} must have a month from 1 to 12", ("month",))
    year = int(typed["year"])
    last = calendar.monthrange(year, month)[1] if year else 31
    day = _number(typed["day"], last)
    if not day:
        return Problem(f"{name} must have a day from 1 to {last} in that month", ("day",))
    return dt.date(year, month, day) if year else Problem(f"{name} must be a real date", ("year",))


def read_time(typed: str, name: str) -> dt.time | Problem:
    """The time in "17:30", "1730", "5.30pm" or "9am"; a bare "9" could be evening and is asked again."""
    unclear = Problem(f"{name} must have a time, for example 17:30 or 5:30pm", ("time",))
    text = typed.strip().lower().replace("midday", "12pm").replace("noon", "12pm")
    match = TIME.fullmatch(text)
    if not match or not (match[2] or match[3]):
        return unclear
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return unclear
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else unclear


def read_instant(day: dt.date, time: dt.time, name: str) -> dt.datetime | Problem:
    """The instant in London. Of an hour that came twice the first is taken: the clock that starts sooner."""
    at = dt.datetime.combine(day, time, tzinfo=LONDON)
    if at.astimezone(dt.UTC).astimezone(LONDON).time() != time:
        return Problem(f"{name} must be a time that happened: the clocks went forward over it", ("time",))
    return at


def _number(text: str, highest: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,2}", text) and 1 <= int(text) <= highest else 0
