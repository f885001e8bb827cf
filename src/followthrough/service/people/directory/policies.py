"""Who changes the directory? Everybody reads it; an agency's administrator keeps it, and the Board's adds agencies."""

from __future__ import annotations

from followthrough.service.core.viewer import Viewer
from followthrough.service.people.policies import BOARD, NotForYou, is_administrator


def can_change(viewer: Viewer, agency: str) -> bool:
    return is_administrator(viewer) and viewer.agency == agency


def check_can_change(viewer: Viewer, agency: str) -> None:
    if not can_change(viewer, agency):
        raise NotForYou("An agency’s own administrator changes its numbers, teams and hours.")


def can_add(viewer: Viewer) -> bool:
    return is_administrator(viewer) and viewer.agency == BOARD


def check_can_add(viewer: Viewer) -> None:
    if not can_add(viewer):
        raise NotForYou("The Board’s administrator adds agencies.")
