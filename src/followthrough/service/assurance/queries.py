"""What has been decided of a procedure, and by whom? Open to all who are signed in: rules are about no child."""

from __future__ import annotations

from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import adoption, rulebook
from followthrough.service.ledger.adoption import Stances
from followthrough.service.ledger.models import AdoptionDecision


def stances(viewer: Viewer) -> Stances:
    return adoption.current(rulebook.current())


def procedure(viewer: Viewer, identity: str) -> AnyProcedure | None:
    """Its latest version, or None."""
    versions = rulebook.current().by_id.get(identity, ())
    return max(versions, key=lambda each: each.version, default=None)


def decisions(viewer: Viewer, identity: str) -> list[AdoptionDecision]:
    """The latest first."""
    return list(AdoptionDecision.objects.filter(procedure=identity).order_by("-number"))
