"""A child who comes under a review later: in the part of each agency that was asked, and numbered once."""

from __future__ import annotations

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.policies import can_see_child
from followthrough.service.children.actions import About, register_child
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.reviews.actions import agencies, panel
from followthrough.service.learning.reviews.models import AgencyPart, Review, Reviewed
from integration.access.test_at_once import at_once
from integration.sharing.world import World


def brother(world: World, name: str) -> str:
    nurse = world.viewer("nurse")
    with acting(nurse):
        child = register_child(about=About(name, None, "", "English", False), reason="t", by=nurse).pk
    access.involve(
        agency="board", team="office", subject=Subject("child", child), reason="heard of the case",
        by=Viewer.system("test"),
    )  # fmt: skip
    return child


def ask(world: World, review: Review, *names: str) -> None:
    manager = world.viewer("board.manager")
    with acting(manager):
        agencies.ask_agencies(review=review, agencies=names, asked_for="Your part.", by=manager)


def include(world: World, review: Review, child: str) -> None:
    manager = world.viewer("board.manager")
    with acting(manager):
        panel.include(review=review, child_id=child, by=manager)


def test_every_agency_that_was_asked_opens_it_and_finds_it_in_its_part(world: World, review: Review) -> None:
    ask(world, review, "camhs", "police")
    other = brother(world, "Finn")
    stranger = world.viewer("stranger")
    with acting(stranger):
        assert not can_see_child(stranger, other)
    include(world, review, other)
    with acting(stranger):
        assert can_see_child(stranger, other)
    with acting(world.viewer("board.manager")):
        assert all(each.children == [world.child.pk, other] for each in AgencyPart.objects.all())
        panel.end(review=review, by=world.viewer("board.manager"))
    with acting(stranger):
        assert not can_see_child(stranger, other), "it closes with the others"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_asked", [True, False])
def test_at_once_each_has_a_number_and_no_agency_misses_one(world: World, review: Review, is_asked: bool) -> None:
    first, second = brother(world, "Finn"), brother(world, "Noah")
    then = (lambda: ask(world, review, "camhs")) if is_asked else (lambda: include(world, review, second))
    at_once(lambda: include(world, review, first), then)
    with acting(world.viewer("board.manager")):
        children = dict(Reviewed.objects.order_by("number").values_list("number", "child_id"))
        parts = [each.children for each in AgencyPart.objects.all()]
    assert children == {1: world.child.pk, 2: first} | ({} if is_asked else {3: second})
    assert parts == ([[world.child.pk, first]] if is_asked else [])
