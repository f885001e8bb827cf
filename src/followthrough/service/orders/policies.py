"""Who writes bail down, who an order? `check_…` raises, in words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.agencies.ringing import SOCIAL_CARE
from followthrough.service.core.viewer import Viewer

POLICE = "police"  # kinds of agency


class NotYours(PermissionDenied):
    """The message says why."""


def can_bail(viewer: Viewer, kind: str) -> bool:
    """`kind` is that of the viewer's agency."""
    return kind == POLICE and bool(viewer.teams)


def can_order(viewer: Viewer, kind: str) -> bool:
    return kind in (POLICE, SOCIAL_CARE) and bool(viewer.teams)


def check_can_bail(viewer: Viewer, kind: str) -> None:
    if not can_bail(viewer, kind):
        raise NotYours("Police write down what they decided about bail. Ask custody to do it, or share what you heard.")


def check_can_order(viewer: Viewer, kind: str) -> None:
    if not can_order(viewer, kind):
        raise NotYours("Children’s social care and police write this down. Share what you heard with them.")
