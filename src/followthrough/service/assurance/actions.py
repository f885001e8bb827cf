"""What the board decides about a procedure is written down; the sweep then looks again at every child."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.assurance import policies
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import adoption, rulebook
from followthrough.service.ledger.models import Adoption, AdoptionDecision


@transaction.atomic
def decide(*, procedure: str, stance: Adoption, reason: str, by: Viewer) -> AdoptionDecision:
    """Raises CannotDecide of the policies for a person who may not, of the ledger for what changes nothing."""
    policies.check_can_decide(by)
    stances = adoption.current(rulebook.current())
    return adoption.decide(procedure=procedure, adoption=stance, reason=reason, by=by, stances=stances)
