"""Which agencies have nobody who enters people, and who is named for it?"""

from __future__ import annotations

from django.db.models import QuerySet

from followthrough.service.agencies.models import ADMINISTRATOR, Agency, Membership, Practitioner
from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer
from followthrough.service.people.first import policies
from followthrough.service.people.models import Nomination
from followthrough.service.people.policies import BOARD


def has_administrator(agency: Agency) -> bool:
    held = Membership.objects.filter(role=ADMINISTRATOR, to_at=None, practitioner__is_active=True)
    return held.filter(practitioner__agency=agency).exists()


def waiting(viewer: Viewer) -> QuerySet[Nomination]:
    """Those that nobody has decided about."""
    found = Nomination.objects.filter(decided_at=None).select_related("agency", "team", "named_by")
    return found if policies.can_decide(viewer) else found.none()


def nomination(viewer: Viewer, nomination_id: str) -> Nomination | None:
    found = Nomination.objects.select_related("agency", "team", "named_by").filter(pk=nomination_id[:32])
    return found.first() if policies.can_decide(viewer) else None


def seconds(viewer: Viewer) -> list[str]:
    """Names of who can agree to what the viewer has named."""
    seats = Membership.objects.filter(to_at=None, role__in=managing.AGREEING_TO_ADMINISTRATORS)
    found = Practitioner.objects.filter(agency=BOARD, is_active=True, pk__in=seats.values("practitioner"))
    return list(found.exclude(pk=viewer.practitioner_id).order_by("name").values_list("name", flat=True))
