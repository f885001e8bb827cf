"""The answer as tables: duties, signals and gaps with the columns of `model/answer.py`, the same on every engine."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.parties import told_of
from followthrough.procedures.engines.relational.schema import INSTANT
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import text
from followthrough.procedures.engines.relational.ticks import instant
from followthrough.procedures.model.answer import Debtor, DueRung, DutyRow, DutyState, Gap, SignalRow, SignalState
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.procedure import Obliging, WatchProcedure

_STEPS = pa.list_(
    pa.struct([
        ("index", pa.int64()), ("at", INSTANT), ("agency", pa.string()), ("team", pa.string()), ("role", pa.string()),
    ])
)  # fmt: skip
_ROOTS = pa.list_(pa.string())
DUTIES = pa.schema([
    ("id", pa.string()), ("procedure", pa.string()), ("version", pa.int64()), ("subject_kind", pa.string()),
    ("subject_id", pa.string()), ("agency", pa.string()), ("team", pa.string()), ("role", pa.string()),
    ("trigger", pa.string()), ("opened_at", INSTANT), ("due_at", INSTANT), ("state", pa.string()),
    ("each", pa.string()), ("closed_at", INSTANT), ("closed_by", pa.string()), ("ended_at", INSTANT),
    ("because", _ROOTS), ("is_uncertain", pa.bool_()), ("rungs", _STEPS), ("reminders", _STEPS),
])  # fmt: skip
SIGNALS = pa.schema([
    ("id", pa.string()), ("procedure", pa.string()), ("version", pa.int64()), ("subject_kind", pa.string()),
    ("subject_id", pa.string()), ("root", pa.string()), ("true_at", INSTANT), ("state", pa.string()),
    ("evidence", _ROOTS), ("ended_at", INSTANT), ("is_uncertain", pa.bool_()),
])  # fmt: skip
GAPS = pa.schema([
    ("watch", pa.string()), ("subject_kind", pa.string()), ("subject_id", pa.string()), ("signal", pa.string()),
    ("true_at", INSTANT), ("pooled_at", INSTANT), ("agency", pa.string()), ("known_at", INSTANT),
])  # fmt: skip


# -- from relations to tables


def duty_table(procedure: Obliging, rows: Table, sight: Sight) -> Table:
    rows, rungs = _rungs(procedure, rows, sight)
    rows, reminders = _reminders(procedure, rows, sight)
    return rows.select(
        id="id", procedure=text(procedure.id), version=ibis.literal(procedure.version, "int64"),
        subject_kind=text(procedure.subject), subject_id="sid", agency="debtor", team="team", role="role",
        trigger="root", opened_at="opened", due_at="due", state="state", each="each", closed_at="closed_at",
        closed_by="closed_by", ended_at="ended_at", because="because", is_uncertain="unclear", rungs=rungs(rows),
        reminders=reminders(rows),
    )  # fmt: skip


def signal_table(watch: WatchProcedure, rows: Table) -> Table:
    return rows.select(
        id="id", procedure=text(watch.id), version=ibis.literal(watch.version, "int64"),
        subject_kind=text(watch.subject), subject_id="sid", root="root", true_at="true_at", state="state",
        evidence="evidence", ended_at="ended_at", is_uncertain="unclear",
    )  # fmt: skip


def _step(index: int, at: Any, party: dict[str, Any]) -> Any:
    return ibis.struct({"index": ibis.literal(index, "int64"), "at": at, **party})


_NO_STEPS = "array<struct<index: int64, at: int64, agency: string, team: string, role: string>>"


def _rungs(procedure: Obliging, rows: Table, sight: Sight) -> tuple[Table, Any]:
    for index, rung in enumerate(procedure.ladder):
        if rung.after is None:
            rows = rows.mutate(**{f"_rung{index}": rows["due"]})
        else:
            rows = sight.almanac.due(rows, f"_rung{index}", "due", rung.after)

    def column(rows: Table) -> Any:
        steps = [_step(i, rows[f"_rung{i}"], told_of(rung.tell, rows)) for i, rung in enumerate(procedure.ladder)]
        return ibis.array(steps) if steps else ibis.literal([], _NO_STEPS)

    return rows, column


def _reminders(procedure: Obliging, rows: Table, sight: Sight) -> tuple[Table, Any]:
    for index, reminder in enumerate(procedure.reminders):
        rows = sight.almanac.back(rows, f"_reminder{index}", "due", reminder.before)

    def column(rows: Table) -> Any:
        debtor = {"agency": rows["debtor"], "team": rows["team"], "role": rows["role"]}
        nothing = ibis.literal([], _NO_STEPS)
        whole = nothing
        for index in range(len(procedure.reminders)):
            at = rows[f"_reminder{index}"]
            whole = whole.concat(ibis.ifelse(at > rows["opened"], ibis.array([_step(index, at, debtor)]), nothing))
        return whole

    return rows, column


# -- from tables to the model's rows


def duty_rows(table: pa.Table) -> list[DutyRow]:
    return [
        DutyRow(
            id=row["id"],
            procedure=row["procedure"],
            version=row["version"],
            subject=Subject(row["subject_kind"], row["subject_id"]),
            debtor=Debtor(row["agency"], row["team"], row["role"]),
            trigger=row["trigger"],
            opened_at=instant(row["opened_at"]),
            due_at=instant(row["due_at"]),
            state=DutyState(row["state"]),
            each=row["each"],
            closed_at=_maybe(row["closed_at"]),
            closed_by=row["closed_by"],
            ended_at=_maybe(row["ended_at"]),
            because=tuple(row["because"]),
            is_uncertain=row["is_uncertain"],
            rungs=_due_rungs(row["rungs"]),
            reminders=_due_rungs(row["reminders"]),
        )
        for row in table.to_pylist()
    ]


def signal_rows(table: pa.Table) -> list[SignalRow]:
    return [
        SignalRow(
            id=row["id"],
            procedure=row["procedure"],
            version=row["version"],
            subject=Subject(row["subject_kind"], row["subject_id"]),
            root=row["root"],
            true_at=instant(row["true_at"]),
            state=SignalState(row["state"]),
            evidence=tuple(row["evidence"]),
            ended_at=_maybe(row["ended_at"]),
            is_uncertain=row["is_uncertain"],
        )
        for row in table.to_pylist()
    ]


def gap_rows(table: pa.Table) -> dict[Subject, list[Gap]]:
    """The gaps of each subject, in the order in which the pooled record held them."""
    found: dict[tuple[Subject, str], Gap] = {}
    for row in sorted(table.to_pylist(), key=lambda row: (row["pooled_at"], row["signal"], row["agency"])):
        subject = Subject(row["subject_kind"], row["subject_id"])
        times = instant(row["true_at"]), instant(row["pooled_at"])
        gap = found.setdefault((subject, row["signal"]), Gap(row["watch"], row["signal"], *times, {}))
        gap.by_agency[row["agency"]] = _maybe(row["known_at"])
    grouped: dict[Subject, list[Gap]] = {}
    for (subject, _), gap in found.items():
        grouped.setdefault(subject, []).append(gap)
    return grouped


def _maybe(value: int | None) -> Any:
    return None if value is None else instant(value)


def _due_rungs(steps: list[dict[str, Any]]) -> tuple[DueRung, ...]:
    return tuple(
        DueRung(step["index"], instant(step["at"]), Debtor(step["agency"], step["team"], step["role"]))
        for step in steps
    )
