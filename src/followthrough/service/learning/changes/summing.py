"""What does a replay keep of each history? Sums alone, with of how many histories each is, so that few can be hidden.

A duty is in one column of the table, by what the change does to it; so the table with its sums is all that is told of
duties, and nothing follows from it that it does not show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from followthrough.procedures.model.answer import DutyRow
from followthrough.service.core.suppressing import hidden_in_line, hidden_in_table, is_small, with_sums
from followthrough.service.learning.changes import comparing
from followthrough.service.learning.changes.comparing import Difference

NEW, GONE, EARLIER, LATER, SAME = "new", "gone", "earlier", "later", "same"
COLUMNS: Final = (NEW, GONE, EARLIER, LATER, SAME)
_ALL: Final = "all"
Sums = dict[str, Any]


def add(sums: Sums, found: Sequence[Difference]) -> None:
    """One history. Each sum is [number, of how many histories]; days are summed so that a mean can be told."""
    seen: set[tuple[str, str]] = set()
    for each in found:
        what = column_of(each)
        if comparing.is_signal(each.row):
            if what != SAME:
                _count(sums, "signals", what, seen)
        else:
            who = _who(each.row)
            for row, column in ((who, what), (who, _ALL), (_ALL, what), (_ALL, _ALL)):
                _count(sums, row, column, seen)
            if what in (EARLIER, LATER):
                _add_days(sums, what, each.days_earlier)
            _spread(sums, each.row)
    for days in comparing.first_signals(found):
        _count(sums, "found", EARLIER if days > 0 else LATER, seen)
        _add_days(sums, f"found {EARLIER if days > 0 else LATER}", days)
    differs = any(column not in (SAME, _ALL) for _, column in seen)
    sums["reached"] = sums.get("reached", 0) + int(differs)


def column_of(each: Difference) -> str:
    if each.was is None or each.now is None:
        return NEW if each.was is None else GONE
    return SAME if not each.days_earlier else EARLIER if each.days_earlier > 0 else LATER


def _who(row: object) -> str:
    assert isinstance(row, DutyRow)
    return f"{row.debtor.agency}/{row.debtor.role}"


def _count(sums: Sums, row: str, column: str, seen: set[tuple[str, str]]) -> None:
    number, histories = sums.setdefault("numbers", {}).setdefault(row, {}).get(column, [0, 0])
    sums["numbers"][row][column] = [number + 1, histories + int((row, column) not in seen)]
    seen.add((row, column))


def _add_days(sums: Sums, what: str, days: float) -> None:
    held = sums.setdefault("days", {})
    held[what] = held.get(what, 0.0) + abs(days)


def _spread(sums: Sums, row: object) -> None:
    assert isinstance(row, DutyRow)
    day = row.opened_at.date().isoformat()
    sums["first"], sums["last"] = min(sums.get("first", day), day), max(sums.get("last", day), day)


Told = int | None  # None is hidden


@dataclass(frozen=True)
class Shown:
    """What may be told of a replay. `rows` are by who owes, `whole` of all of them, in the order of COLUMNS."""

    rows: tuple[tuple[str, tuple[Told, ...]], ...]
    whole: tuple[Told, ...]
    signals: tuple[Told, Told]
    found: tuple[Told, Told]
    reached: Told
    days: Mapping[str, float]

    @property
    def hides(self) -> bool:
        told = (self.whole, self.signals, self.found, (self.reached,), *(numbers for _, numbers in self.rows))
        return any(number is None for numbers in told for number in numbers)

    def mean(self, what: str, number: Told) -> float | None:
        """Of what is told and of enough."""
        return self.days[what] / number if number and what in self.days else None


def shown(sums: Mapping[str, Any]) -> Shown:
    """The same for everybody, whoever asked: what few children are behind is hidden, and what would give it away."""
    numbers: Mapping[str, Mapping[str, list[int]]] = sums.get("numbers", {})
    who = sorted(each for each in numbers if each not in (_ALL, "signals", "found"))
    table = [[_number(numbers, row, column) for column in COLUMNS] for row in who]
    few_in = {
        (at, place)
        for at, row in enumerate([*who, _ALL])
        for place, column in enumerate([*COLUMNS, _ALL])
        if _is_few(numbers, row, column)
    }
    hidden = hidden_in_table(table, few_in=few_in)
    lines = [
        tuple(None if (at, place) in hidden else number for place, number in enumerate(line[:-1]))
        for at, line in enumerate(with_sums(table))
    ]
    whole = lines.pop() if lines else (0,) * len(COLUMNS)
    reached = sums.get("reached", 0)
    return Shown(
        rows=tuple(zip(who, lines, strict=True)),
        whole=whole,
        signals=_pair(numbers, "signals", NEW, GONE),
        found=_pair(numbers, "found", EARLIER, LATER),
        reached=None if is_small(reached) else reached,
        days=sums.get("days", {}),
    )


def _pair(numbers: Mapping[str, Mapping[str, list[int]]], row: str, *columns: str) -> tuple[Told, Told]:
    told = [_number(numbers, row, column) for column in columns]
    hidden = hidden_in_line(told) | {at for at, column in enumerate(columns) if _is_few(numbers, row, column)}
    one, other = (None if at in hidden else number for at, number in enumerate(told))
    return one, other


def _number(numbers: Mapping[str, Mapping[str, list[int]]], row: str, column: str) -> int:
    return numbers.get(row, {}).get(column, [0, 0])[0]


def _is_few(numbers: Mapping[str, Mapping[str, list[int]]], row: str, column: str) -> bool:
    return is_small(numbers.get(row, {}).get(column, [0, 0])[1])
