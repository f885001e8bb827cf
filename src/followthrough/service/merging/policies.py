"""May this viewer say that two records are one child's, or that they are not? Only where they can open both.

A record that the viewer may not open and one that does not exist take the same path, so that trying tells nothing.
"""

from __future__ import annotations

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD, Refused, can_close, check_can_see_child, level_of
from followthrough.service.core.viewer import Viewer, as_part

ASK = "Safeguarding leads and team managers merge records, and part them. Ask yours."
FOR_AN_HOUR = "You opened this record because of danger, for an hour. Somebody who works with the child can merge it."


def can_merge(viewer: Viewer) -> bool:
    return can_close(viewer)


def check_can_merge(viewer: Viewer, survivor: str, alias: str) -> None:
    """Raises NotVisible or Refused."""
    _check_can_open_both(viewer, survivor, alias)
    if survivor == alias:
        raise Refused("This is the same record.")
    if len(_levels(survivor, alias)) > 1:
        raise Refused(
            "One of the two records is closed to a list, and the other is not closed in the same way. "
            "Close both in the same way, or open both, before you merge them."
        )


def check_can_part(viewer: Viewer, survivor: str, alias: str) -> None:
    _check_can_open_both(viewer, survivor, alias)


@as_part("merging")
def _levels(*children: str) -> set[str]:
    """Asked only of records that the viewer can open."""
    return {level_of(Subject(CHILD, each)) for each in children}


def _check_can_open_both(viewer: Viewer, one: str, other: str) -> None:
    untils = [check_can_see_child(viewer, each) for each in (one, other)]
    if not can_merge(viewer):
        raise Refused(ASK)
    if any(untils):
        raise Refused(FOR_AN_HOUR)
