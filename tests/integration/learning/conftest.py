"""The shared world with a Board beside it: its office keeps reviews, and has heard of the child."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Agency
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.reviews import actions
from followthrough.service.learning.reviews.models import Kind, Review
from integration.agencies import making
from integration.sharing import world as made
from integration.sharing.world import World

GROUPS = ("policies-and-procedures-group", "learning-and-improvement-group", "case-review-group")
BOARD_PEOPLE = {
    "board.manager": (("board", "office", "business-manager"),),
    "chair": (("board", "office", "chair"), ("board", "case-review-group", "chair")),
    "policy.lead": (("board", GROUPS[0], "worker"),),
    "training.lead": (("board", GROUPS[1], "worker"),),
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        board: Agency = making.agency("board", "office")
        for group in GROUPS:
            making.team(board, group)
        built.people |= {name: making.practitioner(name, *seats) for name, seats in BOARD_PEOPLE.items()}
        access.involve(
            agency="board",
            team="office",
            subject=Subject("child", built.child.pk),
            reason="heard of the case",
            by=Viewer.system("test"),
        )
        yield built


@pytest.fixture
def review(world: World) -> Review:
    """Begun by the Board’s manager."""
    viewer = world.viewer("board.manager")
    with acting(viewer):
        return actions.begin(title="A burn over Easter", kind=Kind.SERIOUS, children=[world.child.pk], by=viewer)
