"""May this viewer enter, move or restore this person? Their own agency's people only, and never themselves."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.agencies.models import ADMINISTRATOR, Practitioner
from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer

BOARD = "board"
NOT_ONESELF = "Nobody approves their own access. Ask another administrator of your agency, or the Board’s."


class NotForYou(PermissionDenied):
    """The message says why."""


def is_administrator(viewer: Viewer) -> bool:
    return ADMINISTRATOR in viewer.roles


def check_can_administer(viewer: Viewer) -> None:
    if not is_administrator(viewer):
        raise NotForYou("This page is for the administrators of an agency.")


def check_can_see_person(viewer: Viewer, person: Practitioner) -> None:
    """An administrator sees the people of the agency; the Board's also every agency's administrators."""
    check_can_administer(viewer)
    if person.agency_id != viewer.agency and not _is_for_the_board(viewer, person):
        raise NotForYou("This person works for another agency.")


def check_can_change(viewer: Viewer, person: Practitioner) -> None:
    check_can_see_person(viewer, person)
    if person.pk == viewer.practitioner_id:
        raise NotForYou(NOT_ONESELF)


def can_change(viewer: Viewer, person: Practitioner) -> bool:
    try:
        check_can_change(viewer, person)
    except NotForYou:
        return False
    return True


def can_restore(viewer: Viewer) -> bool:
    return is_administrator(viewer) or managing.DUTY in viewer.roles


def check_can_restore(viewer: Viewer, person: Practitioner | None = None) -> None:
    """A duty manager is there at every hour; an administrator may be asleep."""
    if not can_restore(viewer):
        raise NotForYou("Accounts are restored by duty managers and administrators.")
    if person and person.agency_id != viewer.agency:
        raise NotForYou("This person works for another agency.")
    if person and person.pk == viewer.practitioner_id:
        raise NotForYou(NOT_ONESELF)


def _is_for_the_board(viewer: Viewer, person: Practitioner) -> bool:
    """Where an agency has one administrator, somebody must be able to change that one's access."""
    return viewer.agency == BOARD and person.memberships.filter(role=ADMINISTRATOR, to_at=None).exists()
