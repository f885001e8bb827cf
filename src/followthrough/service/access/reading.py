"""How is a child's record opened? Checked first, then written down, then shown; a refusal is written down too.

The audit row is written before anything is rendered and in the same transaction: when it cannot be written, the
record is not shown.
"""

from __future__ import annotations

from datetime import datetime

from followthrough.procedures.model.event import Subject
from followthrough.service.access import policies
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer

LONGEST_ID = 64  # of any subject, in every table


def open_child(viewer: Viewer, child_id: str) -> datetime | None:
    """The child may be read; until when, where that is for a time only.

    Raises NotVisible, the same for a child unknown and a child not theirs.
    """
    if len(child_id) > LONGEST_ID:
        raise policies.NotVisible()  # no child's id: an audit row could not hold it, and names nobody without it
    child = Subject(policies.CHILD, child_id)
    try:
        until = policies.check_can_see_child(viewer, child_id)
    except policies.NotVisible:
        # In a transaction of its own, because the refusal rolls this one back.
        because = {"because": "own people"} if policies.is_of_own_people(viewer, child_id) else {}
        audit.record_apart("child.read", by=viewer, subject=child, detail=because, outcome="refused")
        raise
    audit.record("child.read", by=viewer, subject=child)
    return until
