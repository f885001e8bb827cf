"""Proposals over the rulebook of files as it lies there; what a test agrees is forgotten after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.reviews.models import Review
from followthrough.service.ledger import rulebook
from integration.sharing.world import World

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def nothing_agreed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(rulebook, "_known", ())
    yield


@pytest.fixture
def asked(world: World, review: Review) -> Recommendation:
    """What the review asks of the Policies and Procedures Group."""
    viewer = world.viewer("board.manager")
    with acting(viewer):
        return Recommendation.objects.create(
            review=review,
            owner=Owner.POLICIES,
            asked=["board"],
            words="Whoever was not brought is asked after.",
            made_by=viewer.practitioner_id,
            made_at=clock.now(),
        )


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in
