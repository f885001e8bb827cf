"""Who decides whether a procedure is off, in shadow or on? The board that owns the rules; everybody may read them.

And who sees what became of all that was shared: managers for their agency, the board for all, in numbers.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer

BOARD = "board"
DECIDERS = frozenset({managing.BOARDS})


class CannotReconcile(PermissionDenied):
    """The message says why."""


class CannotDecide(PermissionDenied):
    """The message says why."""


def check_can_decide(viewer: Viewer) -> None:
    if viewer.agency != BOARD or not DECIDERS & set(viewer.roles):
        raise CannotDecide("Only the board’s business manager writes down what the board has decided.")


def can_decide(viewer: Viewer) -> bool:
    try:
        check_can_decide(viewer)
    except CannotDecide:
        return False
    return True


def check_can_reconcile(viewer: Viewer) -> None:
    if not viewer.follows_up:
        raise CannotReconcile("This page is for managers, safeguarding leads and the board.")


def sees_all_agencies(viewer: Viewer) -> bool:
    return viewer.agency == BOARD and bool(DECIDERS & set(viewer.roles))
