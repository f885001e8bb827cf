"""Whose is a duty, and who may take it? Who may see it is for row-level security.

A duty is owed by the team that it names. One that names no team of its agency, be it that it names none or one that
is not in the directory, is owed by the team where its role is held (for the duty manager, and the manager on call, the
team on duty now); else by the agency's default team. `Desk` says so once, for one duty and for a set of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.module_loading import import_string

from followthrough.procedures.model.answer import DutyState
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty


class CannotTake(PermissionDenied):
    """The message says why, in words for the person who tried."""


@dataclass(frozen=True)
class Desk:
    """What one viewer answers for, as the directory has it. Of the viewer's own agency: its teams (`known`), the
    roles that anybody holds (`held`), those that lead to the viewer (`answered`), and whether its default team does.
    """

    viewer: Viewer
    known: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    is_default: bool = False

    def owes(self, duty: Duty) -> bool:
        if f"{duty.debtor_agency}/{duty.debtor_team}" in self.viewer.teams:
            return True
        if duty.debtor_agency != self.viewer.agency or duty.debtor_team in self.known:
            return False
        return duty.debtor_role in self.answered or (self.is_default and duty.debtor_role not in self.held)

    def owed(self) -> Q:
        """The same for a set of duties."""
        unnamed = Q(debtor_role__in=self.answered)
        if self.is_default:
            unnamed |= ~Q(debtor_role__in=self.held)
        owed = Q(debtor_agency=self.viewer.agency) & ~Q(debtor_team__in=self.known) & unnamed
        for agency, _, team in (each.partition("/") for each in self.viewer.teams):
            owed |= Q(debtor_agency=agency, debtor_team=team)
        return owed


def desk_of(viewer: Viewer) -> Desk:
    """FOLLOWTHROUGH_DESKS names the function that knows the directory."""
    desk: Desk = import_string(settings.FOLLOWTHROUGH_DESKS)(viewer)
    return desk


def is_owed_by(viewer: Viewer, duty: Duty) -> bool:
    """Whoever asks about many duties asks `desk_of` once."""
    return desk_of(viewer).owes(duty)


def owed_by(viewer: Viewer) -> Q:
    return desk_of(viewer).owed()


def check_can_take(viewer: Viewer, duty: Duty, instead_of: str = "", desk: Desk | None = None) -> None:
    if not (desk or desk_of(viewer)).owes(duty):
        raise CannotTake("This duty belongs to another team.")
    if duty.state not in (DutyState.OPEN, DutyState.BREACHED):
        raise CannotTake("This duty is closed.")
    if duty.taken_by != instead_of:
        raise CannotTake("Somebody else has taken it by now." if duty.taken_by else "Nobody has it by now.")


def check_can_hand_back(viewer: Viewer, duty: Duty) -> None:
    if duty.state not in (DutyState.OPEN, DutyState.BREACHED):
        raise CannotTake("This duty is closed.")
    if duty.taken_by != viewer.practitioner_id:
        raise CannotTake("You do not have this duty.")


def can_take(viewer: Viewer, duty: Duty, desk: Desk | None = None) -> bool:
    try:
        check_can_take(viewer, duty, duty.taken_by, desk)
    except CannotTake:
        return False
    return True
