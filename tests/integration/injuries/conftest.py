"""A ward, social care and police on the evening before Good Friday 2013; the same world as for the tests of shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from followthrough.service.core import clock
from integration.sharing import world as made
from integration.sharing.world import World


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        yield made.build(at)


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    """A browser of this person's own."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in
