"""Who may see who has looked? The child's lead professional; and privacy officers, each for their agency's people."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import BOARD, PRIVACY_OFFICER
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import queries as ledger

ACCEPTED, ENDED = "lead.accepted", "lead.ended"


class NotForYou(PermissionDenied):
    """The message says why."""


def is_privacy_officer(viewer: Viewer) -> bool:
    return PRIVACY_OFFICER in viewer.roles


def of_agency(viewer: Viewer) -> str:
    """Whose people a privacy officer asks about: empty for everybody's."""
    return "" if viewer.agency == BOARD else viewer.agency


def check_can_oversee(viewer: Viewer) -> None:
    if not is_privacy_officer(viewer):
        raise NotForYou("This page is for privacy officers.")


def is_lead_professional(viewer: Viewer, child: Subject) -> bool:
    """Of a child whose record the viewer may read: what may not be read makes nobody its lead."""
    leads: dict[str, str] = {}
    for event in ledger.events_for(viewer, child).filter(kind__in=[ACCEPTED, ENDED]):
        if event.kind == ACCEPTED:
            leads[str(event.data.get("lead"))] = str(event.data.get("person", ""))
        else:
            leads.pop(str(event.data.get("lead")), None)
    return viewer.practitioner_id in leads.values()


def can_see_who_looked(viewer: Viewer, child: Subject) -> bool:
    return is_privacy_officer(viewer) or is_lead_professional(viewer, child)
