"""Who sees the letters of a team, who mends one, and who says how a team may be told? Reasons are for who tried."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.core.viewer import Viewer


class NotYours(PermissionDenied):
    """The message says why."""


def is_manager(viewer: Viewer) -> bool:
    return viewer.holds(ANSWERABLE)


def sees_team(viewer: Viewer, agency: str, team: str) -> bool:
    """A member sees the letters of their team; a manager those of their agency. Row-level security says it too."""
    return agency == viewer.agency and (is_manager(viewer) or f"{agency}/{team}" in viewer.teams)


def check_can_mend(viewer: Viewer, agency: str, team: str) -> None:
    if not sees_team(viewer, agency, team):
        raise NotYours("Only the team that this letter was for, or its managers, can say that it was passed on.")


def check_can_bound(viewer: Viewer, team_key: str) -> None:
    if not is_manager(viewer) or team_key not in viewer.teams:
        raise NotYours("Only a manager of the team says how its people are told.")
