"""Outside the demo nobody gets further without a second factor, and each of its uses is written down."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from pytest_django import Settings

from followthrough.service.access import factors, guessing
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.models import AuditRow
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]


@pytest.fixture
def constable(settings: Settings) -> Practitioner:
    settings.FOLLOWTHROUGH_NEEDS_SECOND_FACTOR = True
    making.agency("police", "response")
    return making.practitioner("constable", ("police", "response", "worker"))


def sign_in(client: Client, **more: str) -> str:
    said = {"username": "constable", "password": making.PASSWORD, **more}
    return str(client.post("/sign-in/", said).headers.get("Location"))


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of half a minute later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client: Client) -> str:
    """The secret that the app holds from now on."""
    page = client.get("/second-factor/app/").content.decode().replace("<wbr>", "")
    found = re.search(r"Letters for the app: <strong[^>]*>(\w+)<", page)
    assert found, page
    answer = client.post("/second-factor/app/", {"code": code_of(found[1])})
    assert answer.headers["Location"] == "/second-factor/codes/"
    return found[1]


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"<code>(\w+)</code>", client.get("/second-factor/codes/").content.decode())


@pytest.mark.parametrize("path", ["/", "/team/", "/who/", "/child/ada/", "/grave/"])
def test_without_one_every_page_leads_to_setting_one_up(client: Client, constable: Practitioner, path: str) -> None:
    sign_in(client)
    for answer in (client.get(path), client.post(path)):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/second-factor/")
    assert client.get("/second-factor/").status_code == 200


def test_with_one_set_up_every_page_opens_at_once(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    set_up_app(client)
    assert len(recovery_codes(client)) == 10
    assert client.get("/").content == b"home"
    assert AuditRow.objects.filter(action="factor.added", viewer=constable.pk).count() == 2


def test_the_secret_of_an_app_is_encrypted(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    secret = set_up_app(client)
    held = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(held.data)


def test_the_password_alone_opens_nothing_where_there_is_one(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    secret = set_up_app(client)
    client.post("/sign-out/")
    assert sign_in(client, next="/team/") == "/sign-in/code/"
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    assert AuditRow.objects.get(action="sign-in", outcome="failed", viewer=constable.pk).detail == {"factor": "totp"}
    right = client.post("/sign-in/code/", {"code": code_of(secret, 1)})
    assert right.headers["Location"] == "/team/"
    assert client.get("/team/").status_code == 200


def test_a_code_works_once(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    secret = set_up_app(client)
    code = code_of(secret, 1)
    for expected in (302, 200):
        client.post("/sign-out/")
        sign_in(client)
        assert client.post("/sign-in/code/", {"code": code}).status_code == expected


def test_wrong_codes_are_counted_like_wrong_passwords(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    secret = set_up_app(client)
    client.post("/sign-out/")
    sign_in(client)
    for number in range(guessing.FOR_USERNAME):
        client.post("/sign-in/code/", {"code": f"{number:06}"})
    client.post("/sign-in/code/", {"code": code_of(secret, 1)})
    assert client.get("/").status_code == 302


def test_a_recovery_code_lets_in_once(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    set_up_app(client)
    code = recovery_codes(client)[0]
    for expected in (302, 200):
        client.post("/sign-out/")
        sign_in(client)
        assert client.post("/sign-in/code/", {"code": code}).status_code == expected


def test_the_only_one_cannot_be_removed(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    set_up_app(client)
    answer = client.post("/second-factor/app/remove/")
    assert "Add another one first" in answer.content.decode()
    assert factors.has_one(constable.pk)


def test_a_code_shows_again_who_one_is(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    secret = set_up_app(client)
    session = client.session
    session["proved_at"] = 0
    session.save()
    assert client.get("/grave/").headers["Location"] == "/sign-in/again/?next=%2Fgrave%2F"
    assert "Use a code" in client.get("/sign-in/again/?next=/grave/").content.decode()
    answer = client.post("/sign-in/again/code/", {"code": code_of(secret, 1), "next": "/grave/"})
    assert answer.headers["Location"] == "/grave/"
    assert client.get("/grave/").content == b"grave"


def test_changing_a_factor_asks_for_a_fresh_proof(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    session = client.session
    session["proved_at"] = 0
    session.save()
    assert client.get("/second-factor/app/").headers["Location"].startswith("/sign-in/again/")


@pytest.mark.parametrize(
    "password",
    [
        "Safeguarding2026!",
        "Followthrough1",
        "aaaaaaaaaaaaaa",
        "abcdefghijklmn",
        "Summer20262026",
        "constable12345",
        "password12345",
    ],
)
def test_a_password_that_others_would_guess_is_refused(client: Client, constable: Practitioner, password: str) -> None:
    sign_in(client)
    set_up_app(client)
    said = {"current_password": making.PASSWORD, "password": password, "repeated": password}
    assert client.post("/sign-in/password/", said).status_code == 200
    constable.refresh_from_db()
    assert constable.check_password(making.PASSWORD)


def test_a_new_password_ends_all_other_sessions(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    set_up_app(client)
    other = Client()
    other.cookies = client.cookies.copy()
    another = Client()
    sign_in(another)
    said = {"password": "turnip-ladder-violet", "repeated": "turnip-ladder-violet"}
    for wrong in ("", "not-this-one"):
        assert client.post("/sign-in/password/", said | {"current_password": wrong}).status_code == 200
    constable.refresh_from_db()
    assert constable.check_password(making.PASSWORD), "who does not know the old one changes nothing"
    said["current_password"] = making.PASSWORD
    assert client.post("/sign-in/password/", said).headers["Location"] == "/second-factor/"
    assert client.get("/").content == b"home"
    assert another.get("/").headers["Location"] == "/sign-in/?next=/"
    assert other.get("/").headers["Location"] == "/sign-in/?next=/"
