"""May this viewer see this child, this record? One rule for one row and for sets; row-level security says the same.

`check_…` raises, `can_…` answers, `visible_to` and its kin are the set form. All read the grants of the viewer and
never the child itself: a child who is not known and a child who may not be seen take the same path.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from followthrough.procedures.model.event import Subject
from followthrough.service.access import granting
from followthrough.service.access.models import Conflict, Grant, Level, Opening, RecordClass, Restriction
from followthrough.service.agencies.models import Agency, Practitioner
from followthrough.service.core import clock
from followthrough.service.core.managing import AGENCY_WIDE
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting, as_part
from followthrough.service.ledger import same
from followthrough.service.ledger.models.event import Handling

CHILD = "child"
POLICE = "police"  # a kind of agency
PRIVACY_OFFICER = "privacy-officer"
BOARD = "board"  # its privacy officers answer for the whole partnership, an agency's for its own people


class Refused(PermissionDenied):
    """The message says why, in words for the person who tried."""


class NotVisible(Http404):
    """Not there, or not for this viewer: the answer is the same page. Says nothing about which."""


def visible_to(viewer: Viewer, kind: str = CHILD) -> QuerySet[Grant, str]:
    """The ids of every subject of this kind that the viewer may see; for `filter(pk__in=…)`."""
    found = _held(viewer).filter(subject_kind=kind, record_class=RecordClass.CORE, of_agency="")
    return found.values_list("subject_id", flat=True)


def can_see_child(viewer: Viewer, child_id: str) -> bool:
    return visible_to(viewer).filter(subject_id=child_id).exists()


def check_can_see_child(viewer: Viewer, child_id: str) -> datetime | None:
    """Until when, where it is for a time only."""
    untils = list(visible_to(viewer).filter(subject_id=child_id).values_list("until", flat=True))
    if not untils:
        raise NotVisible()
    return None if None in untils else max(each for each in untils if each)


class Told(StrEnum):
    """What somebody may know of a child, whatever they can read: existence and content are two things."""

    NOTHING = "nothing"
    KNOWN = "known"  # that the child is known: they have shown the name and the date of birth
    RESTRICTED = "restricted"
    SEALED = "sealed"
    ALL = "all"


@as_part("access")
def told(viewer: Viewer, child_id: str) -> Told:
    """The same questions are asked whatever the answers are, so that their number tells nothing."""
    child = Subject(CHILD, child_id)
    can_see, level = can_see_child(viewer, child_id), level_of(child)
    is_own = is_of_own_people(viewer, child_id)
    works_with, has_named = granting.works_with(viewer, child), _has_named(viewer, child_id)
    if can_see:
        return Told.ALL
    if is_own or level == Level.INVISIBLE:
        return Told.NOTHING
    if level == Level.SEALED:
        return Told.SEALED if works_with else Told.NOTHING
    if level == Level.RESTRICTED:
        return Told.RESTRICTED if works_with or has_named else Told.NOTHING
    return Told.KNOWN if has_named else Told.NOTHING


def is_of_own_people(viewer: Viewer, child_id: str) -> bool:
    named = Conflict.objects.filter(practitioner=viewer.practitioner_id, to_at=None)
    return named.filter(subject_kind=CHILD, subject_id__in=same.folding([child_id]).ids).exists()


def level_of(child: Subject) -> str:
    """How the record is closed; empty while it is not."""
    ids = [each.id for each in same.records_of(child)]
    held = Restriction.objects.filter(subject_kind=child.kind, subject_id__in=ids, to_at=None)
    return max(held.values_list("level", flat=True), key=Level.values.index, default="")


def check_can_close(viewer: Viewer, child_id: str) -> None:
    check_can_see_child(viewer, child_id)
    if not can_close(viewer):
        raise Refused("Safeguarding leads and team managers close records. Ask yours.")


def can_close(viewer: Viewer) -> bool:
    return viewer.holds(AGENCY_WIDE)


def check_can_open_in_danger(viewer: Viewer, child_id: str) -> None:
    if told(viewer, child_id) not in (Told.KNOWN, Told.RESTRICTED, Told.SEALED):
        raise NotVisible()


def check_is_privacy_officer(viewer: Viewer) -> None:
    if PRIVACY_OFFICER not in viewer.roles:
        raise Refused("Privacy officers review this.")


def check_can_review_opening(viewer: Viewer, opening: Opening) -> None:
    check_is_privacy_officer(viewer)
    if viewer.agency not in (BOARD, opening.practitioner.agency_id):
        raise Refused("The privacy officers of the opener’s agency review this, or the Board’s.")
    if opening.practitioner_id == viewer.practitioner_id:
        raise Refused("You opened this record yourself. Somebody else has to review it.")
    if opening.reviewed_at is not None:
        raise Refused("This was reviewed already.")


def check_can_declare(viewer: Viewer, practitioner: Practitioner) -> None:
    is_manager = can_close(viewer) and viewer.agency == practitioner.agency_id
    if practitioner.pk != viewer.practitioner_id and not is_manager and not viewer.is_system:
        raise Refused("You can say this of yourself. A manager can say it of people in their agency.")


def check_can_end_conflict(viewer: Viewer, conflict: Conflict) -> None:
    if PRIVACY_OFFICER not in viewer.roles or conflict.practitioner_id == viewer.practitioner_id:
        raise Refused("A privacy officer ends this, and never for themselves.")


def can_see_record(
    viewer: Viewer,
    subject: Subject,
    record_class: str,
    agency: str,
    occurred_from: datetime,
    occurred_to: datetime,
    handling: str = Handling.SHARED,
) -> bool:
    """Whether the viewer may see a record of this class that `agency` wrote about the subject."""
    if handling == Handling.POLICE and agency != viewer.agency and not is_police(viewer):
        return False
    found = _held(viewer).filter(
        subject_kind=subject.kind,
        subject_id=subject.id,
        record_class=record_class,
        of_agency__in=["", agency],
    )
    begins = Q(from_at=None) | Q(from_at__lte=occurred_to)
    ends = Q(to_at=None) | Q(to_at__gt=occurred_from)
    return found.filter(begins, ends).exists()


def is_police(viewer: Viewer) -> bool:
    return Agency.objects.filter(pk=viewer.agency, kind=POLICE).exists()


def hidden_from(viewer: Viewer) -> set[str]:
    """Children of whom the viewer is told nothing that is not the viewer's own: sealed and invisible ones that are
    closed to them, and their own people. Row-level security asks the same function of duties and shares.
    """
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute("select app_hidden()")
        (found,) = cursor.fetchone()
    return set(found)


@as_part("access")
def closed_to(viewer: Viewer, children: Collection[str]) -> set[str]:
    """Those of the children whose record is closed, at any level, to somebody who does not stand on its list."""
    closed = Restriction.objects.filter(subject_kind=CHILD, subject_id__in=list(children), to_at=None)
    return set(closed.exclude(subject_id__in=visible_to(viewer)).values_list("subject_id", flat=True))


def _has_named(viewer: Viewer, child_id: str) -> bool:
    """Whether the viewer has shown that they know the child's name and date of birth."""
    shown = AuditRow.objects.filter(action="child.known", viewer=viewer.practitioner_id)
    return shown.filter(subject_kind=CHILD, subject_id=child_id).exists()


def _held(viewer: Viewer) -> QuerySet[Grant]:
    still = Q(until=None) | Q(until__gt=clock.now())
    return Grant.objects.filter(still, viewer=viewer.practitioner_id)
