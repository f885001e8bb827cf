"""Who decides whether a procedure is off, in shadow or on? The board that owns the rules; everybody may read them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core.viewer import Viewer

BOARD = "board"
DECIDERS = frozenset({"business-manager"})


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
