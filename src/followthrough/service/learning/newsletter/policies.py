"""Who writes an issue, who releases it, and who reads it? The Board’s office writes; all who are signed in read."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from followthrough.service.access.policies import BOARD, NotVisible
from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.models import Issue
from followthrough.service.learning.reviews.policies import can_keep, visible_reviews


class CannotRelease(PermissionDenied):
    """The message says why."""


class Changed(CannotRelease):
    """Somebody else has written meanwhile. Whoever is told can look again and go on."""


def visible_issues(viewer: Viewer) -> QuerySet[Issue]:
    """Drafts and their ends, for whoever keeps reviews and sees each one that the issue tells of."""
    if not can_keep(viewer):
        return Issue.objects.none()
    seen = list(visible_reviews(viewer).values_list("pk", flat=True))
    return Issue.objects.filter(reviews__contained_by=seen)


def check_can_see_issue(viewer: Viewer, issue_id: str) -> Issue:
    found = visible_issues(viewer).select_related("release", "corrects").filter(pk=issue_id).first()
    if found is None:
        raise NotVisible()
    return found


def check_can_change(issue: Issue) -> None:
    if issue.release_id is not None:
        raise CannotRelease("This issue is out and stays as it is. Write a correction, which is an issue of its own.")


def can_release(viewer: Viewer, issue: Issue) -> bool:
    """A second person: never one who wrote a word of it."""
    return can_keep(viewer) and viewer.practitioner_id not in issue.writers and issue.release_id is None


def check_can_release(viewer: Viewer, issue: Issue) -> None:
    check_can_change(issue)
    if viewer.practitioner_id in issue.writers:
        raise CannotRelease("You wrote in this issue. Somebody else of the Board’s office reads it and releases it.")
    if not can_keep(viewer):
        raise CannotRelease("The Board’s business manager and its chair release issues.")


def can_see_reach(viewer: Viewer) -> bool:
    """Of every agency for whoever keeps reviews; of their own for those who answer for it."""
    return can_keep(viewer) or can_report(viewer)


def check_can_see_reach(viewer: Viewer) -> None:
    if not can_see_reach(viewer):
        raise CannotRelease("Managers and safeguarding leads see how far an issue reached in their agency.")


def can_report(viewer: Viewer) -> bool:
    """Say for an agency how far an issue reached."""
    return viewer.agency != BOARD and viewer.holds(ANSWERABLE)


def check_can_report(viewer: Viewer) -> None:
    if not can_report(viewer):
        raise CannotRelease("Managers and safeguarding leads say how far an issue reached in their agency.")
