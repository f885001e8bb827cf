"""What has been decided of a procedure, and by whom? What became of what was shared?"""

from __future__ import annotations

from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.service.agencies.models import Membership
from followthrough.service.assurance import policies
from followthrough.service.assurance.models import LedgerCheck
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import adoption, rulebook
from followthrough.service.ledger import loads as counting
from followthrough.service.ledger.adoption import Stances
from followthrough.service.ledger.loads import Load
from followthrough.service.ledger.models import AdoptionDecision
from followthrough.service.sharing import queries as sharing
from followthrough.service.sharing.models import Leg

MOST_OPEN = 100


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


def open_legs(viewer: Viewer) -> list[Leg]:
    """Open parts of shares that the viewer's teams sent or were sent, the oldest first, as far as the viewer sees."""
    found = {leg.pk: leg for each in (sharing.waiting_for(viewer), sharing.sent_to(viewer)) for leg in each[:MOST_OPEN]}
    return sorted(found.values(), key=lambda leg: (leg.share.sent_at, leg.pk))[:MOST_OPEN]


def latest_check(viewer: Viewer) -> LedgerCheck | None:
    return LedgerCheck.objects.first()


def staffed(viewer: Viewer) -> frozenset[str]:
    """Teams in which somebody sits now, by their keys."""
    held = Membership.objects.at_work().filter(practitioner__is_active=True).order_by()
    return frozenset(f"{agency}/{slug}" for agency, slug in held.values_list("team__agency", "team__slug").distinct())
