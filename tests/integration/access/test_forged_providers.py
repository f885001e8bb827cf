"""A provider's word counts when it is signed by the provider, for us, now, and for the session that asked; else never.

The provider here answers what the test tells it to: a real server on loopback, whose tokens are forged in every way.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.sessions.models import Session
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from pytest_django import Settings

from followthrough.service.access import identities, openid
from followthrough.service.access.models import Identity
from followthrough.service.agencies.models import Practitioner
from followthrough.service.config import providers
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]
OURS, THEIRS = (rsa.generate_private_key(65537, 2048) for _ in range(2))
NONCE = "what-the-service-asked-with"
ACCESS = "an-access-token-that-goes-no-further"


class Provider:
    """Says of itself what `issuer` is, publishes one key, and gives whatever `token` is set to."""

    def __init__(self) -> None:
        said = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                said.answer(self, urlsplit(self.path).path)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.at = f"http://127.0.0.1:{self.server.server_port}"
        self.issuer, self.token = self.at, ""
        self.moved, self.asked = "", list[str]()  # a path that leads elsewhere, and all that were asked for
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.asked.append(path)
        if path == self.moved:
            handler.send_response(307)
            handler.send_header("Location", f"{self.at}/elsewhere{path}")
            handler.end_headers()
            return
        path = path.removeprefix("/elsewhere")
        key = json.loads(RSAAlgorithm.to_jwk(OURS.public_key())) | {"kid": "ours", "alg": "RS256", "use": "sig"}
        found = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.at}/authorize",
                "token_endpoint": f"{self.at}/token",
                "jwks_uri": f"{self.at}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/jwks": {"keys": [key]},
            "/token": {"access_token": ACCESS, "token_type": "Bearer", "id_token": self.token},
        }[path]
        body = json.dumps(found).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(body)

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        said = {"iss": self.at, "sub": "ana", "aud": "ft", "iat": now, "exp": now + 300, "nonce": NONCE}
        return {name: value for name, value in (said | changed).items() if value is not None}

    def signed(self, key: Any = OURS, kid: str | None = "ours", algorithm: str = "RS256", **changed: Any) -> str:
        headers = {"kid": kid} if kid else {}
        return jwt.encode(self.claims(**changed), key, algorithm=algorithm, headers=headers)


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    made = Provider()
    monkeypatch.setattr(openid, "new_nonce", lambda: NONCE)
    settings.FOLLOWTHROUGH_PROVIDERS = [
        {"key": "police", "agency": "police", "title": "Police", "issuer": made.at, "client_id": "ft", "secret": "s"}
    ]
    settings.SOCIALACCOUNT_PROVIDERS = providers.for_allauth(settings.FOLLOWTHROUGH_PROVIDERS)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def constable(provider: Provider) -> Practitioner:
    making.agency("police", "response")
    found = making.practitioner("constable", ("police", "response", "worker"))
    Identity.objects.create(practitioner=found, issuer=provider.at, subject="ana", at="2026-01-01T00:00Z")
    return found


def come_back(client: Client, state: str | None = None) -> bool:
    """Press the button and come back with the provider's word; whether one is in."""
    leads_to = client.post("/sign-in/with/police/", {"next": "/team/"}).headers["Location"]
    asked = parse_qs(urlsplit(leads_to).query)["state"][0]
    client.get("/sign-in/with/police/back/", {"code": "c", "state": asked if state is None else state})
    return client.get("/team/").status_code == 200


def test_a_signed_word_lets_in_and_no_token_is_kept(
    client: Client, provider: Provider, constable: Practitioner
) -> None:
    provider.token = provider.signed()
    assert come_back(client)
    assert not SocialToken.objects.exists() and not SocialAccount.objects.exists()
    held = [str(each.get_decoded()) for each in Session.objects.all()]
    assert held and not any(ACCESS in each or provider.token in each for each in held)
    assert ACCESS not in client.get("/team/").content.decode()


def test_a_forged_word_lets_nobody_in(client: Client, provider: Provider, constable: Practitioner) -> None:
    past, public = int(time.time()) - 60, OURS.public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    good = provider.signed()
    head, body, signature = good.split(".")
    forged = {
        "signed by another": provider.signed(THEIRS),
        "signed by another, who says so": provider.signed(THEIRS, kid="theirs"),
        "not signed": jwt.encode(provider.claims(), None, algorithm="none"),
        "not signed, with the name of a key": jwt.encode(provider.claims(), None, "none", headers={"kid": "ours"}),
        "signed with a secret that is no key": provider.signed("x" * 40, algorithm="HS256"),
        "signed by another, without the name of a key": provider.signed(THEIRS, kid=None),
        "its signature cut off": f"{head}.{body}.",
        "its signature changed": f"{head}.{body}.{signature[:-6]}AAAAAA",
        "over": provider.signed(exp=past),
        "for somebody else": provider.signed(aud="another-service"),
        "for nobody": provider.signed(aud=None),
        "of another issuer": provider.signed(iss="https://elsewhere.example"),
        "of no issuer": provider.signed(iss=None),
        "not yet": provider.signed(nbf=int(time.time()) + 600),
        "an answer to another asking": provider.signed(nonce="another"),
        "an answer to no asking": provider.signed(nonce=None),
        "an access token in its place": ACCESS,
        "empty": "",
    }
    assert pem  # what a mixed-up algorithm would take for its secret is public
    let_in = []
    for what, token in forged.items():
        provider.token = token
        if come_back(Client()):
            let_in.append(what)
    assert let_in == []
    provider.token = good
    assert come_back(client), "the same without the forgery comes in"


def test_each_asking_has_a_word_of_its_own_and_takes_one_answer(
    client: Client, provider: Provider, constable: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.token = provider.signed()
    leads_to = [client.post("/sign-in/with/police/").headers["Location"] for _ in range(2)]
    assert [parse_qs(urlsplit(each).query)["nonce"] for each in leads_to] == [[NONCE], [NONCE]]
    assert come_back(client)
    client.post("/sign-out/")
    monkeypatch.undo()
    assert not come_back(client), "the same word, at the next asking"
    assert openid.new_nonce() != openid.new_nonce()


def test_the_same_word_does_not_come_twice(provider: Provider, constable: Practitioner) -> None:
    provider.token = provider.signed(jti="once")
    assert come_back(Client()) and not come_back(Client())


def test_a_provider_that_calls_itself_something_else_lets_nobody_in(
    client: Client, provider: Provider, constable: Practitioner
) -> None:
    provider.issuer = "https://elsewhere.example"
    provider.token = provider.signed(iss=provider.issuer)
    assert not come_back(client)


@pytest.mark.parametrize("moved", ["/.well-known/openid-configuration", "/token", "/jwks"])
def test_no_answer_of_a_provider_leads_elsewhere(
    client: Client, provider: Provider, constable: Practitioner, moved: str
) -> None:
    provider.token, provider.moved = provider.signed(), moved
    answer = client.post("/sign-in/with/police/", {"next": "/team/"})
    if "authorize" in answer.headers.get("Location", ""):
        state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
        answer = client.get("/sign-in/with/police/back/", {"code": "c", "state": state})
    assert answer.status_code < 500 and client.get("/team/").status_code == 302
    assert moved in provider.asked and not [each for each in provider.asked if each.startswith("/elsewhere")]
    provider.moved = ""
    assert come_back(Client()), "the same without the turn comes in"


def test_a_provider_that_cannot_be_reached_is_told_and_the_password_still_opens(
    client: Client, provider: Provider, constable: Practitioner
) -> None:
    provider.server.shutdown()
    provider.server.server_close()
    answer = client.post("/sign-in/with/police/", {"next": "/team/"}, follow=True)
    assert answer.status_code < 500 and identities.FAILED in answer.content.decode()
    assert client.get("/sign-in/").status_code == 200


def test_an_answer_that_nobody_asked_for_lets_nobody_in(
    client: Client, provider: Provider, constable: Practitioner
) -> None:
    """A link that brings somebody in as another, a state that was made up, and one of another browser."""
    provider.token = provider.signed()
    assert client.get("/sign-in/with/police/back/", {"code": "c", "state": "made-up"}).status_code in (302, 403)
    assert client.get("/team/").status_code == 302
    assert not come_back(client, state="made-up")
    other = Client()
    leads_to = other.post("/sign-in/with/police/", {"next": "/team/"}).headers["Location"]
    state = parse_qs(urlsplit(leads_to).query)["state"][0]
    victim = Client()
    victim.get("/sign-in/with/police/back/", {"code": "c", "state": state})
    assert victim.get("/team/").status_code == 302
    assert Client().get("/sign-in/with/police/").status_code != 302 or "authorize" not in Client().get(
        "/sign-in/with/police/"
    ).headers.get("Location", "")
