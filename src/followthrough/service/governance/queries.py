"""Who may see a child, and why? What two agencies have agreed? Each question takes the viewer who asks it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from followthrough.procedures.model.event import Subject
from followthrough.service.access.models import Grant, Involvement, RecordClass
from followthrough.service.agencies.models import Membership
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.governance.models import SharingAgreement
from followthrough.service.ledger import same


@dataclass(frozen=True)
class Reason:
    """Why a team works with a child, and since when."""

    words: str
    since: datetime


@dataclass(frozen=True)
class CanSee:
    """A person who may see the child now, with the seat and the reasons that let them."""

    practitioner: str
    name: str
    seats: tuple[str, ...]
    agency: str
    reasons: tuple[Reason, ...]


@as_part("governance")
def who_can_see(viewer: Viewer, child: Subject) -> list[CanSee]:
    """Everybody with a grant on who the child is, by agency and name."""
    held = Grant.objects.filter(
        subject_kind=child.kind, subject_id=child.id, record_class=RecordClass.CORE, of_agency=""
    ).values("viewer")
    seats: dict[str, list[Membership]] = defaultdict(list)
    found = Membership.objects.at_work().filter(practitioner__in=held).select_related("practitioner", "team__agency")
    for seat in found.order_by("team__agency__title", "practitioner__name", "id"):
        seats[seat.practitioner_id].append(seat)
    ids = [each.id for each in same.records_of(child)]
    involved = Involvement.objects.filter(subject_kind=child.kind, subject_id__in=ids, to_at=None)
    oldest_first = list(involved.select_related("team").order_by("from_at", "id"))
    return [_can_see(own, oldest_first) for own in seats.values()]


def _can_see(seats: list[Membership], involved: list[Involvement]) -> CanSee:
    person, agency = seats[0].practitioner, seats[0].team.agency
    teams = {seat.team_id for seat in seats}
    mine = [each for each in involved if each.practitioner_id == person.pk]
    ours = [each for each in involved if each.agency_id == agency.key and each.practitioner_id is None]
    own = [each for each in ours if each.team_id is None or each.team_id in teams]
    reasons = [Reason(each.reason, each.from_at) for each in mine]
    reasons += [Reason(f"{_team(each)} {each.reason}", each.from_at) for each in own]
    # A lead or a manager sees what any team of the agency works with.
    reasons += [Reason(f"answers for {_team(each)}, which {each.reason}", each.from_at) for each in ours if not own]
    return CanSee(
        person.pk,
        person.name,
        tuple(dict.fromkeys(f"{seat.team.title} ({seat.role.replace('-', ' ')})" for seat in seats)),
        agency.title,
        tuple(reasons),
    )


def _team(involvement: Involvement) -> str:
    return involvement.team.title if involvement.team else "the whole agency"


def agreements(viewer: Viewer, on: date) -> list[SharingAgreement]:
    """In force on a day and still to come, by pair."""
    found = SharingAgreement.objects.filter(Q(to_on=None) | Q(to_on__gte=on)).select_related("one", "other")
    return list(found.order_by("one__title", "other__title", "from_on"))
