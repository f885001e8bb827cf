"""How a visit went is written down: one fact through the one door. What follows from it, the procedures say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.children.models import Child
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import NewEvent, Recorded, record


@transaction.atomic
def write(*, kind: str, child: Child, at: datetime, data: Mapping[str, type_of_value], by: Viewer) -> Recorded:
    """Raises CannotRecord, in words."""
    fields = rulebook.current().vocabulary.kind(kind).fields
    own = {"by": by.practitioner_id} if "by" in fields else {}
    new = NewEvent(kind=kind, subject=Subject("child", child.pk), occurred_from=at, data={**own, **data})
    return record([new], by=by)
