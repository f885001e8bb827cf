"""What every answer says of itself, and what is refused before any page is asked."""

from __future__ import annotations

import pytest
from django.test import Client

from integration.agencies import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/sign-in/", "/", "/nowhere/", "/static/design/followthrough.js"])
def test_every_answer_says_what_it_is_and_is_not_guessed_at(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Content-Type"] in ("text/html; charset=utf-8", 'text/javascript; charset="utf-8"')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not {"Server", "X-Powered-By"} & set(answer.headers)
    b"".join(answer)  # a file is open until it is read
    answer.close()


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
@pytest.mark.parametrize("address", ["/sign-in/", "/sign-out/", "/", "/shares/"])
def test_methods_that_no_page_means_are_refused(client: Client, method: str, address: str) -> None:
    """A stranger is led to signing in; whoever is signed in is refused."""
    stranger = client.generic(method, address)
    assert stranger.status_code == 405 or stranger.headers["Location"] == "/sign-in/?next=/"
    making.agency("police", "response")
    client.force_login(making.practitioner("constable", ("police", "response", "worker")))
    assert client.generic(method, address).status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/static/", "/static/design/", "/.git/config", "/static/../pyproject.toml", "/static/%2e%2e/manage.py", "/.env"],
)
def test_no_file_but_the_sites_own_is_served(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
