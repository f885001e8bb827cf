"""Who names an agency's administrator, and who agrees? Two people of the Board, and neither for themselves."""

from __future__ import annotations

from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer
from followthrough.service.people.models import Nomination
from followthrough.service.people.policies import BOARD, NotForYou, is_administrator


class CannotName(ValueError):
    """The message says why."""


class CannotAgree(ValueError):
    """The message says why, and what to do."""


def can_name(viewer: Viewer) -> bool:
    return is_administrator(viewer) and viewer.agency == BOARD


def check_can_name(viewer: Viewer) -> None:
    if not can_name(viewer):
        raise NotForYou("The Board’s administrator names an agency’s first administrator.")


def can_decide(viewer: Viewer) -> bool:
    return viewer.agency == BOARD and viewer.holds(managing.AGREEING_TO_ADMINISTRATORS)


def check_can_agree(viewer: Viewer, nomination: Nomination) -> None:
    if not can_decide(viewer):
        raise NotForYou("Somebody of the Board agrees to an agency’s first administrator.")
    if nomination.named_by_id == viewer.practitioner_id:
        raise NotForYou("You named this person yourself. Somebody else of the Board has to agree.")
