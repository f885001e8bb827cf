"""The answer as one JSON document, written row by row: docs/reference/population-json.md says what each field means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

import pyarrow.parquet as pq

from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.replay.population.question import Question
from followthrough.replay.population.summary import summary

SCHEMA = "followthrough.population/1"


def write_json(question: Question, engine: str, folder: Path, to: TextIO) -> None:
    """The head first, then each file of rows in turn: never more in memory than one group of rows."""
    head = {
        "schema": SCHEMA,
        "asked": asked(question, engine),
        "procedures": [_procedure(each) for each in question.procedures],
        "summary": summary(folder, question.as_of),
    }
    to.write(_dumps(head)[:-1])
    for name, rows in (("duties", _duties(folder)), ("signals", _signals(folder)), ("gaps", _gaps(folder))):
        to.write(f',\n"{name}": [')
        for number, row in enumerate(rows):
            to.write(("," if number else "") + "\n" + _dumps(row))
        to.write("]")
    to.write("}\n")


def asked(question: Question, engine: str) -> dict[str, Any]:
    return {
        "over": question.store.folder.name,
        "subjects": len(question.store.subjects),
        "engine": engine,
        "as_of": question.as_of,
        "perspective": question.perspective,
        "rulebook_of": question.rulebook_of,
        "rulebook": question.rulebook.version,
        "calendar": question.calendar.version,
    }


def _procedure(procedure: AnyProcedure) -> dict[str, Any]:
    return {
        "procedure": procedure.id,
        "version": procedure.version,
        "title": procedure.title,
        "source": {"id": procedure.source.id, "title": procedure.source.title, "clause": procedure.source.clause},
        "confidence": procedure.confidence.value,
    }


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(path).iter_batches(batch_size=2_000):
        yield from batch.to_pylist()


def _duties(folder: Path) -> Iterator[dict[str, Any]]:
    for row in _rows(folder / "duties.parquet"):
        kind, identity = row.pop("subject_kind"), row.pop("subject_id")
        debtor = {name: row.pop(name) or None for name in ("agency", "team", "role")}
        yield {**row, "subject": f"{kind}:{identity}", "debtor": debtor, "each": row["each"] or None}


def _signals(folder: Path) -> Iterator[dict[str, Any]]:
    for row in _rows(folder / "signals.parquet"):
        yield {**row, "subject": f"{row.pop('subject_kind')}:{row.pop('subject_id')}"}


def _gaps(folder: Path) -> Iterator[dict[str, Any]]:
    """One for each signal, as in the replay of a story: its agencies stand together in the file."""

    def key(row: dict[str, Any]) -> tuple[str, str, str, str]:
        return row["watch"], row["subject_kind"], row["subject_id"], row["signal"]

    for (watch, kind, identity, signal), grouped in groupby(_rows(folder / "gaps.parquet"), key):
        rows = list(grouped)
        yield {
            "watch": watch,
            "subject": f"{kind}:{identity}",
            "signal": signal,
            "true_at": rows[0]["true_at"],
            "pooled_at": rows[0]["pooled_at"],
            "by_agency": {row["agency"]: row["known_at"] for row in rows if row["agency"] is not None},
        }


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{value!r} cannot be written as JSON")
