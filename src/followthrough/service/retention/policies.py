"""Who decides how long records are kept, who holds one back, who reviews and agrees before one is destroyed?"""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied

from followthrough.service.access import policies as access
from followthrough.service.core.viewer import Viewer
from followthrough.service.retention.models import Disposal

BOARD = "board"
DECIDERS = frozenset({"business-manager"})
KEEPERS = frozenset({"records-manager", "privacy-officer"})


class NotForYou(PermissionDenied):
    """The message says why."""


def can_decide(viewer: Viewer) -> bool:
    return viewer.agency == BOARD and bool(DECIDERS & set(viewer.roles))


def check_can_decide(viewer: Viewer) -> None:
    if not can_decide(viewer):
        raise NotForYou("Only the board’s business manager writes down how long records are kept.")


def is_keeper(viewer: Viewer) -> bool:
    return bool(KEEPERS & set(viewer.roles))


def check_is_keeper(viewer: Viewer) -> None:
    if not is_keeper(viewer):
        raise NotForYou("Records managers and privacy officers review records before they are destroyed.")


def check_can_hold_all(viewer: Viewer) -> None:
    if not (is_keeper(viewer) or can_decide(viewer)):
        raise NotForYou("Records managers, privacy officers and the board hold every record back.")


def check_can_hold(viewer: Viewer, child_id: str) -> None:
    """Also by a manager or safeguarding lead who works with the child: a letter of a court goes to anybody."""
    if is_keeper(viewer) and may_be_shown(viewer, child_id):
        return
    access.check_can_see_child(viewer, child_id)
    if not access.can_close(viewer):
        raise NotForYou("Managers, safeguarding leads and records managers hold a record back. Ask yours.")


def may_be_shown(viewer: Viewer, child_id: str) -> bool:
    """A closed record is reviewed by those on its list alone, and nobody reviews that of their own people."""
    return child_id not in not_shown(viewer, [child_id])


def not_shown(viewer: Viewer, children: Collection[str]) -> set[str]:
    hidden = access.hidden_from(viewer) | access.closed_to(viewer, children)
    return hidden & set(children)


def check_may_be_shown(viewer: Viewer, child_id: str) -> None:
    if not may_be_shown(viewer, child_id):
        raise access.NotVisible()


def check_can_answer(viewer: Viewer, disposal: Disposal) -> None:
    """Another person, and of another team: two who sit together see the same."""
    check_is_keeper(viewer)
    check_may_be_shown(viewer, disposal.subject_id)
    if disposal.agreed is not None:
        raise NotForYou("Somebody has answered this already.")
    if disposal.proposed_by == viewer.practitioner_id:
        raise NotForYou("You proposed this yourself. Somebody of another team has to agree.")
    if disposal.proposed_for in viewer.teams:
        raise NotForYou("Somebody of your own team proposed this. Somebody of another team has to agree.")
