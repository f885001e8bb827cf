"""Jonas Weber is on the ward; the police know a Jonas Webber, born on the same day. The ward works with both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from followthrough.service.core import clock
from integration.merging import two
from integration.sharing import world as made
from integration.sharing.world import World


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        yield made.build(at)


@pytest.fixture
def other(world: World) -> str:
    """The id of the other record."""
    return two.register_other(world)


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    """A browser of this person's own, who has just shown who they are."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        two.prove(client)
        return client

    return sign_in
