"""Whom does an administrator look after, which seats have they, and who is switched off?"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from followthrough.service.agencies.models import ADMINISTRATOR, Agency, Membership, Practitioner, Team
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.people.models import SeatPlan, SwitchOff
from followthrough.service.people.policies import BOARD, check_can_administer, check_can_see_person


def people(viewer: Viewer) -> QuerySet[Practitioner]:
    """The agency's own; for the Board also the administrators of every agency."""
    mine = Q(agency=viewer.agency)
    if viewer.agency == BOARD:
        mine |= Q(memberships__role=ADMINISTRATOR, memberships__to_at=None)
    return Practitioner.objects.filter(mine).select_related("agency").distinct().order_by("-is_active", "name")


def person(viewer: Viewer, practitioner_id: str) -> Practitioner:
    """Somebody of another agency is not there. Who may not ask at all is told so before anybody is looked for."""
    check_can_administer(viewer)
    found = Practitioner.objects.select_related("agency").filter(pk=practitioner_id[:32]).first()
    if found is None:
        raise Http404
    check_can_see_person(viewer, found)
    return found


def seats(practitioner: Practitioner) -> list[Membership]:
    """Held now and before, the open ones first."""
    found = practitioner.memberships.select_related("team", "plan")
    return sorted(found, key=lambda each: (each.to_at is not None, -each.from_at.timestamp()))


def open_seats(found: QuerySet[Practitioner]) -> dict[str, list[Membership]]:
    """By person: one question for a whole list."""
    by_person: dict[str, list[Membership]] = {}
    held = Membership.objects.filter(practitioner__in=found, to_at=None).select_related("team").order_by("id")
    for each in held:
        by_person.setdefault(each.practitioner_id, []).append(each)
    return by_person


def plans(practitioner: Practitioner, today: date) -> QuerySet[SeatPlan]:
    """Seats that have not begun."""
    found = SeatPlan.objects.filter(practitioner=practitioner.pk, membership=None, is_over=False)
    return found.filter(Q(to_on=None) | Q(to_on__gte=today)).select_related("team").order_by("from_on")


def switched_off(viewer: Viewer) -> QuerySet[SwitchOff]:
    """The agency's people who can be restored."""
    found = SwitchOff.objects.filter(practitioner__agency=viewer.agency, restored_at=None)
    return found.select_related("practitioner").order_by("practitioner__name")


def is_switched_off(practitioner: Practitioner) -> bool:
    return SwitchOff.objects.filter(practitioner=practitioner.pk, restored_at=None).exists()


def teams(viewer: Viewer, of: Practitioner | None = None) -> QuerySet[Team]:
    return Team.objects.filter(agency=of.agency_id if of else viewer.agency)


def roles() -> dict[str, str]:
    """Words and titles: those of the rulebook, and the one who enters people."""
    return {**rulebook.current().vocabulary.roles, ADMINISTRATOR: "Administrator"}


def agency(key: str) -> Agency:
    return Agency.objects.get(pk=key)
