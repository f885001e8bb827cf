"""Who may see a duty, and who may do what with it? Reasons are sentences for the person who tried."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from followthrough.procedures.model.answer import DutyState
from followthrough.service.access import policies as access
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import is_owed_by
from followthrough.service.worklist import queries
from followthrough.service.worklist.desks import Desks

MANAGERS = frozenset({"team-manager", "duty-manager", "service-manager", "on-call-manager"})


class CannotAnswer(PermissionDenied):
    """The message says why."""


def can_open_child(viewer: Viewer, duty: Duty) -> bool:
    return duty.subject_kind == access.CHILD and access.can_see_child(viewer, duty.subject_id)


def can_see(viewer: Viewer, desks: Desks, duty: Duty) -> bool:
    """Whoever owes it, whoever was told that nobody acted, and whoever may open the child."""
    return desks.desk.owes(duty) or can_open_child(viewer, duty) or queries.was_told(desks, duty)


def is_waiting(duty: Duty) -> bool:
    return DutyState(duty.state).is_waiting and duty.ended_at is None


def check_can_answer(viewer: Viewer, duty: Duty) -> None:
    """To say that it is not ours, or that it is wrong."""
    if not is_owed_by(viewer, duty):
        raise CannotAnswer("This duty belongs to another team.")
    if not is_waiting(duty):
        raise CannotAnswer("This duty is closed.")


def check_can_excuse(viewer: Viewer, duty: Duty) -> None:
    check_can_answer(viewer, duty)
    if not MANAGERS & set(viewer.roles):
        raise CannotAnswer("Only a manager of the team that owes it can excuse a duty.")


def can_answer(viewer: Viewer, duty: Duty) -> bool:
    return _holds(check_can_answer, viewer, duty)


def can_excuse(viewer: Viewer, duty: Duty) -> bool:
    return _holds(check_can_excuse, viewer, duty)


def _holds(check: Callable[[Viewer, Duty], None], viewer: Viewer, duty: Duty) -> bool:
    try:
        check(viewer, duty)
    except CannotAnswer:
        return False
    return True
