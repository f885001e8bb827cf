"""Every form of every route: a forged one is refused, and one with more fields than it has sets nothing more."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from followthrough.service.access import routes
from followthrough.service.agencies.models import Practitioner
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.sharing.models import Share
from integration.access.test_routes import patterns
from integration.asvs.test_answers import addresses
from integration.sharing.test_pages import ANSWERS, begin, press_send, text_of
from integration.sharing.world import World

pytestmark = pytest.mark.django_db


def test_a_forged_request_is_refused_by_every_route(world: World) -> None:
    """No cookie of ours and no token; then a token of somebody else's session."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["nurse"])
    taken = {}
    for path, access in addresses(world):
        for sent in ({"do": "x"}, {"do": "x", "csrfmiddlewaretoken": "a" * 64}):
            status = client.post(path, sent, headers={"origin": "https://evil.example"}).status_code
            if path == "/policy-reports/":  # sent by a browser by itself; changes nothing, whoever sends it
                assert status == 204
            elif status != (401 if access == "system" else 403):  # for a system no session counts: none is ridden on
                taken[path] = (access, status)
    assert taken == {}
    assert sum(1 for _ in patterns(get_resolver(settings.ROOT_URLCONF))) > 80


def test_nothing_is_changed_by_looking(world: World) -> None:
    """A GET with everything that a form would send changes no row that others act on."""
    client = Client()
    client.force_login(world.people["nurse"])

    def counted() -> dict[str, int]:
        with acting(world.viewer("nurse")):
            return {each.__name__: each.objects.count() for each in (Share, Child, Practitioner)}  # type: ignore[attr-defined]

    before = counted()
    said = ANSWERS | {"name": "N", "reason": "r", "do": "leave", "which": "x", "level": "sealed"}
    for path, _ in addresses(world):
        if "sign-out" not in path:
            client.get(path, said)
    assert counted() == before


def test_a_form_sets_no_field_that_it_does_not_have(world: World) -> None:
    client = Client()
    client.force_login(world.people["nurse"])
    more: dict[str, Any] = {
        "sender": world.people["constable"].pk, "sender_team": "1", "reference": "FT-MINE-MINE",
        "sent_at": "2001-01-01",
        "teams": ["police/response"], "child": "x", "id": "mine", "state": "confirmed", "agency": "police",
        "roles": ["privacy-officer"], "is_active": "", "is_superuser": "on", "practitioner": "x", "author": "x",
        "digest": "x", "idempotency_key": "mine", "items_json": "[]", "steps": "[]",
    }  # fmt: skip
    third = client.post(begin(client, world), ANSWERS | more).headers["Location"]
    press_send(client, third)
    with acting(world.viewer("nurse")):
        share = Share.objects.get()
        legs = list(share.legs.all())
    assert share.sender_id == world.people["nurse"].pk and share.sender_team.agency_id == "hospital"
    assert share.reference != "FT-MINE-MINE" and share.pk != "mine" and share.sent_at == clock.now()
    assert share.teams == ["hospital/ward", "social-care/out-of-hours"]
    assert [leg.state for leg in legs] == ["sent"]
    again = Practitioner.objects.get(pk=world.people["nurse"].pk)
    assert again.agency_id == "hospital" and again.is_active and not getattr(again, "is_superuser", False)


@pytest.mark.parametrize("words", ["{{ 7|add:7 }}", "{% load static %}{% debug %}", "#{7*7} ${7*7} <%= 7*7 %>"])
def test_what_a_person_typed_is_no_template(world: World, words: str) -> None:
    client = Client()
    client.force_login(world.people["nurse"])
    third = client.post(begin(client, world), ANSWERS | {"words": words, "spoke_to": words}).headers["Location"]
    press_send(client, third)
    with acting(world.viewer("nurse")):
        share = Share.objects.get()
    page = text_of(client.get(reverse("sharing:share", args=[share.reference])))
    assert words in page and "49" not in page.replace(words, "").replace(share.reference, "")


def test_every_route_that_changes_something_says_who_may(world: World) -> None:
    assert {access for _, access in addresses(world)} <= set(routes.CLASSES)
