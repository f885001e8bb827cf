"""An identifier of somebody else's child, share, duty, draft … is answered like one of nobody: a hundred thousand
requests in `make proof`, each place and newcomer once in `make test`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import settings

from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from integration.access import foreign
from integration.access.comparing import quiet
from integration.sharing import world
from support import parts

pytestmark = pytest.mark.django_db(transaction=True)  # refusals are committed apart
IS_PROOF = settings().max_examples >= 1000
LEAST, CHILDREN, REAL, MADE = (33_400, 12, 60, 350) if IS_PROOF else (60, 2, 1, 0)  # of each newcomer


@pytest.fixture
def newcomers() -> Iterator[None]:
    foreign.build(children=CHILDREN)
    with clock.use(world.started()), quiet():
        yield


def test_an_identifier_that_no_pool_knows_is_told() -> None:
    """A route that comes with a kind of identifier of its own is asked with real ones, or the test fails."""
    with pytest.raises(AssertionError, match="nest_id: a route has identifiers"):
        list(foreign.identifiers({"child_id": ["a"]}, "nest_id", random.Random(1), real=1, made=0))


WHO = parts.of_these(list(foreign.NEWCOMERS)) if IS_PROOF else list(foreign.NEWCOMERS)[:1]


@pytest.mark.parametrize("username", WHO)
def test_no_identifier_of_others_is_answered_otherwise_than_one_of_nobody(newcomers: None, username: str) -> None:
    pools = foreign.pools()
    assert all(pools.values()), pools
    client = Client()
    client.force_login(Practitioner.objects.get(username="nurse"))
    assert client.get(f"/children/{pools['child_id'][0]}/").status_code == 200, "they are real, and open to others"
    found = foreign.check_all(username, real=REAL, made=MADE)
    print(f"\n{found.total:,} requests by {username} with identifiers of others: {found}")
    assert found.total >= LEAST
