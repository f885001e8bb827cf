"""What is typed into any form is kept for its writer until it is sent, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from followthrough.service.access import keeping
from followthrough.service.access.models import KeptWords
from followthrough.service.agencies.models import Practitioner
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]
PAGE = "/answers/200/?after=a"
WORDS = "She told me at the gate"


@pytest.fixture
def constable(client: Client) -> Practitioner:
    making.agency("police", "response")
    found = making.practitioner("constable", ("police", "response", "worker"))
    client.force_login(found)
    return found


def typed(client: Client, fields: dict[str, str] | None = None, *, of: str = PAGE) -> dict[str, Any]:
    address = f"/typed/?{'of=' + of.replace('?', '%3F')}"
    answer = client.get(address) if fields is None else client.post(address, fields)
    assert answer.status_code == 200
    return dict(answer.json())


def test_it_comes_back_on_its_own_page_to_its_writer_alone(client: Client, constable: Practitioner) -> None:
    kept = typed(client, {"words": WORDS, "password": "secret", "csrfmiddlewaretoken": "x"})
    assert typed(client) == kept and kept["fields"] == [["words", WORDS]]
    assert typed(client, of="/answers/200/") == {}
    other = Client()
    other.force_login(making.practitioner("other", ("police", "response", "worker")))
    assert typed(other) == {}


def test_each_time_takes_the_place_of_the_last_and_what_was_sent_is_gone(
    client: Client, constable: Practitioner
) -> None:
    first = typed(client, {"words": "She told"})
    second = typed(client, {"words": WORDS, keeping.KEPT: str(first["id"])})
    assert KeptWords.objects.get().pk == second["id"]
    client.post(PAGE, {"words": WORDS, keeping.KEPT: str(second["id"])})
    assert typed(client) == {}


def test_the_page_of_kept_words_leads_back_to_the_form_and_stands_in_nobodys_way(
    client: Client, constable: Practitioner
) -> None:
    typed(client, {"words": WORDS})
    client.logout()
    again = client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD})
    assert again.headers["Location"] == "/"
    page = client.get("/sign-in/kept/").content.decode()
    assert WORDS in page and f'href="{PAGE}"' in page and "Send it now" not in page


@pytest.mark.parametrize("of", ["", "answers", "https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_another_site_is_no_page_of_ours(client: Client, constable: Practitioner, of: str) -> None:
    assert client.post("/typed/", {"words": WORDS}, query_params={"of": of}).status_code == 400
    assert not KeptWords.objects.exists()
