"""Who signs for an agency, and who keeps its rotas? Everybody reads both, for everybody may need the number."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.agencies.models import Shift
from followthrough.service.core.managing import MANAGERS, NAMING_CONTACTS, SIGNING
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.models import HandOver, Period


class CannotSign(PermissionDenied):
    """The message says why."""


def check_can_sign(viewer: Viewer, period: Period) -> None:
    if not viewer.holds(SIGNING):
        raise CannotSign("A manager or the safeguarding lead signs for an agency. Ask yours.")
    if not period.asked.filter(agency=viewer.agency).exists():
        raise CannotSign("Your agency was not asked to cover these days.")


def can_sign(viewer: Viewer, period: Period, asked: set[str]) -> bool:
    """`asked` are the keys of the agencies that were asked."""
    return viewer.holds(SIGNING) and viewer.agency in asked


# Rotas


class CannotKeep(PermissionDenied):
    """The message says why."""


def can_keep(viewer: Viewer, agency: str) -> bool:
    """Who puts people on the rotas of an agency: its managers, at any hour the one on duty."""
    return viewer.agency == agency and viewer.holds(MANAGERS)


def check_can_keep(viewer: Viewer, agency: str) -> None:
    if not can_keep(viewer, agency):
        raise CannotKeep("A team manager or duty manager of the agency keeps its rotas. Ask yours.")


def can_hand(viewer: Viewer, shift: Shift) -> bool:
    """Whose shift it is offers it to somebody else; so does whoever keeps the rota."""
    return shift.practitioner_id == viewer.practitioner_id or can_keep(viewer, shift.team.agency_id)


def check_can_hand(viewer: Viewer, shift: Shift) -> None:
    if not can_hand(viewer, shift):
        raise CannotKeep("Only the person on the shift, or who keeps the rota, can hand it to somebody else.")


def can_name_contact(viewer: Viewer) -> bool:
    """A school's safeguarding lead keeps no rota, and knows who is there in the holidays."""
    return viewer.holds(NAMING_CONTACTS)


def check_can_name_contact(viewer: Viewer) -> None:
    if not can_name_contact(viewer):
        raise CannotKeep("A manager or the safeguarding lead names the holiday contact. Ask yours.")


# Hand-over


def check_can_take_over(viewer: Viewer, hand_over: HandOver) -> None:
    if hand_over.taker.key not in viewer.teams:
        raise CannotKeep(f"{hand_over.taker.title} accepts what is on this list.")


def check_can_give(viewer: Viewer, hand_over: HandOver) -> None:
    if hand_over.giver.key not in viewer.teams:
        raise CannotKeep(f"{hand_over.giver.title} answers what is asked about this list.")
