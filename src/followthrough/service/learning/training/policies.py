"""Who keeps the programme, and who holds a session? The learning group and the Board’s office; the agency that teaches.

Everybody who is signed in may read the programme, and answers for a session at which they were.
"""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied

from followthrough.service.access.policies import BOARD
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import Owner
from followthrough.service.learning.reviews.policies import can_keep
from followthrough.service.learning.training.models import Audience, Course

GROUP: Final = f"{BOARD}/{Owner.LEARNING.value}"


class CannotTrain(PermissionDenied):
    """The message says why."""


def can_lead(viewer: Viewer) -> bool:
    return GROUP in viewer.teams or can_keep(viewer)


def check_can_lead(viewer: Viewer) -> None:
    if not can_lead(viewer):
        raise CannotTrain("The Learning and Improvement Group and the Board’s office keep the programme.")


def can_teach(viewer: Viewer, course: Course) -> bool:
    return can_lead(viewer) or (bool(viewer.teams) and viewer.agency == course.taught_by)


def check_can_teach(viewer: Viewer, course: Course) -> None:
    if not can_teach(viewer, course):
        raise CannotTrain("Only the agency that gives the course and the learning group plan its sessions.")


def can_count(viewer: Viewer, audience: Audience) -> bool:
    """The agency of the group counts who is trained; the learning group may do it for them."""
    return can_lead(viewer) or (viewer.follows_up and viewer.agency == audience.agency)


def check_can_count(viewer: Viewer, audience: Audience) -> None:
    if not can_count(viewer, audience):
        raise CannotTrain("A manager of the group’s agency, or the learning group, writes down the count.")
