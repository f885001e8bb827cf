"""Who may read a child's record now, how is it closed, which openings wait? Each asked after its policy has let it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.service.access import policies
from followthrough.service.access.models import Grant, Involvement, Opening, RecordClass, Restriction
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import same


@as_part("access")
def readers(viewer: Viewer, child: Subject) -> list[Practitioner]:
    """Everybody who can open the record, but not the viewer."""
    held = Grant.objects.filter(
        subject_kind=child.kind, subject_id=child.id, record_class=RecordClass.CORE, of_agency=""
    )
    found = Practitioner.objects.filter(pk__in=held.values("viewer"), is_active=True)
    return list(found.exclude(pk=viewer.practitioner_id).select_related("agency"))


@as_part("access")
def involvements(viewer: Viewer, records: Iterable[str]) -> list[Involvement]:
    """Which agencies, teams and people have to do with these records of a child whom the viewer has opened, or had."""
    found = Involvement.objects.filter(subject_kind=policies.CHILD, subject_id__in=list(records))
    return list(found.select_related("agency", "team", "practitioner").order_by("from_at", "id"))


@as_part("access")
def standing(child: Subject) -> tuple[Restriction, list[str]] | None:
    """How the record is closed now, and who is on the list."""
    ids = [each.id for each in same.records_of(child)]
    held = Restriction.objects.filter(subject_kind=child.kind, subject_id__in=ids, to_at=None).first()
    return (held, list(held.names.values_list("practitioner", flat=True))) if held else None


def opening(viewer: Viewer, opening_id: str) -> Opening | None:
    return _openings(viewer).filter(pk=opening_id).first()


def openings_to_review(viewer: Viewer) -> list[Opening]:
    return list(_openings(viewer).filter(reviewed_at=None))


def _openings(viewer: Viewer) -> QuerySet[Opening]:
    """By the people of a privacy officer's own agency; for the Board's by everybody."""
    policies.check_is_privacy_officer(viewer)
    found = Opening.objects.select_related("practitioner")
    return found if viewer.agency == policies.BOARD else found.filter(practitioner__agency=viewer.agency)
