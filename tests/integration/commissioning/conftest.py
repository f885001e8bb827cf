"""The shared world with a commissioner and a Board beside it, and a gap between services in the child's record."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from integration.agencies import making
from integration.chronology.writing import write
from integration.sharing import world as made
from integration.sharing.world import World, local

SignIn = Callable[[str], Client]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        board, paying = making.agency("board", "office"), making.agency("commissioner", "commissioning")
        assert board and paying
        built.people |= {
            "board.manager": making.practitioner("board.manager", ("board", "office", "business-manager")),
            "buyer": making.practitioner("buyer", ("commissioner", "commissioning", "service-manager")),
        }
        for agency, team in (("hospital", "ward"), ("hospital", "safeguarding-team")):
            access.involve(
                agency=agency,
                team=team,
                subject=Subject("child", built.child.pk),
                reason="works with him",
                by=Viewer.system("test"),
            )
        said = {"gap": "g-1", "tier": 3, "words": "Six months without an answer"}
        write(built, "service-gap.found", local(2013, 3, 28, 12, 0), data=said)
        yield built


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in
