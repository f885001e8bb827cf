"""Who writes a Vulnerable Child form, and who looks through it? `check_…` raises, in words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core.managing import LOOKING_THROUGH
from followthrough.service.core.viewer import Viewer


class NotForYou(PermissionDenied):
    """The message says why."""


def can_write(viewer: Viewer, is_police: bool) -> bool:
    return is_police and bool(viewer.teams)


def check_can_write(viewer: Viewer, is_police: bool) -> None:
    if not can_write(viewer, is_police):
        raise NotForYou("Police record what they attended. Share what you know on the page “Share information”.")


def can_check(viewer: Viewer, is_police: bool, author: str) -> bool:
    """A second person: nobody looks through a form that they wrote."""
    return can_write(viewer, is_police) and viewer.holds(LOOKING_THROUGH) and viewer.practitioner_id != author


def check_can_check(viewer: Viewer, is_police: bool, author: str) -> None:
    if not can_check(viewer, is_police, author):
        raise NotForYou("A sergeant who did not write the form looks through it.")
