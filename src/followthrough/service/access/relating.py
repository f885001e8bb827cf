"""Who has to do with a child because of what happened? Asked by the one door, before it writes.

A named person leads, is allocated, or reads a case; agencies sat in the team around the child, in a core group or a
conference.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from followthrough.procedures.model.event import Event, Subject
from followthrough.service.access import actions
from followthrough.service.access.actions import as_access
from followthrough.service.access.models import Involvement, Relationship
from followthrough.service.agencies.models import Agency, Practitioner, Team
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import same

PERSONS = {
    "lead.accepted": ("person", Relationship.LEAD),
    "case.allocated": ("to", Relationship.ALLOCATED),
    "second-reader.named": ("reader", Relationship.READER),
}
ENDINGS = {
    "lead.ended": (Relationship.LEAD,),
    "case.closed": (Relationship.ALLOCATED, Relationship.READER),
}
TABLES = {
    "team-around-the-child.met": (Relationship.TEAM_AROUND, "belongs to the team around the child"),
    "core-group.met": (Relationship.TEAM_AROUND, "belongs to the core group"),
    "conference.held": (Relationship.MEETING, "took part in a conference"),
}
BEARING = {*PERSONS, *ENDINGS, *TABLES}


def relate(events: Sequence[Event], by: Viewer) -> None:
    """What bears on nobody's access asks nothing of the database."""
    bearing = [each for each in events if each.kind in BEARING and each.subject.kind == "child"]
    if bearing:
        _relate([each for each in bearing if not each.is_retraction], by)


@as_access
def _relate(events: Sequence[Event], by: Viewer) -> None:
    for event in events:
        if event.kind in PERSONS:
            _relate_person(event, by)
        elif event.kind in ENDINGS:
            for relationship in ENDINGS[event.kind]:
                _end(event, relationship, by)
        elif event.kind in TABLES:
            _relate_agencies(event, by)


def _relate_person(event: Event, by: Viewer) -> None:
    """One at a time: whoever led, or was allocated by the same agency, before does so no longer."""
    field, relationship = PERSONS[event.kind]
    person = Practitioner.objects.filter(pk=str(event.data.get(field, ""))[:32], is_active=True).first()
    if person is None:
        return  # somebody outside the directory: named in the record, and cannot sign in
    held = _persons(event, relationship).exclude(practitioner=person)
    # One second reader at a time, of whichever agency.
    for before in held if relationship == Relationship.READER else held.filter(agency=person.agency_id):
        actions.end_involvement(involvement=before, by=by)
    actions.involve(
        agency=person.agency_id,
        practitioner=person.pk,
        relationship=relationship,
        subject=event.subject,
        reason=relationship.label,
        by=by,
    )


def _end(event: Event, relationship: Relationship, by: Viewer) -> None:
    for held in _persons(event, relationship):
        actions.end_involvement(involvement=held, by=by)


@as_access
def end_readings(*, child_id: str, by: Viewer) -> None:
    """Of whoever has written down, as a second reader, what they found."""
    ids = [each.id for each in same.records_of(Subject("child", child_id))]
    held = Involvement.objects.filter(
        subject_kind="child",
        subject_id__in=ids,
        relationship=Relationship.READER,
        practitioner=by.practitioner_id,
        to_at=None,
    )
    for each in held:
        actions.end_involvement(involvement=each, by=by)


def _relate_agencies(event: Event, by: Viewer) -> None:
    relationship, reason = TABLES[event.kind]
    named = event.data.get("agencies", ())
    keys = [named] if isinstance(named, str) else list(named) if isinstance(named, tuple) else []
    for agency in Agency.objects.filter(pk__in=[str(each) for each in keys]):
        team = Team.objects.filter(agency=agency).order_by("-is_default", "slug").first()
        if team is not None:
            actions.involve(
                agency=agency.pk,
                team=team.slug,
                relationship=relationship,
                subject=event.subject,
                reason=reason,
                by=by,
            )


def _persons(event: Event, relationship: Relationship) -> QuerySet[Involvement]:
    ids = [each.id for each in same.records_of(event.subject)]
    return Involvement.objects.filter(
        subject_kind=event.subject.kind, subject_id__in=ids, relationship=relationship, to_at=None
    ).exclude(practitioner=None)
