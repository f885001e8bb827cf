"""What has been decided of a procedure, and by whom? Open to all who are signed in: rules are about no child."""

from __future__ import annotations

from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.service.assurance import policies
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import adoption, rulebook
from followthrough.service.ledger import loads as counting
from followthrough.service.ledger.adoption import Stances
from followthrough.service.ledger.loads import Load
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


def loads(viewer: Viewer, procedure: str = "") -> list[Load]:
    """Every duty, for those who decide; for others the ones that they may see."""
    return counting.loads(procedure, of_all=policies.can_decide(viewer))
