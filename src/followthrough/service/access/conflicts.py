"""Whose record must somebody not open, because it is about themselves, their family or a colleague's? Deny wins."""

from __future__ import annotations

from followthrough.procedures.model.event import Subject
from followthrough.service.access import granting, policies
from followthrough.service.access.actions import as_access
from followthrough.service.access.models import Conflict
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer


@as_access
def declare(*, practitioner: Practitioner, subject: Subject, why: str, by: Viewer) -> Conflict:
    """From now on the record is closed to the person, whoever they work with. Safe to repeat."""
    policies.check_can_declare(by, practitioner)
    held, is_new = Conflict.objects.get_or_create(
        practitioner=practitioner,
        subject_kind=subject.kind,
        subject_id=subject.id,
        to_at=None,
        defaults={"why": why, "declared_by": by.practitioner_id, "from_at": clock.now()},
    )
    if is_new:
        granting.renew_on(subject)
        audit.record("conflict.declared", by=by, subject=subject, detail={"practitioner": practitioner.pk, "why": why})
    return held


@as_access
def end(*, conflict: Conflict, by: Viewer) -> None:
    """For a privacy officer alone, and never about themselves."""
    policies.check_can_end_conflict(by, conflict)
    conflict.to_at = clock.now()
    conflict.save(update_fields=["to_at"])
    subject = Subject(conflict.subject_kind, conflict.subject_id)
    granting.renew_on(subject)
    audit.record("conflict.ended", by=by, subject=subject, detail={"practitioner": conflict.practitioner_id})
