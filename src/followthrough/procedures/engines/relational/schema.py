"""Which columns does a stored population have? One table a kind of event, typed by the vocabulary."""

from __future__ import annotations

import hashlib

import pyarrow as pa

from followthrough.procedures.model.vocabulary import EventKind, FieldType, Vocabulary

INSTANT = pa.timestamp("us", tz="UTC")
DATA = "data_"  # what the column of a field of the typed data begins with

EVENT = pa.schema(
    [
        ("id", pa.string()),
        ("subject_kind", pa.string()),
        ("subject_id", pa.string()),
        ("agency", pa.string()),
        ("occurred_from", INSTANT),
        ("occurred_to", INSTANT),
        ("recorded_at", INSTANT),
        ("corrects", pa.string()),
        ("is_retraction", pa.bool_()),
        ("text", pa.string()),
    ]
)
KNOWN = pa.schema([("event_id", pa.string()), ("agency", pa.string()), ("at", INSTANT), ("shown_at", INSTANT)])
SUBJECTS = pa.schema([("kind", pa.string()), ("id", pa.string())])

_TYPES: dict[FieldType, pa.DataType] = {
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.NUMBER: pa.float64(),
    FieldType.DATE: pa.date32(),
    FieldType.INSTANT: INSTANT,
    FieldType.KEYS: pa.list_(pa.string()),
}


def schema_of(kind: EventKind) -> pa.Schema:
    """The columns of a kind: those of every event, then one for each field of its data."""
    fields = [pa.field(DATA + name, _TYPES.get(each.type, pa.string())) for name, each in kind.fields.items()]
    return pa.schema([*EVENT, *fields])


def digest_of(vocabulary: Vocabulary) -> str:
    """The same for two vocabularies whose stores can be read by one another."""
    lines = [
        f"{kind.id} {sorted((name, each.type.value) for name, each in kind.fields.items())} {kind.conveys}"
        for kind in sorted(vocabulary.kinds.values(), key=lambda kind: kind.id)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
