"""What is hidden stays hidden: whatever table there is, no hidden number follows from what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from followthrough.service.board.content import Bar, Grid, Section
from followthrough.service.board.presenters.following import Due
from followthrough.service.core.suppressing import (
    Cell,
    Number,
    Parts,
    Told,
    hidden_in_line,
    hidden_in_table,
    is_small,
    number_alone,
    number_of_no_child,
    numbers_in_line,
    told,
    with_sums,
    worded,
)

NUMBERS = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 12, 30])
TABLES = st.integers(2, 3).flatmap(
    lambda wide: st.lists(st.lists(NUMBERS, min_size=wide, max_size=wide), min_size=1, max_size=4)
)


@given(st.lists(NUMBERS, max_size=6))
@example([3, 0, 0])
@example([3, 8])
def test_in_a_line_whose_sum_is_known_no_hidden_number_can_be_worked_out(numbers: list[int]) -> None:
    hidden = hidden_in_line(numbers)
    assert all(place in hidden for place, number in enumerate(numbers) if is_small(number))
    shown = sum(number for place, number in enumerate(numbers) if place not in hidden)
    if hidden and not is_small(sum(numbers)):
        assert len(hidden) > 1 and sum(numbers) - shown > 1
        assert all(numbers[place] for place in hidden), "one more here and one less there is as good an answer"


@given(TABLES, st.sets(st.integers(0, 3)))
@example([[3, 9], [20, 30]], set())
@example([[1, 0], [0, 1]], set())
@example([[2, 30], [30, 30], [30, 2]], set())
@example([[12, 9], [20, 30]], {0})
def test_in_a_table_with_its_sums_no_hidden_number_can_be_worked_out(numbers: list[list[int]], few: set[int]) -> None:
    table, hidden = with_sums(numbers), hidden_in_table(numbers, few)
    for row, line in enumerate(table):
        for column, number in enumerate(line):
            assert not is_small(number) or (row, column) in hidden, "what is small is hidden"
            assert not (row < len(numbers) and row in few and number) or (row, column) in hidden
    for cell in hidden:
        other = another(table, hidden, cell)
        assert other is not None, f"{cell} follows from what is shown"


@given(TABLES, st.sets(st.integers(0, 3)))
@example([[2, 30], [30, 30], [30, 2]], set())
@example([[3, 4, 40]], set())
def test_what_is_told_of_parts_is_not_small_and_follows_from_what_may_be_shown(
    numbers: list[list[int]], few: set[int]
) -> None:
    parts, table, hidden = Parts(numbers, few), with_sums(numbers), hidden_in_table(numbers, few)
    wide = len(numbers[0])
    for row in [None, *range(len(numbers))]:
        line = len(numbers) if row is None else row
        for many in range(wide + 1):
            for columns in combinations(range(wide), many):
                number, wanted = parts.number(row, *columns), columns or range(wide)
                if number is None:
                    continue
                rest = [wide, *(each for each in range(wide) if each not in wanted)]
                assert not is_small(number) and number == sum(table[line][each] for each in wanted)
                shown = [all((line, each) not in hidden for each in way) for way in (wanted, rest)]
                assert any(shown), "it is a sum of what is shown, or what is left of the row"


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_nothing_small_is_left_between_numbers_that_stand_beside_each_other(numbers: list[int]) -> None:
    shown: list[Number | None] = []
    for each in numbers:
        shown.append(number_alone(each, shown))
    known = [each for each in shown if each is not None]
    assert not any(is_small(each) for each in known)
    assert not any(is_small(abs(one - other)) for one, other in combinations(known, 2))


def test_a_line_of_few_parts_is_hidden_in_two_places() -> None:
    assert numbers_in_line([3, 8, 40]) == [None, None, 40]
    assert Parts([]).number(None) == 0


def test_nobody_makes_a_figure_but_this_module() -> None:
    for made in (lambda: Number(8), lambda: Told("8"), lambda: told(8), lambda: worded("{}", 8)):  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            made()
    with pytest.raises(TypeError):
        told(number_of_no_child(3) + 0)  # type: ignore[arg-type]
    assert told(number_alone(3)) == "hidden" and told(number_of_no_child(3)) == "3"


def test_a_report_takes_no_figure_that_was_not_looked_at() -> None:
    with pytest.raises(TypeError, match="no part of a report"):
        Grid("sent", "Sent", ("Step", "How many"), (("Sent", "3"),))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no part of a report"):
        Section("sent", "Sent", ("Sent: 3.",), ())  # type: ignore[arg-type]
    long = Bar("Sent", 3, 8, told(number_of_no_child(8)), told(number_of_no_child(8)))
    with pytest.raises(ValueError, match="as long as the number"):
        Grid("sent", "Sent", ("Step", "How many"), (), bars=(long,))


def another(table: list[list[int]], hidden: frozenset[Cell], cell: Cell) -> list[list[int]] | None:
    """A table with another number in the cell, and with the same in all that is shown; found by a search of its own.

    One more in the cell has to be made good along a round of other hidden cells, row and column in turn, in which sums
    stand on the other side of the equation.
    """
    for change in (1, -1):
        for way in rounds(hidden, cell):
            made = [list(line) for line in table]
            shift(made, way, change)
            if holds(made):
                return made
    return None


def rounds(hidden: frozenset[Cell], cell: Cell) -> Iterator[list[Cell]]:
    def go(way: list[Cell], by_row: bool) -> Iterator[list[Cell]]:
        if len(way) > 3 and not by_row and way[-1][1] == cell[1]:
            yield way
        for following in hidden - set(way):
            if following[0] == way[-1][0] if by_row else following[1] == way[-1][1]:
                yield from go([*way, following], not by_row)

    for way in go([cell], True):
        if len(way) % 2 == 0:
            yield way


def shift(made: list[list[int]], way: list[Cell], change: int) -> None:
    """Each knot on the way keeps its balance: a number and a sum move together, two of a kind against each other."""
    last = (len(made) - 1, len(made[0]) - 1)
    for n, (row, column) in enumerate(way):
        if n:
            before = way[n - 1]
            by_row = before[0] == row
            sums = {each[1] == last[1] if by_row else each[0] == last[0] for each in (before, (row, column))}
            change = change if len(sums) == 2 else -change
        made[row][column] += change


def holds(made: list[list[int]]) -> bool:
    inner = [line[:-1] for line in made[:-1]]
    return min(min(line) for line in made) >= 0 and with_sums(inner) == made


def _rows(*rows: tuple[str, str, int, int, int]) -> list[dict[str, object]]:
    """Of a procedure and an agency: fell due, on time, of so many children."""
    names = ("procedure", "agency", "due", "on_time", "children")
    return [{**dict(zip(names, row, strict=True)), "waiting": 0} for row in rows]


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        ((("p", "police", 30, 30, 30), ("p", "hospital", 3, 3, 3)), False),
        ((("p", "police", 30, 20, 30), ("p", "hospital", 8, 6, 8)), False),
        ((("p", "police", 30, 30, 30), ("p", "hospital", 9, 9, 2)), False),
        ((("p", "police", 30, 20, 30), ("p", "hospital", 2, 2, 2), ("p", "school", 2, 2, 2)), False),
        ((("p", "police", 30, 20, 30), ("p", "hospital", 16, 10, 16)), True),
        ((("p", "police", 30, 20, 30),), True),
    ],
)
def test_no_agency_of_a_procedure_reads_the_others_small_number_from_its_total(
    rows: tuple[tuple[str, str, int, int, int], ...], is_told: bool
) -> None:
    many = [("q", agency, 40, 25, 40) for agency in ("police", "hospital")]
    many += [("r", agency, 50, 35, 50) for agency in ("police", "hospital")]
    due = Due(_rows(*rows, *many), "procedure")
    assert due.share("p").is_told == is_told
