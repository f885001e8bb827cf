"""Who may do what with a share? The team that has it answers, the sender's follows it; managers of either may both.

Row-level security says the same for reading. `check_…` raises with a reason a person can read.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.models import Leg, Share

# The roles to whom a share's silence climbs; the migration names the same.
MANAGERS = ("team-manager", "safeguarding-lead", "on-call-manager")


class CannotDo(PermissionDenied):
    """The message says why, in words for the person who tried."""


def can_answer(viewer: Viewer, leg: Leg) -> bool:
    """Take receipt, accept, pass on, say what was done."""
    return _belongs(viewer, leg.team.key)


def can_follow(viewer: Viewer, share: Share) -> bool:
    """Chase, confirm, withdraw."""
    return _belongs(viewer, share.teams[0])


def check_can_answer(viewer: Viewer, leg: Leg) -> None:
    if not can_answer(viewer, leg):
        raise CannotDo(f"Only {leg.team} or its managers can answer this. Nothing was recorded.")


def check_can_follow(viewer: Viewer, share: Share) -> None:
    if not can_follow(viewer, share):
        raise CannotDo("Only the team that sent this, or its managers, can do that. Nothing was recorded.")


def answers(viewer: Viewer, leg: Leg) -> list[str]:
    """What the viewer can do with a leg as it stands, the likeliest first. Actions check again."""
    share, state = leg.share, leg.state
    found: list[str] = []
    is_finished = share.is_information and state == Leg.State.RECEIVED
    if can_answer(viewer, leg) and not is_finished:
        asked = ["redirect"] if share.is_information else ["accept", "redirect", "act"]
        found += {Leg.State.SENT: ["receive", *asked], Leg.State.RECEIVED: asked, Leg.State.ACCEPTED: ["act"]}.get(
            Leg.State(state), []
        )
    if can_follow(viewer, share) and not is_finished:
        if state == Leg.State.ACTED:
            found.append("confirm")
        if state in (Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED):
            found += ["chase", *(["widen"] if state == Leg.State.SENT else []), "withdraw"]
    return found


def can_see(viewer: Viewer, share: Share) -> bool:
    """The rule of row-level security, told again for one row in memory."""
    return any(_belongs(viewer, team) for team in share.teams)


def _belongs(viewer: Viewer, team: str) -> bool:
    is_manager = viewer.agency == team.partition("/")[0] and bool(set(MANAGERS) & set(viewer.roles))
    return team in viewer.teams or is_manager
