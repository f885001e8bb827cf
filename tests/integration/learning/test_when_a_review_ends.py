"""When a review ends, it closes to those who were let in for it, and nobody is let in any more."""

from __future__ import annotations

import pytest

from followthrough.service.access.policies import can_see_child
from followthrough.service.core.viewer import acting
from followthrough.service.learning.reviews.actions import agencies, panel
from followthrough.service.learning.reviews.models import Review
from followthrough.service.learning.reviews.policies import CannotReview
from integration.sharing.world import World


def sees(world: World, name: str) -> bool:
    with acting(world.viewer(name)):
        return can_see_child(world.viewer(name), world.child.pk)


def test_an_agency_that_was_asked_opens_the_child_until_the_review_ends(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")
    assert not sees(world, "stranger") and sees(world, "nurse")
    with acting(manager):
        agencies.ask_agencies(review=review, agencies=["camhs", "hospital"], asked_for="Your part.", by=manager)
    assert sees(world, "stranger")
    with acting(manager):
        panel.end(review=review, by=manager)
    assert not sees(world, "stranger")
    assert sees(world, "nurse"), "who works with the child goes on"


def test_nobody_is_seated_asked_or_included_after_the_end(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")
    who = {"role": "member", "conflict": "none", "independence": ""}
    with acting(manager):
        panel.end(review=review, by=manager)
        for let_in in (
            lambda: panel.seat(review=review, practitioner=world.people["stranger"], by=manager, **who),
            lambda: panel.include(review=review, child_id=world.child.pk, by=manager),
            lambda: agencies.ask_agencies(review=review, agencies=["camhs"], asked_for="Your part.", by=manager),
        ):
            with pytest.raises(CannotReview, match="has ended"):
                let_in()
