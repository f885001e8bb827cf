"""Who may see a duty, and who may do what with it? Reasons are sentences for the person who tried."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from followthrough.procedures.model.answer import DutyState
from followthrough.service.access import policies as access
from followthrough.service.core.managing import MANAGERS
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import Desk, desk_of
from followthrough.service.worklist import disputes, queries
from followthrough.service.worklist.desks import Desks


class CannotAnswer(PermissionDenied):
    """The message says why."""


def can_open_child(viewer: Viewer, duty: Duty) -> bool:
    return duty.subject_kind == access.CHILD and access.can_see_child(viewer, duty.subject_id)


def can_see(viewer: Viewer, desks: Desks, duty: Duty) -> bool:
    """Whoever owes it, whoever was told that nobody acted, and whoever may open the child."""
    return desks.desk.owes(duty) or can_open_child(viewer, duty) or queries.was_told(desks, duty)


def is_manager(viewer: Viewer) -> bool:
    return viewer.holds(MANAGERS)


def is_waiting(duty: Duty) -> bool:
    return DutyState(duty.state).is_waiting and duty.ended_at is None


def check_can_answer(viewer: Viewer, duty: Duty, desk: Desk | None = None) -> None:
    """To say anything of it as one of the team that owes it. A page that knows the viewer's desk gives it along."""
    if not (desk or desk_of(viewer)).owes(duty):
        raise CannotAnswer("This duty belongs to another team.")
    if not is_waiting(duty):
        raise CannotAnswer("This duty is closed.")


def check_can_dispute(viewer: Viewer, duty: Duty, desk: Desk | None = None) -> None:
    """To say that it is not ours, or that it is wrong: not of a duty to answer just that, or there were no end."""
    check_can_answer(viewer, duty, desk)
    if disputes.is_dispute(duty):
        raise CannotAnswer("Say what you think in your answer.")


def check_can_excuse(viewer: Viewer, duty: Duty, desk: Desk | None = None) -> None:
    check_can_answer(viewer, duty, desk)
    if not is_manager(viewer):
        raise CannotAnswer("Only a manager of the team that owes it can excuse a duty.")


def check_can_settle(viewer: Viewer, desks: Desks, duty: Duty) -> None:
    """To answer, as a manager, what was said of a duty; or as one who was told that no manager has answered."""
    if not disputes.is_asking(duty, disputes.ANSWERED):
        raise CannotAnswer("Nothing was said of this duty that a manager has to answer.")
    if not is_waiting(duty):
        raise CannotAnswer("It was answered already.")
    answers = desks.desk.owes(duty) and is_manager(viewer)
    if not answers and not queries.was_told(desks, duty):
        raise CannotAnswer("Only a manager of the team can answer this.")


def check_can_consider(viewer: Viewer, duty: Duty) -> None:
    """To say what the group that looks after a rule has decided."""
    if not disputes.is_asking(duty, disputes.CONSIDERED):
        raise CannotAnswer("Nothing was said of a rule that you have to consider here.")
    check_can_answer(viewer, duty)


def can_settle(viewer: Viewer, desks: Desks, duty: Duty) -> bool:
    return _holds(check_can_settle, viewer, desks, duty)


def can_answer(viewer: Viewer, desks: Desks, duty: Duty) -> bool:
    return _holds(check_can_answer, viewer, duty, desks.desk)


def can_dispute(viewer: Viewer, desks: Desks, duty: Duty) -> bool:
    return _holds(check_can_dispute, viewer, duty, desks.desk)


def can_excuse(viewer: Viewer, desks: Desks, duty: Duty) -> bool:
    return _holds(check_can_excuse, viewer, duty, desks.desk)


def _holds(check: Callable[..., None], *asked: object) -> bool:
    try:
        check(*asked)
    except CannotAnswer:
        return False
    return True
