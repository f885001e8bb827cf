"""Who decides how long records are kept, who holds one back, who reviews and agrees before one is destroyed?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from followthrough.service.access import policies as access
from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer
from followthrough.service.retention import holders
from followthrough.service.retention.models import Disposal

BOARD = "board"
DECIDERS = frozenset({managing.BOARDS})
KEEPERS = managing.KEEPING_RECORDS


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


def reviews_all(viewer: Viewer) -> bool:
    """The board's reviewers can be the second for every agency; an agency's own review what it holds something of."""
    return viewer.agency == BOARD and is_keeper(viewer)


@dataclass(frozen=True)
class Hidden:
    """Of some children: those of whom the viewer's agency holds nothing, and those whose record is closed to the viewer
    or who are the viewer's own people.
    """

    viewer: Viewer
    unheld: frozenset[str]
    closed: frozenset[str]

    def __contains__(self, child_id: str) -> bool:
        return child_id in self.unheld or child_id in self.closed

    def hides(self, disposal: Disposal) -> bool:
        """Of a destroyed record nobody holds anything: the agencies of those who decided on it read what they did."""
        deciders = {team.partition("/")[0] for team in (disposal.proposed_for, disposal.answered_for)}
        is_unheld = disposal.subject_id in self.unheld and self.viewer.agency not in deciders
        return is_unheld or disposal.subject_id in self.closed


def hidden_among(viewer: Viewer, children: Collection[str]) -> Hidden:
    unheld = set() if reviews_all(viewer) else set(children) - holders.held_by(viewer.agency, children)
    closed = access.hidden_from(viewer) | access.closed_to(viewer, children)
    return Hidden(viewer, frozenset(unheld), frozenset(closed & set(children)))


def may_be_shown(viewer: Viewer, child_id: str) -> bool:
    return child_id not in hidden_among(viewer, [child_id])


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
