"""Which numbers of a table must not be shown, so that no small one can be read or worked out?

A small number is hidden; then others are hidden, so that no sum with what is still shown gives it away. A table with
its sums is a net: rows and columns are knots, and each hidden number ties its row to its column. A number can be
worked out from the sums just when its tie is the only way between two parts of the net. So numbers are hidden until
no such tie is left. None that is hidden is a nought: each could then be one more or one less, whatever else is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

LEAST: Final = 5
HIDDEN: Final = "hidden"
Cell = tuple[int, int]
Numbers = Sequence[Sequence[int]]


def is_small(number: int) -> bool:
    return 0 < number < LEAST


def hidden_in_line(numbers: Sequence[int]) -> frozenset[int]:
    """Places to hide in a line whose sum is known: none, or at least two."""
    small = {place for place, number in enumerate(numbers) if is_small(number)}
    if len(small) == 1:
        others = [place for place, number in enumerate(numbers) if number and place not in small]
        if not others:  # the sum itself is the small number
            return frozenset(small)
        small.add(min(others, key=lambda place: (numbers[place], place)))
    return frozenset(small)


def with_sums(numbers: Numbers) -> list[list[int]]:
    """With a last column that holds each row’s sum, and a last row that holds each column’s."""
    rows = [[*row, sum(row)] for row in numbers]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def hidden_in_table(numbers: Numbers, few: Collection[int] = (), few_in: Collection[Cell] = ()) -> frozenset[Cell]:
    """Cells to hide of a table `with_sums` of two columns or more. `few` are rows, and `few_in` cells, that are of few
    children, whose numbers are hidden however large they are. The sum of all is shown unless nothing may be.
    """
    table = with_sums(numbers)
    if not table:
        return frozenset()
    last = (len(table) - 1, len(table[0]) - 1)
    cells = {(row, column) for row, line in enumerate(table) for column, number in enumerate(line) if number}
    hidden = {cell for cell in cells if cell[0] in few or cell in few_in or is_small(table[cell[0]][cell[1]])}
    if last in hidden:
        return frozenset(cells)
    while ties := _only_ties(hidden):
        near = [cell for cell in cells - hidden - {last} if any(_meet(cell, tie) for tie in ties)]
        if not near:
            return frozenset(cells)
        hidden.add(min(near, key=lambda cell: (table[cell[0]][cell[1]], cell)))
    return frozenset(hidden)


def _meet(one: Cell, other: Cell) -> bool:
    return one[0] == other[0] or one[1] == other[1]


def _only_ties(hidden: set[Cell]) -> list[Cell]:
    """Hidden cells that the sums give away: without them their row and their column hang together in no other way."""
    return sorted(cell for cell in hidden if not _is_joined(cell, hidden - {cell}))


def _is_joined(cell: Cell, others: set[Cell]) -> bool:
    ways: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for row, column in others:
        ways["row", row].append(("column", column))
        ways["column", column].append(("row", row))
    seen, waiting = set[tuple[str, int]](), [("row", cell[0])]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += ways[here]
    return ("column", cell[1]) in seen
