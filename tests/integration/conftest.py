"""The world that most contexts share: a ward, social care and police on the evening before Good Friday 2013, 17:30.

The front door has shut and the night team is there. A context that needs more has a `world` of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from followthrough.service.core import clock
from integration.attachments.clamd import Clamd, Server, serving
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


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Server]:
    """A scanner on loopback, which the service is told of."""
    with serving(Server(("127.0.0.1", 0), Clamd)) as server:
        settings.FOLLOWTHROUGH_SCANNER = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
