"""Which is the n-th counted day after a date? Days that count, sorted once and asked often."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date

from followthrough.procedures.calendars.settings import CalendarError


class DayIndex:
    def __init__(self, name: str, first: date, last: date, counts: Callable[[date], bool]) -> None:
        self.name, self.first, self.last = name, first, last
        every_day = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        self.days = [day for day in every_day if counts(day)]

    def after(self, day: date, n: int) -> date:
        """The n-th counted day strictly after `day` (n ≥ 1)."""
        return self._at(bisect_right(self.days, self._known(day)) + n - 1, day)

    def before(self, day: date, n: int) -> date:
        """The n-th counted day strictly before `day` (n ≥ 1)."""
        return self._at(bisect_left(self.days, self._known(day)) - n, day)

    def on_or_after(self, day: date) -> date:
        return self._at(bisect_left(self.days, self._known(day)), day)

    def between(self, after: date, until: date) -> int:
        """How many counted days lie after one date, up to and with the other; negative backwards."""
        return bisect_right(self.days, self._known(until)) - bisect_right(self.days, self._known(after))

    def __contains__(self, day: date) -> bool:
        place = bisect_left(self.days, self._known(day))
        return place < len(self.days) and self.days[place] == day

    def _known(self, day: date) -> date:
        if not self.first <= day <= self.last:
            raise CalendarError(self._limits(day))
        return day

    def _at(self, place: int, asked: date) -> date:
        if not 0 <= place < len(self.days):
            raise CalendarError(self._limits(asked))
        return self.days[place]

    def _limits(self, day: date) -> str:
        return (
            f"this calendar knows its {self.name} from {self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}; "
            f"counting from {day:%Y-%m-%d} leaves that"
        )
