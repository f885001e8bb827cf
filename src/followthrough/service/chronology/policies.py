"""Who may put an entry right? The agency that wrote it: others say what they know in an entry of their own.

Who may see who knew what, when? Reviewers of the child, and the triage manager: no agency, of another.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from followthrough.service.access.granting import sits_on_panel
from followthrough.service.chronology.deciding import OF_TWO_PEOPLE
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.recordable import is_recordable
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.triage.policies import is_triage_manager


class CannotSee(PermissionDenied):
    """The message says why."""


class CannotCorrect(PermissionDenied):
    """The message says why."""


def check_can_correct(viewer: Viewer, entry: Entry) -> None:
    kind = rulebook.current().vocabulary.kinds.get(entry.event.kind)
    if kind is None or not is_recordable(kind):
        raise CannotCorrect("This entry belongs to another page: it is put right there.")
    if entry.event.kind in OF_TWO_PEOPLE:
        raise CannotCorrect("What waits for a signature, or was signed, stands as it was said. Write a new entry.")
    if entry.event.agency != viewer.agency:
        raise CannotCorrect("Only the agency that wrote this entry can put it right.")
    if entry.is_taken_back:
        raise CannotCorrect("This entry was taken back already.")


def can_correct(viewer: Viewer, entry: Entry) -> bool:
    try:
        check_can_correct(viewer, entry)
    except CannotCorrect:
        return False
    return True


def can_see_who_knew(viewer: Viewer, records: Iterable[str]) -> bool:
    """`records` are those of a child whom the viewer has opened."""
    return is_triage_manager(viewer) or sits_on_panel(viewer, records)


def check_can_see_who_knew(viewer: Viewer, records: Iterable[str]) -> None:
    if not can_see_who_knew(viewer, records):
        raise CannotSee("Who sits on a review panel of this child, and the manager of the triage team, read this.")
