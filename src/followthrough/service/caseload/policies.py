"""Who keeps an agency's list, who matches its cases, and who reads what it says?

What is matched to a child belongs to the record: whoever may see the child reads it, of whatever agency. A case that is
matched to nobody is seen by the team that looks after the list and by those who answer for the agency, but never by
somebody from whom a child of that name and birth date is hidden. Row-level security says the same.
"""

from __future__ import annotations

from followthrough.service.access.policies import NotVisible, Refused
from followthrough.service.agencies.models import ADMINISTRATOR
from followthrough.service.caseload.models import Case, CaseList
from followthrough.service.children.queries import visible_children
from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.core.viewer import Viewer


def may_set_up(viewer: Viewer) -> bool:
    """Say who looks after the list and when it has to be here."""
    return viewer.holds({*ANSWERABLE, ADMINISTRATOR})


def may_bring(viewer: Viewer, held: CaseList | None) -> bool:
    """Bring a file: whoever may set the list up, and its team."""
    return may_set_up(viewer) or (held is not None and held.team.key in viewer.teams)


def check_may_set_up(viewer: Viewer) -> None:
    if not may_set_up(viewer):
        raise Refused("Managers and administrators look after your agency’s list. Ask yours.")


def check_may_bring(viewer: Viewer, held: CaseList | None) -> None:
    if held is None or not may_bring(viewer, held):
        raise Refused("Those who look after your agency’s list bring its files. Ask your manager.")


def check_may_match(viewer: Viewer, case: Case, child_id: str) -> None:
    """Only people of the agency whose number it is say which child it means, and only of children they may see."""
    if case.agency != viewer.agency:
        raise Refused("Only people of the agency whose list it is can match it.")
    if not visible_children(viewer).filter(pk=child_id).exists():
        raise NotVisible()
