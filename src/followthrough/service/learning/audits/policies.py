"""Who audits an agency, who draws cases, and who reads them?

An agency audits itself: its managers and its safeguarding lead. The Board's office goes through it, draws cases and
writes what was found. A case is read by the agency that owed the duty, whose people may open it. Row-level security
says the same of the rows.
"""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied

from followthrough.service.access.policies import NotVisible
from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.audits.models import CaseAudit, Sampled, SelfAudit
from followthrough.service.learning.reviews.policies import can_keep

REPORTED: Final = "This audit is reported. Its cases are not read any more."
FOUND: Final = "This audit is reported. What it found does not change any more."


class CannotAudit(PermissionDenied):
    """The message says why."""


def can_answer_for(viewer: Viewer, agency: str) -> bool:
    return viewer.agency == agency and viewer.holds({*ANSWERABLE, "director"})


def check_can_begin(viewer: Viewer) -> None:
    if not can_answer_for(viewer, viewer.agency):
        raise CannotAudit("A manager, the safeguarding lead or the director audits an agency.")


def check_can_see_self_audit(viewer: Viewer, key: str) -> SelfAudit:
    found = SelfAudit.objects.select_related("agency").filter(key=key).first()
    if found is None or not (can_keep(viewer) or can_answer_for(viewer, found.agency_id)):
        raise NotVisible()
    return found


def can_answer(viewer: Viewer, audit: SelfAudit) -> bool:
    return audit.returned_at is None and can_answer_for(viewer, audit.agency_id)


def check_can_answer(viewer: Viewer, audit: SelfAudit) -> None:
    if not can_answer(viewer, audit):
        raise CannotAudit("The agency answers for itself, until it has sent its audit.")


def check_can_challenge(viewer: Viewer, audit: SelfAudit) -> None:
    check_can_draw(viewer)
    if audit.returned_at is None or audit.challenged_at is not None:
        raise CannotAudit("There is nothing to go through now.")


def check_can_give_feedback(viewer: Viewer, audit: SelfAudit) -> None:
    check_can_draw(viewer)
    if audit.challenged_at is None or audit.feedback_at is not None:
        raise CannotAudit("Feedback is given once, when the audit was gone through.")


# Cases


def can_draw(viewer: Viewer) -> bool:
    return can_keep(viewer)


def check_can_draw(viewer: Viewer) -> None:
    if not can_draw(viewer):
        raise CannotAudit("The Board’s business manager and its chair do this.")


def check_can_see_case_audit(viewer: Viewer, key: str) -> CaseAudit:
    """Row-level security shows it to the Board, and to agencies of which a case was drawn."""
    found = CaseAudit.objects.filter(key=key).first()
    if found is None or not (can_keep(viewer) or viewer.holds(ANSWERABLE)):
        raise NotVisible()
    return found


def can_read_case(viewer: Viewer, case: Sampled) -> bool:
    return viewer.agency == case.agency and viewer.holds(ANSWERABLE)


def check_can_read_case(viewer: Viewer, audit: CaseAudit, number: int) -> Sampled:
    found = audit.cases.filter(number=number).first()
    if found is None or not can_read_case(viewer, found):
        raise NotVisible()
    if audit.reported_at is not None:
        raise CannotAudit(REPORTED)
    return found


def check_can_find(viewer: Viewer, audit: CaseAudit) -> None:
    check_can_draw(viewer)
    if audit.reported_at is not None:
        raise CannotAudit(FOUND)
