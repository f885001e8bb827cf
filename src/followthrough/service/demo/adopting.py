"""What has Wealdshire’s board adopted? The newsletter’s procedures and those of public sources; our own defaults wait.

Except for a few without which the service could not keep its word: what people say of a duty is answered, and a
letter that cannot be delivered is passed on; what an agency did about a recommendation is looked at, and what does not
work is taken up again; whoever came to a learning session is asked what came of it; who refers a child to a mental
health service hears whether it takes the child on.
"""

from __future__ import annotations

from followthrough.procedures.model.procedure import AnyProcedure, Confidence
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.assurance import actions
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Adoption

MANAGER = "margaret.thorne"
KEEPS_ITS_WORD = frozenset(
    {
        "disputed-duty-answered",
        "disputed-rule-considered",
        "failed-message-mended",
        "mental-health-first-seen",
        "mental-health-referral-answered",
        "recommendation-asked-back-answered",
        "recommendation-looked-at",
        "recommendation-taken-up-again",
        "session-evaluated",
        "session-effect-asked",
    }
)
REASONS = {
    Confidence.NEWSLETTER: "Asked for by the newsletter. Minuted by the Board at its first meeting after the reviews.",
    Confidence.OURS: "Needed for the service to keep its word. Minuted by the Board when the service began.",
}
_SOURCED = "From a public source. Minuted by the Board when the service began."


def adopt() -> None:
    """The latest version of each procedure says how sure we are of it."""
    manager = viewer_of(Practitioner.objects.get(username=MANAGER))
    for versions in rulebook.current().by_id.values():
        latest = max(versions, key=lambda each: each.version)
        if _is_adopted(latest):
            reason = REASONS.get(latest.confidence, _SOURCED)
            actions.decide(procedure=latest.id, stance=Adoption.ON, reason=reason, by=manager)


def _is_adopted(procedure: AnyProcedure) -> bool:
    return procedure.confidence is not Confidence.OURS or procedure.id in KEEPS_ITS_WORD
