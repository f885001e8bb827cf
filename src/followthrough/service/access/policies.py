"""May this viewer see this child, this record? One rule for one row and for sets; row-level security says the same.

`check_…` raises, `can_…` answers, `visible_to` and its kin are the set form. All read the grants of the viewer and
never the child itself: a child who is not known and a child who may not be seen take the same path.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from followthrough.procedures.model.event import Subject
from followthrough.service.access.models import Grant, RecordClass
from followthrough.service.core.viewer import Viewer

CHILD = "child"


class NotVisible(Http404):
    """Not there, or not for this viewer: the answer is the same page. Says nothing about which."""


def visible_to(viewer: Viewer, kind: str = CHILD) -> QuerySet[Grant, str]:
    """The ids of every subject of this kind that the viewer may see; for `filter(pk__in=…)`."""
    found = Grant.objects.filter(
        viewer=viewer.practitioner_id, subject_kind=kind, record_class=RecordClass.CORE, of_agency=""
    )
    return found.values_list("subject_id", flat=True)


def can_see_child(viewer: Viewer, child_id: str) -> bool:
    return visible_to(viewer).filter(subject_id=child_id).exists()


def check_can_see_child(viewer: Viewer, child_id: str) -> None:
    if not can_see_child(viewer, child_id):
        raise NotVisible()


def can_see_record(
    viewer: Viewer, subject: Subject, record_class: str, agency: str, occurred_from: datetime, occurred_to: datetime
) -> bool:
    """Whether the viewer may see a record of this class that `agency` wrote about the subject."""
    found = Grant.objects.filter(
        viewer=viewer.practitioner_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        record_class=record_class,
        of_agency__in=["", agency],
    )
    begins = Q(from_at=None) | Q(from_at__lte=occurred_to)
    ends = Q(to_at=None) | Q(to_at__gt=occurred_from)
    return found.filter(begins, ends).exists()
