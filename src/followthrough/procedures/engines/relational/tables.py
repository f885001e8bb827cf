"""Small words over Ibis that the rest of the engine is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import ibis
from ibis.expr.types import Table, Value

from followthrough.procedures.engines.relational.ticks import FOREVER

Columns = Mapping[str, Value]
NO_ROOTS = "array<string>"


def tick(value: int) -> Any:
    return ibis.literal(value, "int64")


def text(value: str) -> Any:
    return ibis.literal(value, "string")


def truth(value: bool) -> Any:
    return ibis.literal(value, "boolean")


def nothing(kind: str = "int64") -> Any:
    return ibis.null(kind)


def no_roots() -> Any:
    return ibis.literal([], NO_ROOTS)


def prefixed(table: Table, prefix: str) -> Table:
    """The same relation with every column renamed, so that a join has no two columns of one name."""
    return table.select(**{prefix + name: table[name] for name in table.columns})


Extra = Callable[[Table, Table], Sequence[Any]]


def join(
    left: Table, right: Table, prefix: str, on: Iterable[str | tuple[str, str]], extra: Extra | None = None,
    how: str = "inner",
) -> Table:  # fmt: skip
    """`left` with `right`, whose columns get `prefix`; `on` names columns of both (or pairs of names)."""
    other = prefixed(right, prefix)
    pairs = [(each, each) if isinstance(each, str) else each for each in on]
    terms: list[Any] = [left[mine] == other[prefix + theirs] for mine, theirs in pairs]
    terms += list(extra(left, other)) if extra else []
    return left.join(other, terms, how=how)


def union(tables: Sequence[Table]) -> Table:
    if len(tables) == 1:
        return tables[0]
    first = tables[0]
    return ibis.union(first, *(each.select(first.columns) for each in tables[1:]), distinct=False)


def every(terms: Iterable[Any]) -> Any:
    return reduce(lambda a, b: a & b, terms, truth(True))


def some(terms: Iterable[Any]) -> Any:
    return reduce(lambda a, b: a | b, terms, truth(False))


def least(values: Sequence[Any]) -> Any:
    """The least of values of which some may be null; null if all are."""
    found = reduce(lambda a, b: ibis.least(a, b), [each.fill_null(FOREVER) for each in values])
    return found.nullif(FOREVER)


def last_by(table: Table, keys: Sequence[str], order: Sequence[str]) -> Table:
    """Of the rows that agree on `keys`, the last in `order`."""
    window = ibis.window(group_by=[table[key] for key in keys], order_by=[table[name].desc() for name in order])
    return table.mutate(_place=ibis.row_number().over(window)).filter(lambda t: t["_place"] == 0).drop("_place")


def first_by(table: Table, keys: Sequence[str], order: Sequence[str]) -> Table:
    window = ibis.window(group_by=[table[key] for key in keys], order_by=[table[name] for name in order])
    return table.mutate(_place=ibis.row_number().over(window)).filter(lambda t: t["_place"] == 0).drop("_place")
