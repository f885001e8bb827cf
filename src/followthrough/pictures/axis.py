"""Where are the ticks of a time axis, and what do they say? Chosen from the span, in local time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ROOM = {"hour": 46, "day": 48, "date": 24, "monday": 52, "month": 34, "year": 44}


@dataclass(frozen=True, slots=True)
class Tick:
    at: datetime
    label: str
    is_major: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Instants to pixels from `left` to `right`. Time is elapsed time: clock changes do not bend it."""

    from_: datetime
    to: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        share = (at - self.from_) / (self.to - self.from_)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def width_of(self, span: timedelta) -> float:
        return span / (self.to - self.from_) * (self.right - self.left)

    def holds(self, at: datetime) -> bool:
        return self.from_ <= at <= self.to


def ticks(scale: Scale, zone: ZoneInfo) -> list[Tick]:
    """Ticks as close as can be read: years, months, Mondays, days or hours. Majors name the larger unit."""
    unit, step = _step(scale)
    minor = list(_every(unit, step, scale, zone))
    return minor + list(_majors(unit, scale, zone))


def _step(scale: Scale) -> tuple[str, int]:
    hour, day = scale.width_of(timedelta(hours=1)), scale.width_of(timedelta(days=1))
    for step in (1, 2, 3, 6, 12):
        if hour * step >= _ROOM["hour"]:
            return "hour", step
    for unit in ("day", "date"):
        if day >= _ROOM[unit]:
            return unit, 1
    if day * 7 >= _ROOM["monday"]:
        return "monday", 1
    for step in (1, 3, 6):
        if day * 30.4 * step >= _ROOM["month"]:
            return "month", step
    return "year", next(step for step in (1, 2, 5, 10, 20, 50, 100) if day * 365 * step >= _ROOM["year"])


def _every(unit: str, step: int, scale: Scale, zone: ZoneInfo) -> Iterator[Tick]:
    day, last = scale.from_.astimezone(zone).date(), scale.to.astimezone(zone).date()
    while day <= last:
        for tick in _of_day(day, unit, step, zone):
            if scale.holds(tick.at):
                yield tick
        day = _next(day, unit)


def _next(day: date, unit: str) -> date:
    if unit == "year":
        return date(day.year + 1, 1, 1)
    if unit == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=1)


def _of_day(day: date, unit: str, step: int, zone: ZoneInfo) -> Iterator[Tick]:
    """The ticks that begin on a local day."""
    if unit == "hour":
        for hour in range(0, 24, step):
            yield Tick(_at(day, zone, hour), f"{hour:02}:00")
    elif unit == "day":
        yield Tick(_at(day, zone), f"{day:%a} {day.day}")
    elif unit == "date":
        yield Tick(_at(day, zone), str(day.day))
    elif unit == "monday" and day.weekday() == 0:
        yield Tick(_at(day, zone), f"{day.day} {day:%b}")
    elif unit == "month" and day.day == 1 and (day.month - 1) % step == 0:
        yield Tick(_at(day, zone), f"{day:%b}")
    elif unit == "year" and (day.month, day.day) == (1, 1) and day.year % step == 0:
        yield Tick(_at(day, zone), str(day.year))


def _majors(unit: str, scale: Scale, zone: ZoneInfo) -> Iterator[Tick]:
    """The larger unit over the ticks; one stands at the left edge, so that each picture says when it is."""
    if unit == "year":
        return
    first = scale.from_.astimezone(zone).date()
    yield Tick(scale.from_, _major_words(unit, first), True)
    larger = {"hour": "day", "day": "month", "date": "month", "monday": "year", "month": "year"}[unit]
    for tick in _every(larger, 1, scale, zone):
        if tick.at > scale.from_:
            yield Tick(tick.at, _major_words(unit, tick.at.astimezone(zone).date()), True)


def _major_words(unit: str, day: date) -> str:
    if unit == "hour":
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day:%B} {day.year}" if unit in ("day", "date") else str(day.year)


def _at(day: date, zone: ZoneInfo, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
