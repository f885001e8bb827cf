"""How does an event look in the database, and how does it come back? Typed by the vocabulary, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from followthrough.procedures.model import event as model
from followthrough.procedures.model.event import Known, Subject, type_of_value
from followthrough.procedures.model.vocabulary import DataField, FieldType, Vocabulary
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.models.event import SEALED_CLASSES
from followthrough.service.ledger.newevents import Accepted
from followthrough.service.ledger.same import Folding


def to_row(accepted: Accepted, *, recorded_at: datetime, by: Viewer, vocabulary: Vocabulary) -> Event:
    event, new = accepted.event, accepted.new
    data = {name: _written(value) for name, value in event.data.items()}
    sealed = _words(event.kind, data, vocabulary) if new.record_class in SEALED_CLASSES else {}
    return Event(
        id=event.id,
        kind=event.kind,
        subject_kind=event.subject.kind,
        subject_id=event.subject.id,
        agency=event.agency,
        author=by.practitioner_id,
        occurred_from=event.occurred_from,
        occurred_to=event.occurred_to,
        recorded_at=recorded_at,
        real_recorded_at=clock.real_now(),
        stated_known={agency: at.isoformat() for agency, at in (new.stated_known or {}).items()},
        data={name: value for name, value in data.items() if name not in sealed},
        sealed=sealed or None,
        corrects=event.corrects,
        is_retraction=event.is_retraction,
        text=event.text,
        record_class=new.record_class,
        handling=new.handling,
    )


def to_event(row: Event, vocabulary: Vocabulary, folded: Folding | None = None) -> model.Event:
    """`folded` says under whose name the event is read; without it, under which it was recorded."""
    subject = Subject(row.subject_kind, row.subject_id)
    return model.Event(
        id=row.id,
        kind=row.kind,
        subject=folded.subject_of(row.id, subject) if folded else subject,
        agency=row.agency,
        occurred_from=row.occurred_from,
        occurred_to=row.occurred_to,
        recorded_at=row.recorded_at,
        known=_known(row),
        data=_read_all(row, vocabulary),
        corrects=row.corrects,
        is_retraction=row.is_retraction,
        text=row.text,
    )


def _known(row: Event) -> dict[str, tuple[Known, ...]]:
    return {agency: (Known(datetime.fromisoformat(at), row.recorded_at),) for agency, at in row.stated_known.items()}


def _written(value: type_of_value) -> Any:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read_all(row: Event, vocabulary: Vocabulary) -> dict[str, type_of_value]:
    # A kind or field that a later vocabulary no longer has stays readable: history is not thrown away.
    kind = vocabulary.kinds.get(row.kind)
    fields: Mapping[str, DataField] = kind.fields if kind else {}
    data = {**row.data, **(row.sealed or {})}
    return {name: _read(value, fields.get(name)) for name, value in data.items()}


def _words(kind: str, data: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """What people wrote: fields of free text, which no rule compares."""
    fields = vocabulary.kinds[kind].fields
    return {name: value for name, value in data.items() if fields[name].type is FieldType.TEXT}


def _read(value: Any, field: DataField | None) -> type_of_value:
    if isinstance(value, list):
        return tuple(value)
    if field and field.type is FieldType.INSTANT:
        return datetime.fromisoformat(value)
    if field and field.type is FieldType.DATE:
        return date.fromisoformat(value)
    found: type_of_value = value
    return found
