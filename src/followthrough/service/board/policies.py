"""Who reads how the partnership does, and who signs a report?

The Board’s office, its chair and its members, and whoever sits in one of its groups: all of them read numbers, and no
name of a child or of a person. Signed off is a report by the chair alone.
"""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied

from followthrough.service.access.policies import BOARD
from followthrough.service.core.managing import BOARDS
from followthrough.service.core.viewer import Viewer

CHAIR, MEMBER = "chair", "board-member"
READERS: Final = frozenset({BOARDS, CHAIR, MEMBER, "worker"})  # a worker of the Board sits in one of its groups


class CannotRead(PermissionDenied):
    """The message says why."""


class CannotSignOff(PermissionDenied):
    """The message says why."""


def can_read(viewer: Viewer) -> bool:
    return viewer.agency == BOARD and viewer.holds(READERS)


def check_can_read(viewer: Viewer) -> None:
    if not can_read(viewer):
        raise CannotRead("These pages are for the Board: its office, its chair, its members and its groups.")


def can_sign_off(viewer: Viewer) -> bool:
    return viewer.agency == BOARD and viewer.holds((CHAIR,))


def check_can_sign_off(viewer: Viewer) -> None:
    if not can_sign_off(viewer):
        raise CannotSignOff("The chair of the Board signs off its reports.")
