"""Who may see and place what came in? The team that has it, and those who answer for the team; row-level security says
the same. What was matched to a child belongs to the record: who may not see the child does not see it either.
"""

from __future__ import annotations

from followthrough.service.access.policies import Refused, can_see_child
from followthrough.service.core.managing import TOLD_OF_SILENCE
from followthrough.service.core.viewer import Viewer
from followthrough.service.intake.models import Item


def can_see(viewer: Viewer, item: Item) -> bool:
    """The rule of row-level security, told again for one row in memory."""
    is_open = item.child_id is None or can_see_child(viewer, item.child_id)
    return is_open and belongs(viewer, item.team.key)


def belongs(viewer: Viewer, team: str) -> bool:
    is_manager = viewer.agency == team.partition("/")[0] and bool(TOLD_OF_SILENCE & set(viewer.roles))
    return team in viewer.teams or is_manager


def check_can_place(viewer: Viewer, item: Item) -> None:
    if not belongs(viewer, item.team.key):
        raise Refused(f"Only {item.team} or its managers can decide about this.")
    if not item.is_waiting:
        raise Refused("Somebody else has decided about this meanwhile. Look at it again.")


def check_can_unmatch(viewer: Viewer, item: Item) -> None:
    if not can_see(viewer, item):
        raise Refused(f"Only {item.team} or its managers can undo this.")
    if item.child_id is None:
        raise Refused("This is matched to no child now. Look at it again.")
