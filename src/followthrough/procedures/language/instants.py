"""Local times as people write them, read as intervals of the precision that they gave, in UTC inside."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from followthrough.procedures.model.event import TICK

LONDON = ZoneInfo("Europe/London")
FORMS = '"2013-03-28 17:30" (a minute), "2013-03-28" (a day), "2013-03" (a month) or "2013" (a year)'
_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")


def parse_local_instant(text: str) -> tuple[datetime, datetime]:
    """The interval a local time stands for: equal ends for a minute, the whole day, month or year otherwise.

    "end of 2013-04-02" is the last microsecond of that local day. Raises ValueError that shows the forms.
    """
    text = text.strip()
    if text.startswith("end of "):
        end = parse_local_instant(text.removeprefix("end of "))[1]
        return end, end
    try:
        if found := _INSTANT.fullmatch(text):
            year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
            micro = int((found[7] or "0").ljust(6, "0"))
            at = _utc(datetime(year, month, day, hour, minute, int(found[6] or 0), micro, tzinfo=LONDON))
            return at, at
        if found := _DAY.fullmatch(text):
            first = date(*(int(part) for part in found.groups()))
            return _span(first, first + timedelta(days=1))
        if found := _MONTH.fullmatch(text):
            first = date(int(found[1]), int(found[2]), 1)
            return _span(first, (first + timedelta(days=32)).replace(day=1))
        if _YEAR.fullmatch(text):
            return _span(date(int(text), 1, 1), date(int(text) + 1, 1, 1))
    except ValueError as error:
        raise ValueError(f'"{text}" is no date of the calendar ({error}). Write {FORMS}.') from error
    raise ValueError(f'"{text}" is no time that we can read. Write {FORMS}.')


def parse_day(text: str) -> date:
    """A day of the calendar. Raises ValueError that shows the form."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(f'"{text}" is no day. Write it as "2013-03-28".')
    return date(*(int(part) for part in found.groups()))


def _utc(local: datetime) -> datetime:
    return local.astimezone(UTC)


def _span(first: date, after: date) -> tuple[datetime, datetime]:
    start, end = (_utc(datetime.combine(day, time(), tzinfo=LONDON)) for day in (first, after))
    return start, end - TICK
