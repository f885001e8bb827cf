"""Who may put an entry right? The agency that wrote it: others say what they know in an entry of their own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.recordable import is_recordable
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook


class CannotCorrect(PermissionDenied):
    """The message says why."""


def check_can_correct(viewer: Viewer, entry: Entry) -> None:
    kind = rulebook.current().vocabulary.kinds.get(entry.event.kind)
    if kind is None or not is_recordable(kind):
        raise CannotCorrect("This entry belongs to another page: it is put right there.")
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
