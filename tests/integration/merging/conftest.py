"""Jonas Weber is on the ward; the police know a Jonas Webber, born on the same day. The ward works with both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from integration.merging import two
from integration.sharing.world import World


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
