"""What is typed is kept on the server, for its writer alone, until it is sent or thrown away."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from followthrough.service.core.viewer import acting
from followthrough.service.sharing.models import Share
from integration.sharing.test_pages import ANSWERS, begin, draft_of
from integration.sharing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(client: Client, world: World) -> Client:
    client.force_login(world.people["nurse"])
    return client


def test_half_a_sentence_is_kept_and_comes_back(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    address = reverse("sharing:keep", args=[draft_of(world).pk])
    assert f'data-keep="{address}"' in nurse.get(page).content.decode()
    kept = nurse.post(address, {"words": "He has a bu", "occurred_day": "99", "recipients": ["nobody"]})
    assert (kept.status_code, kept.json()) == (200, {"kept": "17:30"})
    assert "He has a bu" in nurse.get(page).content.decode()
    assert "You have begun 1 share" in nurse.get(reverse("sharing:start")).content.decode()


def test_nothing_of_it_is_kept_for_anybody_else_or_after_it_was_sent(
    client: Client, nurse: Client, world: World
) -> None:
    page = begin(nurse, world)
    address = reverse("sharing:keep", args=[draft_of(world).pk])
    client.force_login(world.people["sister"])
    assert client.post(address, {"words": "Something else."}).status_code == 404
    client.force_login(world.people["nurse"])
    third = nurse.post(page, ANSWERS).headers["Location"]
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', nurse.get(third).content.decode())
    assert seen is not None
    nurse.post(third, {"seen": seen[1]})
    assert nurse.post(address, {"words": "Too late."}).status_code == 409
    with acting(world.viewer("nurse")):
        assert Share.objects.get().words == "He has a burn on his hand."
