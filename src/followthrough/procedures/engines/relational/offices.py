"""Office hours as joins: how long the office has been open by an instant, and when it will have been open longer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cached_property

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from followthrough.procedures.calendars import Calendar, CalendarError, localtime
from followthrough.procedures.engines.relational.session import Session
from followthrough.procedures.engines.relational.tables import join
from followthrough.procedures.engines.relational.ticks import FOREVER, NEVER, ticks

_HOUR = 3_600_000_000
_ONE = timedelta(days=1)


class OfficeHours:
    """The openings of one office, each with how long the office had been open before."""

    def __init__(self, session: Session, calendar: Calendar, name: str, first: date, last: date) -> None:
        self.session, self.calendar, self.name, self.first, self.last = session, calendar, name, first, last

    def due(self, table: Table, name: str, start: str, hours: int) -> Table:
        opened = self._opened(table, start)
        wanted = opened.mutate(_wanted=opened["_opened"] + hours * _HOUR)
        found = join(
            wanted, self._openings, "o_", [],
            lambda h, o: [o["o_before"] < h["_wanted"], h["_wanted"] <= o["o_after"]], how="left",
        )  # fmt: skip
        return self._picked(found, name)

    def back(self, table: Table, name: str, end: str, hours: int) -> Table:
        opened = self._opened(table, end)
        wanted = opened.mutate(_wanted=opened["_opened"] - hours * _HOUR)
        found = join(
            wanted, self._openings, "o_", [],
            lambda h, o: [o["o_before"] <= h["_wanted"], h["_wanted"] < o["o_after"]], how="left",
        )  # fmt: skip
        return self._picked(found, name)

    def _opened(self, table: Table, at: str) -> Table:
        """How long the office had been open in all by the instant."""
        found = join(
            table, self._openings, "p_", [], lambda h, o: [o["p_opens"] <= h[at], h[at] < o["p_next"]], how="left"
        )
        opened = found["p_before"] + ibis.least(found[at], found["p_closes"]) - found["p_opens"]
        return found.mutate(_opened=opened).drop("p_opens", "p_closes", "p_next", "p_before", "p_after")

    def _picked(self, found: Table, name: str) -> Table:
        value = found["o_opens"] + found["_wanted"] - found["o_before"]
        return found.mutate(**{name: value}).drop(
            "_opened", "_wanted", "o_opens", "o_closes", "o_next", "o_before", "o_after"
        )

    @cached_property
    def _openings(self) -> Table:
        openings = list(self._hours())
        before, rows = 0, []
        for place, (opens, closes) in enumerate(openings):
            following = ticks(openings[place + 1][0]) if place + 1 < len(openings) else FOREVER
            after = before + ticks(closes) - ticks(opens)
            rows.append((ticks(opens), ticks(closes), following, before, after))
            before = after
        names = ("opens", "closes", "next", "before", "after")
        columns = zip(*rows, strict=True) if rows else ([NEVER],) * 5
        return self.session.load(
            pa.table({n: pa.array(c, pa.int64()) for n, c in zip(names, columns, strict=True)}), "office", self.name
        )

    def _hours(self) -> list[tuple[datetime, datetime]]:
        calendar = self.calendar
        if self.name not in calendar.offices:
            raise CalendarError(f"no opening hours are known for the office {self.name!r}")
        place, zone = calendar.offices[self.name], calendar.zone
        found = []
        for number in range(self.first.toordinal(), self.last.toordinal() + 1):
            day = date.fromordinal(number)
            if hours := place.hours_on(day, calendar.bank_holidays):
                closes_on = day + _ONE if hours[1] == time.min else day
                found.append((localtime.at_local(day, hours[0], zone), localtime.at_local(closes_on, hours[1], zone)))
        return found
