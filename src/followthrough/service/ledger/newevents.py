"""What does a caller hand to the one door? An event before it has a place in the record; checked here, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.event import Event, Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models.event import NARRATIVE, SHARED


class CannotRecord(ValueError):
    """The record refuses an event; the message says why, and what to do."""


class AlreadyRecorded(CannotRecord):
    """An event with this id stands in the record."""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """`agency` is the recorder's own when left out, `occurred_to` the same instant as `occurred_from`.

    `stated_known` says since when an agency has known it, beyond what authorship and shares show.
    """

    kind: str
    subject: Subject
    occurred_from: datetime
    occurred_to: datetime | None = None
    agency: str | None = None
    data: Mapping[str, type_of_value] = field(default_factory=dict)
    text: str = ""
    record_class: str = NARRATIVE
    handling: str = SHARED
    corrects: str | None = None
    is_retraction: bool = False
    id: str | None = None
    stated_known: Mapping[str, datetime] | None = None


@dataclass(frozen=True)
class Accepted:
    """A new event that fits the vocabulary, with what the engine does not read beside it."""

    event: Event
    new: NewEvent


def accept(new: NewEvent, *, by: Viewer, vocabulary: Vocabulary, now: datetime) -> Accepted:
    """Raises CannotRecord. `recorded_at` is provisional until the subjects are locked."""
    try:
        event = Event(
            id=new.id or new_id(),
            kind=new.kind,
            subject=Subject(*new.subject),
            agency=new.agency or by.agency,
            occurred_from=_in_utc(new.occurred_from),
            occurred_to=_in_utc(new.occurred_to or new.occurred_from),
            recorded_at=now,
            data={name: _plain(value) for name, value in new.data.items()},
            corrects=new.corrects,
            is_retraction=new.is_retraction,
            text=new.text,
        )
        vocabulary.check(event)
    except ModelError as error:
        raise CannotRecord(str(error)) from error
    _check_times(event, new, now)
    return Accepted(event, new)


def _check_times(event: Event, new: NewEvent, now: datetime) -> None:
    if event.occurred_from > now:
        raise CannotRecord(f"{event.kind} cannot be recorded before it happens: put a plan into the data instead.")
    for agency, at in (new.stated_known or {}).items():
        if at > now:
            raise CannotRecord(f"{event.kind} cannot be known to {agency} later than it is recorded.")


def _plain(value: type_of_value) -> type_of_value:
    if isinstance(value, datetime):
        return _in_utc(value)
    return tuple(value) if isinstance(value, list) else value


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise CannotRecord(f"{instant} names no time zone: give an aware instant.")
    return instant.astimezone(UTC)
