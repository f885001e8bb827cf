"""Who may read a child's record now, how is it closed, which openings wait? Each asked after its policy has let it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.service.access import policies
from followthrough.service.access.models import Grant, Involvement, Opening, RecordClass, Relationship, Restriction
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
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
def worked_with(viewer: Viewer, *, is_agency: bool) -> set[str]:
    """Ids of children with whom the viewer, or a team of theirs, has to do; or any team of the agency. That opens
    nothing: ask `policies` for those of them whom the viewer may see.
    """
    still = Q(until=None) | Q(until__gt=clock.now())
    found = Involvement.objects.filter(still, to_at=None, agency=viewer.agency, subject_kind=policies.CHILD)
    found = found.exclude(relationship__in=(Relationship.DANGER, Relationship.REQUEST))
    if not is_agency:
        own = {slug for agency, _, slug in (key.partition("/") for key in viewer.teams) if agency == viewer.agency}
        of_all = Q(team=None, practitioner=None)
        found = found.filter(of_all | Q(team__slug__in=own) | Q(practitioner=viewer.practitioner_id))
    return set(found.values_list("subject_id", flat=True))


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
