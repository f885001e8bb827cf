"""How a page makes a fact for the one door: what was left empty is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from followthrough.procedures.model.event import Event, Subject, type_of_value
from followthrough.service.chronology import deciding
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent


def fact(
    kind: str,
    subject: Subject,
    said: Mapping[str, type_of_value],
    by: Viewer,
    *,
    text: str = "",
    at: datetime | None = None,
    key: str = "",
) -> NewEvent:
    """Of now, unless `at` is given. `key` makes a second press of a form the same fact."""
    return NewEvent(
        id=key or new_id(),
        kind=kind,
        subject=subject,
        occurred_from=at or clock.now(),
        agency=by.agency,
        data={name: value for name, value in said.items() if value not in ("", (), None)},
        text=text,
    )


def history_read(subject: Subject, earlier: int, by: Viewer) -> NewEvent:
    """The history stood beside a form on which somebody decided, and they read it. `earlier` is how much there was."""
    return fact(deciding.READ, subject, {"by": by.practitioner_id, "earlier": earlier}, by)


def as_recorded(event: Event) -> NewEvent:
    """A fact that is in the record, as a share takes it."""
    return NewEvent(
        id=event.id,
        kind=event.kind,
        subject=event.subject,
        occurred_from=event.occurred_from,
        occurred_to=event.occurred_to,
        agency=event.agency,
        data=event.data,
        text=event.text,
    )
