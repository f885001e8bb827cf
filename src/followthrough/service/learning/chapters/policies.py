"""Who writes chapters, who approves them, and who sees how many have read one? Everybody who signs in reads them.

Row-level security says the same of the rows.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from followthrough.service.access.policies import BOARD, NotVisible
from followthrough.service.core.managing import FOLLOWING_UP
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.chapters.models import Chapter, Version
from followthrough.service.learning.recommendations.models import Owner
from followthrough.service.learning.reviews.policies import can_keep

GROUP = f"{BOARD}/{Owner.POLICIES.value}"
NEEDED = 2  # people who approve


class CannotWrite(PermissionDenied):
    """The message says why."""


class Changed(CannotWrite):
    """Somebody else has written meanwhile. Whoever is told can look again and go on."""


def can_write(viewer: Viewer) -> bool:
    """Members of the group that looks after the policies; the Board’s business manager and its chair."""
    return GROUP in viewer.teams or can_keep(viewer)


def check_can_write(viewer: Viewer) -> None:
    if not can_write(viewer):
        raise CannotWrite("The Policies and Procedures Group and the Board’s office write the chapters.")


def visible_versions(viewer: Viewer) -> QuerySet[Version]:
    """A draft is for those who write and approve."""
    found = Version.objects.select_related("chapter", "written_by")
    return found if can_write(viewer) else found.exclude(approved_at=None)


def check_can_see_version(viewer: Viewer, slug: str, number: int) -> Version:
    found = visible_versions(viewer).filter(chapter=slug, number=number).first()
    if found is None:
        raise NotVisible()
    return found


def check_can_see_chapter(viewer: Viewer, slug: str) -> Chapter:
    found = Chapter.objects.filter(pk=slug, versions__in=visible_versions(viewer)).distinct().first()
    if found is None:
        raise NotVisible()
    return found


def check_can_approve(viewer: Viewer, version: Version) -> None:
    check_can_write(viewer)
    if version.approved_at is not None:
        raise CannotWrite("This version is approved already.")
    if viewer.practitioner_id in version.writers:
        raise CannotWrite("You wrote in this version. Two others have to approve it.")
    if version.approvals.filter(by=viewer.practitioner_id).exists():
        raise CannotWrite("You have approved this version. Another person has to approve it as well.")


def can_approve(viewer: Viewer, version: Version) -> bool:
    try:
        check_can_approve(viewer, version)
    except CannotWrite:
        return False
    return True


def can_count(viewer: Viewer) -> bool:
    """Managers see how many of their own agency have read; those who write, how many of each."""
    return can_write(viewer) or viewer.holds(FOLLOWING_UP)


def check_can_count(viewer: Viewer) -> None:
    if not can_count(viewer):
        raise CannotWrite("Managers and safeguarding leads see how many have read a chapter.")
