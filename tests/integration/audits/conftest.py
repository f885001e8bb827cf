"""The shared world with a Board beside it that audits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from followthrough.service.core import clock
from integration.agencies import making
from integration.sharing import world as made
from integration.sharing.world import World

SignIn = Callable[[str], Client]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        making.agency("board", "office", "learning-and-improvement-group")
        built.people |= {
            "board.manager": making.practitioner("board.manager", ("board", "office", "business-manager")),
            "policy.lead": making.practitioner("policy.lead", ("board", "learning-and-improvement-group", "worker")),
        }
        yield built


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in
