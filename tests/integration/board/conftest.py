"""The shared world with a Board beside it, and an agency that sends, receives and leaves things undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from followthrough.service.core import clock
from integration.agencies import making
from integration.sharing import world as made
from integration.sharing.world import World

SignIn = Callable[[str], Client]
BOARD_PEOPLE = {
    "board.manager": (("board", "office", "business-manager"),),
    "chair": (("board", "office", "chair"),),
    "policy.lead": (("board", "policies-and-procedures-group", "worker"),),
    "board.officer": (("board", "office", "privacy-officer"),),
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        making.agency("board", "office", "policies-and-procedures-group")
        built.people |= {name: making.practitioner(name, *seats) for name, seats in BOARD_PEOPLE.items()}
        yield built


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in
