"""When is it due? The earliest limit that counts, as columns."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.fields import tested
from followthrough.procedures.engines.relational.population import FIELD
from followthrough.procedures.engines.relational.refusals import NotCompiled
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import every, least, nothing
from followthrough.procedures.engines.relational.ticks import FOREVER
from followthrough.procedures.model.condition import AUTHOR
from followthrough.procedures.model.procedure import Limit
from followthrough.procedures.model.vocabulary import FieldType


def with_due(
    rows: Table, limits: tuple[Limit, ...], sight: Sight, types: dict[str, FieldType], *, is_exact: bool
) -> Table:
    """`rows` (opened, spread: how long precision lets it be earlier) with due and earliest; those without one drop."""
    rows = rows.mutate(_early=rows["opened"] - rows["spread"])
    for number, limit in enumerate(limits):
        rows = _limit(rows, f"_due{number}", "opened", limit, sight, types)
        early = f"_early{number}"
        if limit.within is None or is_exact:
            rows = rows.mutate(**{early: rows[f"_due{number}"]})
        else:
            rows = _limit(rows, early, "_early", limit, sight, types)
        counts = every(tested(test, _field(rows, test.field), rows["sid"]) for test in limit.only)
        rows = rows.mutate(**{f"_due{number}": ibis.ifelse(counts, rows[f"_due{number}"], nothing())})
    due = least([rows[f"_due{number}"] for number in range(len(limits))])
    rows = rows.mutate(due=due).filter(lambda t: t["due"].notnull())
    earliest = least([
        ibis.ifelse(
            rows[f"_due{number}"] == rows["due"],
            ibis.coalesce(rows[f"_early{number}"], rows[f"_due{number}"]),
            FOREVER,
        )
        for number in range(len(limits))
    ])  # fmt: skip
    made = [f"_{word}{number}" for number in range(len(limits)) for word in ("due", "early")]
    return rows.mutate(earliest=earliest).drop("_early", *made)


def _field(rows: Table, name: str) -> Any:
    if name == AUTHOR:
        return rows["author"]
    return rows[FIELD + name] if FIELD + name in rows.columns else nothing("string")


def _limit(rows: Table, name: str, start: str, limit: Limit, sight: Sight, types: dict[str, FieldType]) -> Table:
    if limit.within is not None:
        return sight.almanac.due(rows, name, start, limit.within)
    column, kind = FIELD + (limit.at_field or ""), types.get(limit.at_field or "")
    if kind is FieldType.INSTANT:
        rows = rows.mutate(_at=rows[column])
    elif kind is FieldType.DATE:
        rows = sight.almanac.end_of_day(rows, "_at", column)
    elif kind is None:
        return rows.mutate(**{name: nothing()})
    else:
        raise NotCompiled(f'a deadline at "{limit.at_field}", which is no date')
    if limit.offset is None:
        return rows.rename(**{name: "_at"})
    moved = sight.almanac.back if limit.is_before else sight.almanac.due
    return moved(rows, name, "_at", limit.offset).drop("_at")
