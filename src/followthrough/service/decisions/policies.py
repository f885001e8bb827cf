"""Who may decide on a referral, put a closure to a manager, and sign? `check_…` raises, in words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.agencies.ringing import SOCIAL_CARE
from followthrough.service.children.folding import fold
from followthrough.service.core.managing import LEAD, MANAGERS
from followthrough.service.core.viewer import Viewer
from followthrough.service.decisions.queries import END_HELP, Matter, Proposal


class CannotDecide(PermissionDenied):
    """The message says why."""


def can_decide(viewer: Viewer) -> bool:
    """Children’s social care decides on referrals and closes its cases."""
    return viewer.agency == SOCIAL_CARE and bool(viewer.teams)


def can_end(viewer: Viewer, found: Matter) -> bool:
    """Whoever works with the child puts forward that early help ends; a plan of social care is theirs."""
    return bool(viewer.teams) if found.ends == END_HELP else can_decide(viewer)


def check_can_end(viewer: Viewer, found: Matter) -> None:
    if not can_end(viewer, found):
        raise CannotDecide("Children’s social care decides this. If you disagree, tell them why.")


def why_not(viewer: Viewer, found: Proposal, name: str) -> str:
    """Empty for whoever may sign."""
    try:
        check_can_sign(viewer, found, name)
    except CannotDecide as refusal:
        return str(refusal)
    return ""


def check_can_decide(viewer: Viewer) -> None:
    if not can_decide(viewer):
        raise CannotDecide("Children’s social care decides this. If you disagree, tell them why.")


def check_can_sign(viewer: Viewer, found: Proposal, name: str) -> None:
    """`name` is the viewer's own: whoever led a discussion is written down as a name."""
    if found.answer is not None:
        raise CannotDecide("This was answered already.")
    # A school has no manager of a team: who answers for its safeguarding signs that early help ends.
    roles = MANAGERS | {LEAD} if found.decision == END_HELP else MANAGERS
    if viewer.agency != found.entry.event.agency or not viewer.holds(roles):
        raise CannotDecide("A manager of the same agency signs this. Ask yours to read it.")
    if viewer.practitioner_id == found.entry.row.author:
        raise CannotDecide("Another person has to sign: you put this forward yourself. Ask another manager.")
    if name and fold(name) in fold(found.led_by):
        raise CannotDecide("Another person has to sign: you led this discussion. Ask another manager.")
