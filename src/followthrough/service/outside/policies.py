"""Who may enter an organisation, or say that its numbers were checked? Those who answer for an agency's directory."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer

ENTERERS = managing.ENTERING_ORGANISATIONS


class CannotEnterHere(PermissionDenied):
    """The message says why."""


def can_enter(viewer: Viewer) -> bool:
    return bool(ENTERERS & set(viewer.roles))


def check_can_enter(viewer: Viewer) -> None:
    if not can_enter(viewer):
        raise CannotEnterHere("Only managers, safeguarding leads and administrators enter an organisation.")
