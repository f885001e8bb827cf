"""Which numbers of a table must not be shown, so that no small one can be read or worked out?

A small number is hidden; then others are hidden, so that no sum with what is still shown gives it away. A table with
its sums is a net: rows and columns are knots, and each hidden number ties its row to its column. A number can be
worked out from the sums just when its tie is the only way between two parts of the net. So numbers are hidden until
no such tie is left. None that is hidden is a nought: each could then be one more or one less, whatever else is known.

A report shows no number that did not come through here. Its figures are of the types `Number` and `Told`, which this
module alone makes: whoever adds a figure has to say whether it is of children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

LEAST: Final = 5
HIDDEN: Final = "hidden"
Cell = tuple[int, int]
Knot = tuple[str, int]
Numbers = Sequence[Sequence[int]]

_HERE: Final = object()


class Number(int):
    """One that may be told. What is worked out from it is a plain number again, and has to be looked at too."""

    __slots__ = ()

    def __new__(cls, number: int, *, by: object = None) -> Self:
        return super().__new__(cls, _from_here(number, by))

    def __deepcopy__(self, memo: object) -> Self:
        return self


class Told(str):
    """Words in which every number may be told."""

    __slots__ = ()

    def __new__(cls, words: str, *, by: object = None) -> Self:
        return super().__new__(cls, _from_here(words, by))

    def __deepcopy__(self, memo: object) -> Self:
        return self


def _from_here(what: Any, by: object) -> Any:
    if by is not _HERE:
        raise TypeError("A number is told by a function of `core.suppressing`, so that a small one is hidden.")
    return what


def is_small(number: int) -> bool:
    return 0 < number < LEAST


def number_alone(number: int, beside: Iterable[Number | None] = ()) -> Number | None:
    """A number of children, or of what was done about them; None where it is small, or where what is left between it
    and one that is told beside it is small.
    """
    told_too = [each for each in beside if each is not None]
    is_hidden = is_small(number) or any(is_small(abs(number - each)) for each in told_too)
    return None if is_hidden else Number(number, by=_HERE)


def number_of_no_child(number: int) -> Number:
    """Of agencies, reviews, findings or recommendations: however small, it points at nobody."""
    return Number(number, by=_HERE)


def numbers_in_line(numbers: Sequence[int]) -> list[Number | None]:
    """Of a line whose sum is known."""
    places = hidden_in_line(numbers)
    return [None if place in places else Number(number, by=_HERE) for place, number in enumerate(numbers)]


@dataclass(frozen=True)
class Parts:
    """A table of parts, each child or thing in one of them, whose sums are known. A number of it that may be told is a
    sum of parts that may be, or what is left of its row without them. `few` are rows, and `few_in` parts, that are of
    few children, or would give few away.
    """

    rows: Numbers
    few: Collection[int] = ()
    few_in: Collection[Cell] = ()

    def number(self, row: int | None, *columns: int) -> Number | None:
        """Of one row, or of all of them; of some parts, or of all."""
        if not self.rows:
            return Number(0, by=_HERE)
        table, concealed = self._looked_at
        line, sums = len(self.rows) if row is None else row, len(self.rows[0])
        wanted = columns or range(sums)
        rest = [sums, *(each for each in range(sums) if each not in wanted)]
        if any((line, each) in concealed for each in wanted) and any((line, each) in concealed for each in rest):
            return None
        number = sum(table[line][each] for each in wanted)
        return None if is_small(number) else Number(number, by=_HERE)

    @cached_property
    def _looked_at(self) -> tuple[list[list[int]], frozenset[Cell]]:
        return with_sums(self.rows), hidden_in_table(self.rows, self.few, self.few_in)


def told(number: Number | None) -> Told:
    return Told(HIDDEN if number is None else f"{_looked_at(number):,}", by=_HERE)


def worded(words: str, *figures: Number | Told) -> Told:
    """Words around figures, in their places: worded("{:,} of {:,}", part, whole)."""
    return Told(words.format(*map(_looked_at, figures)), by=_HERE)


def named(words: str) -> Told:
    """A name that people gave, such as that of a theme."""
    return Told(words, by=_HERE)


def kept(words: str) -> Told:
    """Words of a report that stands as it was told."""
    return Told(words, by=_HERE)


def _looked_at(figure: Number | Told) -> Number | Told:
    if not isinstance(figure, Number | Told):
        raise TypeError(f"{figure!r} was not looked at, so it is not told.")
    return figure


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
        rows, columns = {row for row, _ in ties}, {column for _, column in ties}
        near = [each for each in cells - hidden - {last} if each[0] in rows or each[1] in columns]
        if not near:
            return frozenset(cells)
        hidden.add(min(near, key=lambda cell: (table[cell[0]][cell[1]], cell)))
    return frozenset(hidden)


def _only_ties(hidden: Collection[Cell]) -> set[Cell]:
    """Hidden cells that the sums give away: without them their row and their column hang together in no other way.

    One walk through the net finds them all. Each knot gets a number as it is come to; where nothing behind a tie leads
    back to a knot before it, the tie is the only way.
    """
    ties: dict[Knot, list[tuple[Knot, Cell]]] = defaultdict(list)
    for cell in hidden:
        row, column = ("row", cell[0]), ("column", cell[1])
        ties[row].append((column, cell))
        ties[column].append((row, cell))
    come_to: dict[Knot, int] = {}
    found: set[Cell] = set()

    def walk(knot: Knot, by: Cell | None) -> int:
        """The earliest knot that is reached from here; no deeper than twice the shorter side of the table."""
        earliest = come_to[knot] = len(come_to)
        for other, cell in ties[knot]:
            if cell == by:
                continue
            if other in come_to:
                earliest = min(earliest, come_to[other])
                continue
            behind = walk(other, cell)
            earliest = min(earliest, behind)
            if behind > come_to[knot]:
                found.add(cell)
        return earliest

    for knot in list(ties):
        if knot not in come_to:
            walk(knot, None)
    return found
