"""Whatever a replay finds, nobody reads or works out from its page a number that few children are behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from followthrough.procedures.model.answer import Debtor, DutyRow, DutyState
from followthrough.procedures.model.event import Subject
from followthrough.service.core.suppressing import LEAST
from followthrough.service.learning.changes.comparing import Difference
from followthrough.service.learning.changes.summing import COLUMNS, GONE, NEW, SAME, add, column_of, shown

AT = datetime(2013, 3, 5, 9, tzinfo=UTC)


def differs(agency: str, what: str) -> Difference:
    def row(day: int) -> DutyRow:
        due = AT.replace(day=day)
        return DutyRow(
            "d", "rule", 1, Subject("child", "c"), Debtor(agency, role="worker"), "t", AT, due, DutyState.OPEN
        )

    days = {"new": (None, 8), "gone": (8, None), "earlier": (9, 8), "later": (8, 9), "same": (8, 8)}[what]
    was, now = (None if day is None else row(day) for day in days)
    return Difference(was, now)


HISTORIES = st.lists(
    st.lists(st.tuples(st.sampled_from(["care", "police", "school"]), st.sampled_from(COLUMNS)), max_size=6),
    max_size=25,
)


def summed(histories: list[list[tuple[str, str]]]) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for each in histories:
        add(sums, [differs(agency, what) for agency, what in each])
    return sums


@given(HISTORIES)
def test_no_number_is_shown_that_few_children_are_behind(histories: list[list[tuple[str, str]]]) -> None:
    told = shown(summed(histories))
    for who, numbers in (*told.rows, ("all", told.whole)):
        for column, number in zip(COLUMNS, numbers, strict=True):
            behind = [each for each in histories if any(_is_of(one, who, column) for one in each)]
            assert number is None or not 0 < len(behind) < LEAST
            if number is not None:
                assert number == sum(_is_of(one, who, column) for each in histories for one in each)
    changed = sum(any(what != SAME for _, what in each) for each in histories)
    assert told.reached == (changed if changed >= LEAST or not changed else None)


@given(HISTORIES)
def test_no_hidden_number_follows_from_its_row_or_its_column(histories: list[list[tuple[str, str]]]) -> None:
    told = shown(summed(histories))
    for place in range(len(COLUMNS)):
        column = [numbers[place] for _, numbers in told.rows]
        if told.whole[place] is not None:
            assert column.count(None) != 1, "what is missing from a sum is one number"


def test_many_duties_of_one_child_are_a_small_number_too() -> None:
    told = shown(summed([[("care", NEW)] * 12, *([("care", SAME)] for _ in range(9))]))
    ((_, numbers),) = told.rows
    assert numbers[COLUMNS.index(NEW)] is None and told.reached is None


def test_a_mean_is_told_only_of_what_is_told() -> None:
    told = shown(summed([[("care", "earlier")] for _ in range(5)]))
    assert told.whole[COLUMNS.index("earlier")] == 5 and told.mean("earlier", 5) == 1.0
    few = shown(summed([[("care", "earlier")] for _ in range(4)]))
    assert few.mean("earlier", few.whole[COLUMNS.index("earlier")]) is None


def test_each_duty_is_in_one_column() -> None:
    assert [column_of(differs("care", what)) for what in COLUMNS] == list(COLUMNS)
    assert column_of(differs("care", GONE)) == GONE


def _is_of(one: tuple[str, str], who: str, column: str) -> bool:
    agency, what = one
    return what == column and who in ("all", f"{agency}/worker")
