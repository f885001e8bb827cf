"""Calendar sums as joins: each timescale is a small table by day, worked out beforehand by the one calendar.

A UTC day falls into pieces over which the local date and the clocks stay the same. An instant finds its piece by the
UTC midnight before it, and the piece holds what the calendar says of that local day. So no engine does any sum of its
own with time zones, working days or months.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from followthrough.procedures.calendars import Calendar, CalendarError, LeapBirthday, localtime
from followthrough.procedures.engines.relational.offices import OfficeHours
from followthrough.procedures.engines.relational.session import Session
from followthrough.procedures.engines.relational.tables import join
from followthrough.procedures.engines.relational.ticks import (
    _SHIFT,
    DAY,
    FOREVER,
    day_ticks,
    instant,
    span_ticks,
    ticks,
)
from followthrough.procedures.model.procedure import OnCalendar
from followthrough.procedures.model.timescale import Moment, Timescale, Unit, When

_ELAPSED = {Unit.CLOCK_HOURS: 3_600_000_000, Unit.CLOCK_MINUTES: 60_000_000}
_NEXT = ("next time on a working day", "before the next school day", "time before days off")
_ONE = timedelta(days=1)


class Almanac:
    """The calendar over the days of one population, as tables made when they are first asked for."""

    def __init__(self, session: Session, calendar: Calendar, first: int, last: int, lived: tuple[int, int]) -> None:
        self.session, self.calendar = session, calendar
        self.lived = tuple(instant(each).date() for each in lived)
        self.first, self.last = instant(first).date() - 2 * _ONE, instant(last).date() + 2 * _ONE
        self._tables: dict[object, Table] = {}
        self._offices: dict[str, OfficeHours] = {}

    # -- what the engine asks

    def due(self, table: Table, name: str, start: str, when: When) -> Table:
        """`table` with the column `name`: `calendar.due` of the column `start`; null where that is null."""
        if isinstance(when, Timescale) and when.unit in _ELAPSED:
            return table.mutate(**{name: table[start] + when.amount * _ELAPSED[when.unit]})
        if isinstance(when, Timescale) and when.unit is Unit.OFFICE_HOURS:
            return self._office(when).due(table, name, start, when.amount)
        found = self._find(table, start, ("due", when), self._dues)
        value: Any = found["a_first"]
        if isinstance(when, Moment) and when.kind in _NEXT:
            value = ibis.ifelse(found[start] < found["a_first"], found["a_first"], found["a_then"])
        return found.mutate(**{name: value}).drop(*_joined(found))

    def back(self, table: Table, name: str, end: str, span: Timescale) -> Table:
        """`table` with the column `name`: `calendar.back` of the column `end`."""
        if span.unit in _ELAPSED:
            return table.mutate(**{name: table[end] - span.amount * _ELAPSED[span.unit]})
        if span.unit is Unit.OFFICE_HOURS:
            return self._office(span).back(table, name, end, span.amount)
        found = self._find(table, end, ("back", span), self._backs)
        value: Any = found["a_first"]
        if span.unit not in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS) and span.amount:
            wall = found[end] - found["a_wall"]  # the time of day on the clock
            after = ibis.ifelse(
                wall < found["a_turn"] + found["a_skipped"],
                found["a_first"] + found["a_turn"],
                found["a_first"] + wall - found["a_shift"],
            )
            value = ibis.ifelse(wall < found["a_turn"], found["a_first"] + wall, after)
        return found.mutate(**{name: value}).drop(*_joined(found))

    def age_day(self, table: Table, name: str, at: str) -> Table:
        """The local date of an instant as a number like 20130328, such that the difference of two tells an age."""
        found = self._find(table, at, ("age",), self._age_days)
        return found.mutate(**{name: found["a_first"]}).drop(*_joined(found))

    def local_day(self, table: Table, name: str, at: str) -> Table:
        """The local date of an instant, as the label of a date."""
        found = self._find(table, at, ("day",), self._labels)
        return found.mutate(**{name: found["a_first"]}).drop(*_joined(found))

    def end_of_day(self, table: Table, name: str, day: str) -> Table:
        """The last microsecond of the local day that a date names."""
        days = self._by_label(("end",), lambda day: ticks(localtime.end_of(day, self.calendar.zone)))
        found = join(table, days, "a_", [(day, "day")], how="left")
        return found.mutate(**{name: found["a_value"]}).drop("a_day", "a_value")

    def start_of_day(self, table: Table, name: str, day: str) -> Table:
        """The first microsecond of the local day that a date names."""
        days = self._by_label(("start",), lambda day: self.start_of(day))
        found = join(table, days, "a_", [(day, "day")], how="left")
        return found.mutate(**{name: found["a_value"]}).drop("a_day", "a_value")

    def each_year(self, when: OnCalendar) -> Table:
        """(root, f): every coming of a day of the calendar, by its date."""
        days = [when.on(year) for year in range(self.first.year, self.last.year + 1)]
        columns = {
            "root": pa.array([day.isoformat() for day in days]),
            "f": pa.array(map(self.start_of, days), pa.int64()),
        }
        return self.session.load(pa.table(columns), "days", when)

    def birthday(self, table: Table, name: str, born: str, years: int) -> Table:
        days = self._by_label(("birthday", years), lambda day: ticks(self.calendar.birthday(day, years)))
        found = join(table, days, "a_", [(born, "day")], how="left")
        return found.mutate(**{name: found["a_value"]}).drop("a_day", "a_value")

    def born_number(self, table: Table, name: str, born: str) -> Table:
        """A date of birth as the number that `age_day` counts from."""
        days = self._by_label(("number",), lambda day: _number(day, self.calendar, is_birth=True))
        found = join(table, days, "a_", [(born, "day")], how="left")
        return found.mutate(**{name: found["a_value"]}).drop("a_day", "a_value")

    def start_of(self, day: date) -> int:
        return ticks(localtime.start_of(day, self.calendar.zone))

    # -- how the tables are made

    def _find(self, table: Table, at: str, key: tuple[Any, ...], make: Any) -> Table:
        if key not in self._tables:
            values = {day: make(day, *key[1:]) for day in self._days()}
            self._check(key, values)
            rows = [piece | values[day] for day, piece in self._pieces() if values[day] is not None]
            self._tables[key] = self.session.load(_arrow(rows), "almanac", *key)
        pieces = self._tables[key]
        shifted = table[at] + _SHIFT
        held = table.mutate(_u=table[at] - shifted % DAY)
        found = join(
            held, pieces, "a_", [("_u", "u")], lambda h, a: [a["a_from"] <= h[at], h[at] < a["a_to"]], how="left"
        )
        return found.drop("_u")

    def _check(self, key: tuple[Any, ...], values: dict[date, Any]) -> None:
        """The calendar must reach over all that happened; births may lie before it."""
        first, last = self.lived
        for day in (day for day, value in values.items() if value is None and first <= day <= last):
            raise CalendarError(
                f"The calendar knows {self.calendar.known_from:%Y-%m-%d} to {self.calendar.known_to:%Y-%m-%d}; "
                f"“{key[1]}” on {day:%Y-%m-%d} leaves that. Leave out older events, or give a longer calendar."
            )

    def _days(self) -> Iterator[date]:
        return (date.fromordinal(n) for n in range(self.first.toordinal(), self.last.toordinal() + 1))

    @cached_property
    def _all_pieces(self) -> list[tuple[date, dict[str, int]]]:
        return [piece for day in self._days() for piece in _pieces_of(day, self.calendar)]

    def _pieces(self) -> list[tuple[date, dict[str, int]]]:
        return self._all_pieces

    def _by_label(self, key: tuple[Any, ...], value: Any) -> Table:
        if key not in self._tables:
            rows = [{"day": day_ticks(day), "value": found} for day in self._days()
                    if (found := _or_none(value, day)) is not None]  # fmt: skip
            self._tables[key] = self.session.load(_arrow(rows), "almanac", *key)
        return self._tables[key]

    def _dues(self, day: date, when: When) -> dict[str, int] | None:
        start = _start_of(day, self.calendar.zone)
        first = _or_none(self.calendar.due, start, when)
        if first is None or not (isinstance(when, Moment) and when.kind in _NEXT):
            return None if first is None else {"first": ticks(first)}
        then = _or_none(self.calendar.due, first, when)
        return None if then is None else {"first": ticks(first), "then": ticks(then)}

    def _backs(self, day: date, span: Timescale) -> dict[str, int] | None:
        start = _start_of(day, self.calendar.zone)
        first = _or_none(self.calendar.back, start, span)
        if first is None:
            return None
        turn, shift = _clock_change(self.calendar.local(first).date(), self.calendar)
        return {"first": ticks(first), "turn": turn, "shift": shift, "skipped": max(shift, 0)}

    def _age_days(self, day: date) -> dict[str, int]:
        return {"first": _number(day, self.calendar, is_birth=False)}

    def _labels(self, day: date) -> dict[str, int]:
        return {"first": day_ticks(day)}

    def _office(self, when: Timescale) -> OfficeHours:
        name = when.office or self.calendar.office
        if name not in self._offices:
            self._offices[name] = OfficeHours(self.session, self.calendar, name, self.first, self.last)
        return self._offices[name]


def _joined(found: Table) -> list[str]:
    return [name for name in found.columns if name in _PIECE]


_PIECE = frozenset(
    "a_" + name for name in ("u", "from", "to", "wall", "first", "then", "turn", "shift", "skipped")
)  # fmt: skip


@cache
def _start_of(day: date, zone: ZoneInfo) -> datetime:
    """Asked again and again of the same few thousand days."""
    return localtime.start_of(day, zone)


def _or_none(function: Any, *arguments: Any) -> Any:
    """Nothing where the calendar does not reach; a row that needs it is refused in the end."""
    try:
        return function(*arguments)
    except CalendarError:
        return None


def _pieces_of(day: date, calendar: Calendar) -> Iterator[tuple[date, dict[str, int]]]:
    """The pieces of one local day: cut at UTC midnights and where the clocks change."""
    start, end = (ticks(_start_of(each, calendar.zone)) for each in (day, day + _ONE))
    change, shift = _clock_change(day, calendar)
    midnights = {at - at % DAY + DAY for at in (start,)} | {end - end % DAY}
    cuts = sorted({start, end, *(at for at in (*midnights, start + change) if start < at < end)})
    for from_, to in pairwise(cuts):
        moved = shift if from_ >= start + change else 0
        # What to take from an instant of this piece for the time on the clock since that local midnight.
        yield day, {"u": from_ - from_ % DAY, "from": from_, "to": to, "wall": start - moved}


def _clock_change(day: date, calendar: Calendar) -> tuple[int, int]:
    """How far into a local day the clocks change, and by how much; never and nothing on other days."""
    start, end = (_start_of(each, calendar.zone) for each in (day, day + _ONE))
    changes = localtime.clock_changes(start, end, calendar.zone) if end - start != _ONE else []
    if not changes:
        return FOREVER, 0
    shift = changes[0][1]
    before = start.astimezone(calendar.zone).utcoffset()
    at: datetime = start
    while at.astimezone(calendar.zone).utcoffset() == before:
        at += timedelta(hours=1)
    return span_ticks(at - start), span_ticks(shift)


def _number(day: date, calendar: Calendar, *, is_birth: bool) -> int:
    number = day.year * 10_000 + day.month * 100 + day.day
    is_common_28 = (day.month, day.day) == (2, 28) and (day + _ONE).month == 3
    ends_february = calendar.leap_birthday is LeapBirthday.LAST_OF_FEBRUARY
    return number + 1 if is_common_28 and ends_february and not is_birth else number


def _arrow(rows: list[dict[str, int]]) -> pa.Table:
    names = list(rows[0]) if rows else ["u", "from", "to", "wall", "first", "then", "turn", "shift", "skipped"]
    return pa.table({name: pa.array([row[name] for row in rows], pa.int64()) for name in names})
