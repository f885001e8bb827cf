"""How does a made-up county get into a service, to measure it? In bulk, past the one door: never into real records.

Nothing is assessed here: what follows from the events is worked out when a subject is next written to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
from django.db import connection

from followthrough.procedures.engines.relational.schema import DATA
from followthrough.procedures.engines.relational.store import Store
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models.event import NARRATIVE, SHARED

LOADER = Viewer.system("synth")
_PIECE = 5_000
_EVENT = {
    "id": "text", "kind": "text", "subject_kind": "text", "subject_id": "text", "agency": "text", "author": "text",
    "occurred_from": "timestamptz", "occurred_to": "timestamptz", "recorded_at": "timestamptz",
    "real_recorded_at": "timestamptz", "stated_known": "jsonb", "data": "jsonb", "corrects": "text",
    "is_retraction": "boolean", "text": "text", "record_class": "text", "handling": "text",
}  # fmt: skip
_SUBJECT = {
    "subject_kind": "text", "subject_id": "text", "live_from": "timestamptz", "recorded_to": "timestamptz",
    "rulebook_version": "text", "calendar_version": "text",
}  # fmt: skip
_UNASSESSED = {"rulebook_version": "", "calendar_version": ""}


def load(store: Store) -> int:
    """Every event and subject of `store`. Returns how many events were loaded."""
    later = _twice(store)
    loaded = 0
    with acting(LOADER):
        for kind in store.kinds:
            for batch in store.table_of(kind).to_batches(max_chunksize=_PIECE):
                rows = [_event(kind, row, later) for row in batch.to_pylist()]
                _insert("ledger_event", _EVENT, rows)
                loaded += len(rows)
        with as_assessor():
            for batch in store.subjects.to_batches(max_chunksize=_PIECE):
                _insert("ledger_subjectstate", _SUBJECT, list(_subjects(batch)))
    return loaded


def _twice(store: Store) -> dict[str, int]:
    """Events that bear another's instant of record, and by how many microseconds each is put later."""
    found = duckdb.connect().execute(
        "select id, n from (select id, row_number() over (partition by recorded_at order by id) - 1 as n"
        " from read_parquet(?, union_by_name = true)) where n > 0",
        [str(store.folder / "events" / "*.parquet")],
    )
    return dict(found.fetchall())


def _insert(table: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    """One statement for many rows; COPY is not for tables with row-level security."""
    names = ", ".join(columns)
    given = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({names}) select * from unnest({given})",
            [[row[name] for row in rows] for name in columns],
        )


def _event(kind: str, row: dict[str, Any], later: dict[str, int]) -> dict[str, Any]:
    data = {name.removeprefix(DATA): value for name, value in row.items() if name.startswith(DATA)}
    return {
        **{name: row[name] for name in ("id", "subject_kind", "subject_id", "agency", "occurred_from", "occurred_to")},
        **{name: row[name] for name in ("corrects", "is_retraction", "text")},
        "kind": kind,
        "author": LOADER.practitioner_id,
        "recorded_at": row["recorded_at"] + timedelta(microseconds=later.get(row["id"], 0)),
        "real_recorded_at": clock.real_now(),
        "stated_known": "{}",
        "data": json.dumps({name: value for name, value in data.items() if value is not None}, default=_plain),
        "record_class": NARRATIVE,
        "handling": SHARED,
    }


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of an event")


def _subjects(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for row in batch.to_pylist():
        yield {
            "subject_kind": row["kind"],
            "subject_id": row["id"],
            "live_from": now,
            "recorded_to": now,
            **_UNASSESSED,
        }
