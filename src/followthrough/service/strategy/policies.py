"""Who may call and hold a discussion, and who may speak for an agency in it? `check_…` raises, in words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core.viewer import Viewer
from followthrough.service.strategy import quorum
from followthrough.service.strategy.queries import Discussion


class CannotLead(PermissionDenied):
    """The message says why."""


def can_call(viewer: Viewer, kind: str) -> bool:
    """`kind` is that of the viewer's agency: children's social care calls, whoever asked for it."""
    return kind == quorum.SOCIAL_CARE and bool(viewer.teams)


def can_lead(viewer: Viewer, found: Discussion) -> bool:
    return viewer.agency == found.leads and bool(viewer.teams)


def can_speak_for(viewer: Viewer, found: Discussion, agency: str) -> bool:
    """An agency speaks for itself; who leads writes down what it said by voice."""
    return agency in found.asked and ((viewer.agency == agency and bool(viewer.teams)) or can_lead(viewer, found))


def can_speak_for_team(viewer: Viewer, found: Discussion, team: str) -> bool:
    """Of another team of the agency that leads it."""
    return team in found.teams and (team in viewer.teams or can_lead(viewer, found))


def check_can_call(viewer: Viewer, kind: str) -> None:
    if not can_call(viewer, kind):
        raise CannotLead("Children’s social care calls the discussion. Record your judgement: they are told at once.")


def check_can_lead(viewer: Viewer, found: Discussion) -> None:
    if not can_lead(viewer, found):
        raise CannotLead("The agency that called the discussion writes down what was decided.")


def check_can_speak_for(viewer: Viewer, found: Discussion, agency: str) -> None:
    if not can_speak_for(viewer, found, agency):
        raise CannotLead("Only that agency, or whoever leads the discussion, can say this.")


def check_can_speak_for_team(viewer: Viewer, found: Discussion, team: str) -> None:
    if not can_speak_for_team(viewer, found, team):
        raise CannotLead("Only that team, or whoever leads the discussion, can say this.")
