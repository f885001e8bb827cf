"""Who may take a duty? Somebody of the team that owes it. Who may see it is for row-level security."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from followthrough.procedures.model.answer import DutyState
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty


class CannotTake(PermissionDenied):
    """The message says why, in words for the person who tried."""


def check_can_take(viewer: Viewer, duty: Duty, instead_of: str = "") -> None:
    if not is_owed_by(viewer, duty):
        raise CannotTake("This duty belongs to another team.")
    if duty.state not in (DutyState.OPEN, DutyState.BREACHED):
        raise CannotTake("This duty is closed.")
    if duty.taken_by != instead_of:
        raise CannotTake("Somebody else has taken it by now." if duty.taken_by else "Nobody has it by now.")


def can_take(viewer: Viewer, duty: Duty) -> bool:
    try:
        check_can_take(viewer, duty, duty.taken_by)
    except CannotTake:
        return False
    return True


def is_owed_by(viewer: Viewer, duty: Duty) -> bool:
    if not duty.debtor_team:
        return duty.debtor_agency == viewer.agency
    return f"{duty.debtor_agency}/{duty.debtor_team}" in viewer.teams


def owed_by(viewer: Viewer) -> Q:
    """The same for a set of duties."""
    owed = Q(debtor_agency=viewer.agency, debtor_team="")
    for agency, _, team in (each.partition("/") for each in viewer.teams):
        owed |= Q(debtor_agency=agency, debtor_team=team)
    return owed
