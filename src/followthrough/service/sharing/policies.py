"""Who may do what with a share? The team that has it answers, the sender's follows it; managers of either may both.

Row-level security says the same for reading. `check_…` raises with a reason a person can read.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core.managing import TOLD_OF_SILENCE
from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.projecting import is_unwritten, unacknowledged, unanswered


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
    found: list[str] = []
    if can_answer(viewer, leg):
        found += [*(["acknowledge"] if unacknowledged(leg) else []), *_recipients(leg)]
    if can_follow(viewer, leg.share):
        found += [*(["reply"] if unanswered(leg) else []), *_senders(leg)]
    return found


def _recipients(leg: Leg) -> list[str]:
    state = Leg.State(leg.state)
    if leg.share.is_information:
        return ["receive", "redirect"] if state == Leg.State.SENT else []
    if leg.share.is_request:
        open_now = ["answer", "answer_in_part", "refuse", "redirect", "ask"]
        return {Leg.State.SENT: ["receive", *open_now], Leg.State.RECEIVED: open_now}.get(state, [])
    asked = ["accept", "redirect", "ask", "tell", "act"]
    by_state = {
        Leg.State.SENT: ["receive", *asked],
        Leg.State.RECEIVED: asked,
        Leg.State.ACCEPTED: ["act", "tell", "ask"],
    }
    return by_state.get(state, [])


def _senders(leg: Leg) -> list[str]:
    """A share for information is finished at receipt; it can be put right and taken back all the same."""
    state = Leg.State(leg.state)
    found = ["confirm"] if state == Leg.State.ACTED else []
    if is_unwritten(leg) and state != Leg.State.WITHDRAWN:
        found.append("write_down")
    is_finished = leg.share.is_information and state == Leg.State.RECEIVED
    if state in (Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED):
        found += [] if is_finished else ["chase"]
        found += [*(["widen"] if state == Leg.State.SENT else []), "correct", "withdraw"]
    elif state in (Leg.State.ACTED, Leg.State.CONFIRMED):
        found.append("correct")
    return found


def can_see(viewer: Viewer, share: Share) -> bool:
    """The rule of row-level security, told again for one row in memory."""
    return any(_belongs(viewer, team) for team in share.teams)


def _belongs(viewer: Viewer, team: str) -> bool:
    is_manager = viewer.agency == team.partition("/")[0] and viewer.holds(TOLD_OF_SILENCE)
    return team in viewer.teams or is_manager
