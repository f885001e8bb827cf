"""Who proposes a change of the rules, and who agrees? The Policies and Procedures Group and the Board’s office.

Everybody who is signed in may read what was proposed and what became of it.
"""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied

from followthrough.service.access.policies import BOARD
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.recommendations.models import Owner
from followthrough.service.learning.reviews.policies import can_keep

GROUP: Final = f"{BOARD}/{Owner.POLICIES.value}"
NEEDED: Final = 2  # people who agree, besides whoever proposed


class CannotChange(PermissionDenied):
    """The message says why."""


def can_decide(viewer: Viewer) -> bool:
    return GROUP in viewer.teams or can_keep(viewer)


def check_can_decide(viewer: Viewer) -> None:
    if not can_decide(viewer):
        raise CannotChange("The Policies and Procedures Group and the Board’s office propose and agree changes.")


def can_agree(viewer: Viewer, proposal: Proposal) -> bool:
    return can_decide(viewer) and proposal.is_open and proposal.proposed_by != viewer.practitioner_id


def check_can_agree(viewer: Viewer, proposal: Proposal) -> None:
    check_can_decide(viewer)
    if proposal.proposed_by == viewer.practitioner_id:
        raise CannotChange("You proposed this change. Two other people have to agree to it.")


def check_can_withdraw(viewer: Viewer, proposal: Proposal) -> None:
    if proposal.proposed_by != viewer.practitioner_id:
        raise CannotChange("Only whoever proposed a change takes it back. Others may refuse it.")
