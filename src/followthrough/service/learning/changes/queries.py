"""Which changes were proposed, and what does a viewer see of them and of the case that they come from?"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.reading import open_child
from followthrough.service.core import audit, clock, lanes
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.changes import comparing
from followthrough.service.learning.changes.comparing import Difference
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.changes.replaying import sound_of
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.reviews.models import Review
from followthrough.service.learning.reviews.policies import check_can_see_review
from followthrough.service.ledger import queries as ledger
from followthrough.service.ledger.same import folding


@dataclass(frozen=True)
class OfChild:
    """One reviewed child, by the number that papers use."""

    number: int
    found: list[Difference]


def proposals(viewer: Viewer) -> list[Proposal]:
    return list(Proposal.objects.prefetch_related("agreements"))


def proposal(viewer: Viewer, proposal_id: str) -> Proposal:
    found = Proposal.objects.prefetch_related("agreements").select_related("replay").filter(pk=proposal_id).first()
    if found is None:
        raise NotVisible()
    return found


def recommendations(viewer: Viewer) -> list[Recommendation]:
    """Those that the viewer may read: row-level security says which."""
    return list(Recommendation.objects.all())


def review_of(viewer: Viewer, proposal: Proposal) -> Review | None:
    """The review that a proposal comes from, for whoever has to do with it."""
    found = Recommendation.objects.filter(key=proposal.recommendation).values_list("review_id", flat=True).first()
    return Review.objects.filter(pk=found).first() if found else None


def over_the_case(viewer: Viewer, proposal: Proposal) -> tuple[Review, list[OfChild]]:
    """What would have been asked for each reviewed child, each opened as every page of it does: checked, and written
    down. Raises NotVisible for whoever has nothing to do with the review, or may not read one of its children; and
    NotSound.
    """
    held = review_of(viewer, proposal)
    if held is None:
        raise NotVisible()
    review = check_can_see_review(viewer, held.pk)
    between = comparing.pair(sound_of(proposal))
    now = clock.now()
    children = list(review.children.all())
    for each in children:
        open_child(viewer, each.child_id)
    audit.record("change.replayed-over-case", by=viewer, detail={"proposal": proposal.reference, "review": review.pk})
    with lanes.slow.place():
        return review, [
            OfChild(each.number, between.of(ledger.history(_child(each.child_id)), now)) for each in children
        ]


def _child(child_id: str) -> Subject:
    """By the name under which everything is read that was recorded of the child, under whichever record."""
    return Subject("child", folding([child_id]).survivor(child_id))
