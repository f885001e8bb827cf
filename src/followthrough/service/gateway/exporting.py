"""How does the whole record become a store? Read by a role that can only read, at one instant, event by event.

No extension of the database and no file of the server is used: rows come over the connection like any other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from followthrough.procedures.engines.relational.schema import DATA, KNOWN, SUBJECTS, schema_of
from followthrough.procedures.engines.relational.writing import Writer
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.vocabulary import DataField, FieldType, Vocabulary
from followthrough.service.core import audit, roles
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.gateway.policies import MayNotExport, check_export
from followthrough.service.ledger import models
from followthrough.service.ledger.same import folding
from followthrough.service.ledger.translating import to_event

__all__ = ["MayNotExport", "export"]

_PIECE = 20_000


def export(folder: Path, vocabulary: Vocabulary, *, by: Viewer, reason: str) -> Counter[str]:
    """Write the store in `folder`; returns how many events of each kind. Kinds that the vocabulary no longer has
    stay behind. Raises MayNotExport.
    """
    check_export(by, reason)
    with acting(by):
        audit.record_apart("export the record", by=by, detail={"reason": reason}, outcome="begun")
    with Writer(folder, vocabulary, made_by="followthrough export", puts_in_order=True) as writer, _as_exporter():
        _write_events(writer, vocabulary)
        _write_subjects(writer)
    with acting(by):
        audit.record("export the record", by=by, detail={"reason": reason, "events": sum(writer.counts.values())})
    return writer.counts


@contextmanager
def _as_exporter() -> Iterator[None]:
    """One snapshot for all that is read, and nothing may be written."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute("select set_config('role', %s, true)", [roles.name("exporter")])
        yield


def _write_events(writer: Writer, vocabulary: Vocabulary) -> None:
    pending: dict[str, list[dict[str, Any]]] = defaultdict(list)
    known: list[dict[str, Any]] = []
    rows = models.Event.objects.filter(kind__in=list(vocabulary.kinds)).order_by("recorded_at")
    aliases = models.SameChild.objects.filter(to_at=None).values_list("alias", flat=True)
    folded = folding({*aliases, *models.Placement.objects.values_list("child", flat=True)})
    for row in rows.iterator(chunk_size=2_000):
        event = to_event(row, vocabulary, folded)
        pending[event.kind].append(_row(event, vocabulary))
        known += [
            {"event_id": event.id, "agency": agency, "at": each.at, "shown_at": each.shown_at}
            for agency, stated in event.known.items()
            for each in stated
        ]
        if len(pending[event.kind]) >= _PIECE:
            _flush(writer, event.kind, pending, vocabulary)
    for kind in sorted(pending):
        _flush(writer, kind, pending, vocabulary)
    writer.known(pa.Table.from_pylist(known, KNOWN))


def _flush(writer: Writer, kind: str, pending: dict[str, list[dict[str, Any]]], vocabulary: Vocabulary) -> None:
    writer.events(kind, pa.Table.from_pylist(pending.pop(kind), schema_of(vocabulary.kind(kind))))


def _write_subjects(writer: Writer) -> None:
    found = models.SubjectState.objects.order_by("subject_kind", "subject_id").values_list("subject_kind", "subject_id")
    writer.subjects(pa.Table.from_pylist([{"kind": kind, "id": identity} for kind, identity in found], SUBJECTS))


def _row(event: Event, vocabulary: Vocabulary) -> dict[str, Any]:
    """Nothing in the engine reads what people wrote, so it does not leave: neither the text nor words in the data."""
    fields = vocabulary.kind(event.kind).fields
    told = {name: value for name, value in event.data.items() if name in fields and not _is_written(fields[name])}
    data = {DATA + name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
    return {
        "id": event.id,
        "subject_kind": event.subject.kind,
        "subject_id": event.subject.id,
        "agency": event.agency,
        "occurred_from": event.occurred_from,
        "occurred_to": event.occurred_to,
        "recorded_at": event.recorded_at,
        "corrects": event.corrects,
        "is_retraction": event.is_retraction,
        "text": "",
        **data,
    }


def _is_written(field: DataField) -> bool:
    return field.type is FieldType.TEXT
