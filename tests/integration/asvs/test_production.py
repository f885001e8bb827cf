"""What production's own settings make of real answers: cookies, and who is led to an encrypted address."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from followthrough.service.agencies.models import Practitioner
from integration.agencies import making
from integration.test_setup_production import _start

pytestmark = pytest.mark.django_db
_NAMES = [
    f"{kind}_COOKIE_{what}" for kind in ("SESSION", "CSRF")
    for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH", "AGE")
] + ["SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", "SECURE_HSTS_SECONDS",
     "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_REFERRER_POLICY",
     "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_TIMEOUT"]  # fmt: skip
_SHOW = (
    "import json; from followthrough.service.config.environment import choose_settings; choose_settings()\n"
    "from django.conf import settings\n"
    f"print(json.dumps({{n: getattr(settings, n) for n in {_NAMES}}}))"
)


def of_production(**given: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_start(_SHOW, **given).stdout)
    return found


@pytest.fixture
def constable(settings: Settings) -> Practitioner:
    for name, value in of_production().items():
        setattr(settings, name, tuple(value) if isinstance(value, list) else value)
    making.agency("police", "response")
    found = making.practitioner("constable", ("police", "response", "worker"))
    found.set_password("lantern badger quilt")
    found.save()
    return found


def test_cookies_go_to_this_host_alone_encrypted_and_no_script_reads_the_sessions(constable: Practitioner) -> None:
    client = Client()
    client.get("/sign-in/", secure=True)
    answer = client.post("/sign-in/", {"username": "constable", "password": "lantern badger quilt"}, secure=True)
    assert answer.status_code == 302 and "_auth_user_id" in client.session
    cookies = client.cookies
    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for each in cookies.values():
        assert each["secure"] is True and each["path"] == "/" and not each["domain"] and each["samesite"] == "Lax"
    assert cookies["__Host-session"]["httponly"] is True
    assert len(cookies["__Host-session"].OutputString()) < 4096


def test_whoever_comes_unencrypted_is_led_away_and_every_answer_says_https_for_a_year(constable: Practitioner) -> None:
    plain = Client().get("/sign-in/")
    assert plain.status_code == 301 and plain.headers["Location"].startswith("https://")
    for address in ("/sign-in/", "/nowhere/", "/"):
        answer = Client().get(address, secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", address
    found = of_production(FOLLOWTHROUGH_OTHERS_UNDER_ITS_NAME="yes")
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is False, "where others have names under it, its owner says so"


@pytest.mark.parametrize(("port", "tls", "ssl"), [("587", True, False), ("465", False, True)])
def test_letters_to_another_machine_go_encrypted(port: str, tls: bool, ssl: bool) -> None:
    found = of_production(FOLLOWTHROUGH_EMAIL_HOST="mail.example", FOLLOWTHROUGH_EMAIL_PORT=port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl) and found["EMAIL_TIMEOUT"]
