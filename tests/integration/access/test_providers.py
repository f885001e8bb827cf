"""Agencies' own providers: a real one on loopback, two at once, linked by issuer and subject and by nothing else."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from pytest_django import Settings

from followthrough.service.access import identities, invitations
from followthrough.service.access.models import Identity
from followthrough.service.agencies.models import Practitioner
from followthrough.service.config import providers
from followthrough.service.config.embedded import CannotRun
from followthrough.service.core.models import AuditRow
from integration.agencies import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("integration.access.urls")]
ANA = {"sub": "ana", "email": "constable@example.org", "email_verified": True}


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(scope="module")
def issuers() -> Iterator[list[str]]:
    """Two providers, each with somebody called “ana” who has the constable’s own e-mail address."""
    ports = [_free_port(), _free_port()]
    started = [
        subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "oidc_provider_mock",
                "--port",
                str(port),
                "--user-claims",
                json.dumps(ANA),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for port in ports
    ]
    found = [f"http://127.0.0.1:{port}" for port in ports]
    for issuer in found:
        _wait_for(issuer)
    yield found
    for each in started:
        each.terminate()
        each.wait()


def _wait_for(issuer: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError(f"{issuer} does not answer")


@pytest.fixture
def constable(issuers: list[str], settings: Settings) -> Practitioner:
    settings.FOLLOWTHROUGH_PROVIDERS = [
        {"key": key, "agency": key, "title": key.title(), "issuer": issuer, "client_id": "ft", "secret": "s"}
        for key, issuer in zip(("police", "hospital"), issuers, strict=True)
    ]
    settings.SOCIALACCOUNT_PROVIDERS = providers.for_allauth(settings.FOLLOWTHROUGH_PROVIDERS)
    making.agency("police", "response")
    making.agency("hospital", "ward")
    return making.practitioner("constable", ("police", "response", "worker"))


def at_provider(client: Client, key: str, subject: str = "ana", **asked: str) -> object:
    """Press the button, say there who one is, and come back."""
    answer = client.post(f"/sign-in/with/{key}/" + (f"?{asked['query']}" if asked else ""), {"next": "/team/"})
    assert answer.status_code == 302, answer.content
    leads_to = answer.headers["Location"]
    query = parse_qs(urlsplit(leads_to).query)
    assert query["code_challenge_method"] == ["S256"]
    there = requests.post(leads_to, data={"sub": subject}, allow_redirects=False, timeout=10)
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def link(client: Client, person: Practitioner, key: str = "police") -> object:
    client.get(invitations.link_for(person))
    return at_provider(client, key)


def test_whom_nobody_entered_is_refused_in_words_though_the_address_is_known(
    client: Client, constable: Practitioner
) -> None:
    answer = at_provider(client, "police")
    assert answer.status_code == 403  # type: ignore[attr-defined]
    assert "nobody has entered you here" in answer.content.decode()  # type: ignore[attr-defined]
    assert client.get("/").status_code == 302
    assert not Identity.objects.exists() and Practitioner.objects.count() == 1
    row = AuditRow.objects.filter(action="sign-in", outcome="refused").latest("id")
    assert row.detail == {"provider": "police"}


def test_an_invitation_links_once_and_from_then_on_the_provider_lets_in(
    client: Client, constable: Practitioner, issuers: list[str]
) -> None:
    link(client, constable)
    assert client.get("/team/").content == b"team"
    held = Identity.objects.get()
    assert (held.issuer, held.subject, held.practitioner) == (issuers[0], "ana", constable)
    client.post("/sign-out/")
    answer = at_provider(client, "police")
    assert answer.headers["Location"] == "/team/"  # type: ignore[attr-defined]
    assert client.get("/team/").content == b"team"


def test_the_same_subject_at_another_issuer_is_somebody_else(client: Client, constable: Practitioner) -> None:
    link(client, constable)
    client.post("/sign-out/")
    answer = at_provider(client, "hospital")
    assert "nobody has entered you here" in answer.content.decode()  # type: ignore[attr-defined]


def test_a_provider_vouches_for_its_own_agency_alone(client: Client, constable: Practitioner) -> None:
    answer = link(client, constable, "hospital")
    assert answer.status_code == 403  # type: ignore[attr-defined]
    assert not Identity.objects.exists()


def test_who_was_switched_off_is_refused(client: Client, constable: Practitioner) -> None:
    link(client, constable)
    client.post("/sign-out/")
    Practitioner.objects.update(is_active=False)
    assert at_provider(client, "police").status_code == 403  # type: ignore[attr-defined]


def test_ours_is_asked_for_unless_the_provider_says_that_it_asked_for_a_second_factor(
    client: Client, constable: Practitioner, settings: Settings
) -> None:
    settings.FOLLOWTHROUGH_NEEDS_SECOND_FACTOR = True
    link(client, constable)
    assert client.get("/team/").headers["Location"] == "/second-factor/"
    source = identities.Provider("k", "police", "K", "https://k", ("mfa", "urn:high"))
    assert source.proves_second_factor({"amr": ["pwd", "mfa"]})
    assert source.proves_second_factor({"acr": "urn:high"})
    assert not source.proves_second_factor({"amr": ["pwd"], "acr": "urn:low"})
    assert not identities.Provider("k", "police", "K", "https://k", ()).proves_second_factor({})


def test_a_proof_that_the_provider_only_remembers_counts_for_nothing(
    client: Client, constable: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    link(client, constable)
    session = client.session
    session["proved_at"] = 0
    session.save()
    assert "Police" in client.get("/sign-in/again/?next=/grave/").content.decode()
    answer = at_provider(client, "police", query="auth_params=prompt%3Dlogin%26max_age%3D0")
    proved = client.get("/grave/").status_code == 200
    said = re.search("did not ask you again", getattr(answer, "content", b"").decode())
    assert proved != bool(said)


def test_a_file_that_is_wrong_is_refused_with_what_is_missing(tmp_path: object) -> None:
    path = tmp_path / "providers.json"  # type: ignore[operator]
    whole = {
        "key": "k",
        "agency": "police",
        "title": "K",
        "issuer": "https://k.example",
        "client_id": "c",
        "secret": "s",
    }
    for content, words in (
        ("{", "cannot be read"),
        ("{}", "must hold a list"),
        (json.dumps([{**whole, "secret": ""}]), "does not say secret"),
        (json.dumps([{**whole, "issuer": "http://k.example"}]), "must begin with https://"),
        (json.dumps([whole, whole]), "names a key twice"),
    ):
        path.write_text(content)
        with pytest.raises(CannotRun, match=words):
            providers.read(str(path))
    path.write_text(json.dumps([whole]))
    assert providers.origins(providers.read(str(path))) == ["https://k.example"]
