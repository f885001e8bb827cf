"""Who answers a request to see a record, who reads it over, and what must be true before it is given?"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer
from followthrough.service.subjectaccess.models import Request

ANSWERS = managing.KEEPING_RECORDS
READS_OVER = managing.READING_OVER


class NotForYou(PermissionDenied):
    """The message says why."""


class NotReady(ValueError):
    """The message says what is still to be done."""


def answers(viewer: Viewer) -> bool:
    return bool(ANSWERS & set(viewer.roles))


def check_answers(viewer: Viewer, request: Request | None = None) -> None:
    """An agency answers what was asked of it."""
    if not answers(viewer) or (request is not None and request.agency != viewer.agency):
        raise NotForYou(
            "Records managers and privacy officers answer requests to see a record. Pass the letter to yours."
        )


def check_may_read(viewer: Viewer, request: Request) -> None:
    """Whoever answers, and the second person who was asked."""
    if request.second_id != viewer.practitioner_id or request.agency != viewer.agency:
        check_answers(viewer, request)


def check_can_prepare(viewer: Viewer, request: Request) -> None:
    check_answers(viewer, request)
    if not request.is_open:
        raise NotForYou("This request is answered.")
    if request.is_prepared:
        raise NotForYou("It is with the second person now. They can send it back.")


def check_can_agree(viewer: Viewer, request: Request) -> None:
    if request.second_id != viewer.practitioner_id:
        raise NotForYou("Another person was asked to read this over.")
    if request.prepared_by == viewer.practitioner_id:
        raise NotForYou("You prepared this yourself. Somebody else has to read it over.")
    if not request.is_prepared or not request.is_open:
        raise NotForYou("There is nothing to read over now.")
