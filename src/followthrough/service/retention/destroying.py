"""How does a record go? Its rows are deleted by one function of the database, which asks for itself whether it may.

Afterwards every child who ever shared a home with this one is assessed again: if anything about them would change, the
record is still needed and nothing is destroyed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from followthrough.procedures.model.event import Subject
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.assessing import assess_subjects
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.locking import lock
from followthrough.service.ledger.models import Event
from followthrough.service.retention import digests
from followthrough.service.retention.models import Disposal
from followthrough.service.retention.queries import CHILD, HOUSEHOLD, kept_by, linked_children, own_homes


class StillNeeded(ValueError):
    """Nothing was destroyed; the message says what still needs the record."""


def destroy(disposal: Disposal, *, at: datetime, by: Viewer) -> None:
    """For one that two people have agreed to. Raises StillNeeded."""
    child = Subject(disposal.subject_kind, disposal.subject_id)
    linked = [Subject(CHILD, each) for each in sorted(linked_children(child.id))]
    with transaction.atomic():
        with as_assessor():
            lock({child, *linked})
            assess_subjects(linked, by=by, as_of=at)  # what time alone has brought is no change of ours
        needs = kept_by(child.id)
        if needs:
            raise StillNeeded(" ".join(needs))
        _delete(disposal, at)
        with as_assessor():
            changes = assess_subjects(linked, by=by, as_of=at)
        if changes:
            raise StillNeeded("What is owed for another child of the same home would change without it.")


def _delete(disposal: Disposal, at: datetime) -> None:
    """With the homes in which no other child ever lived: what happened in the others is kept for that child."""
    homes = own_homes(disposal.subject_id)
    with as_assessor():
        rows = Event.objects.filter(
            Q(subject_kind=CHILD, subject_id=disposal.subject_id) | Q(subject_kind=HOUSEHOLD, subject_id__in=homes)
        )
        found = {each.pk: digests.of_event(each) for each in rows}
    values: list[Any] = [disposal.pk, at, homes, list(found), list(found.values()), digests.of_all(found.values())]
    with connection.cursor() as cursor:
        cursor.execute("select retention_destroy(%s, %s, %s, %s, %s, %s)", values)
