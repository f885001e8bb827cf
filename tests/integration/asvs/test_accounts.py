"""A person is told what became of their account; and nobody learns from an answer who has one."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from followthrough.service.access import passkeys, telling
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Outbox
from followthrough.service.people import actions as people
from integration.access.test_second_factor import set_up_app
from integration.agencies import making

pytestmark = pytest.mark.django_db
FIREFOX, CHROME = "Mozilla/5.0 (X11; Linux) Firefox/{}.0", "Mozilla/5.0 (X11; Linux) Chrome/{}.0 Safari/537.36"


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    return making.practitioner("constable", ("police", "response", "worker"))


def sign_in(browser: str, password: str = making.PASSWORD) -> Client:
    client = Client(headers={"user-agent": browser})
    client.post("/sign-in/", {"username": "constable", "password": password})
    return client


def told() -> list[str]:
    with as_assessor():
        found = Outbox.objects.filter(key__startswith="account:").order_by("written_at", "id")
        return list(found.values_list("sentence", flat=True))


def test_a_browser_of_another_kind_is_told_and_a_newer_one_of_the_same_is_not(constable: Practitioner) -> None:
    sign_in(FIREFOX.format(120))
    sign_in(FIREFOX.format(121))
    assert told() == [], "nothing can be said of the first one"
    sign_in(CHROME.format(119))
    assert told() == [f"{telling.NEW_BROWSER} {telling.NOT_YOU}"]
    sign_in(CHROME.format(121))
    sign_in(FIREFOX.format(122))
    assert len(told()) == 1


def test_a_wrong_password_tells_nobody_by_letter(constable: Practitioner) -> None:
    sign_in(FIREFOX.format(120))
    sign_in(CHROME.format(120), "wrong-wrong-wrong")
    assert told() == []


def test_who_tries_to_be_somebody_is_told_to_them_once_a_day(constable: Practitioner) -> None:
    for _ in range(telling.SEVERAL - 1):
        sign_in(FIREFOX.format(120), "wrong-wrong-wrong")
    people.keep_accounts()
    assert told() == [], "fewer are slips of the fingers"
    sign_in(FIREFOX.format(120), "wrong-wrong-wrong")
    assert told() == [], "no page tells, since it would take longer for a name that somebody has"
    people.keep_accounts()
    people.keep_accounts()
    assert told() == [f"{telling.TRIES} {telling.NOT_YOU}"]


def test_a_sign_in_after_wrong_tries_or_after_weeks_is_told(constable: Practitioner) -> None:
    with clock.use(clock.FixedClock(clock.now() - telling.LONG - timedelta(hours=1))):
        sign_in(FIREFOX.format(120))
    for _ in range(telling.SEVERAL):
        sign_in(FIREFOX.format(120), "wrong-wrong-wrong")
    sign_in(FIREFOX.format(120))
    assert {each.removesuffix(f" {telling.NOT_YOU}") for each in told()} == {telling.AFTER_TRIES, telling.LONG_UNUSED}
    sign_in(FIREFOX.format(120))
    assert len(told()) == 2


def test_a_session_that_another_kind_of_browser_uses_is_over_and_its_owner_told(constable: Practitioner) -> None:
    owner = sign_in(FIREFOX.format(120))
    thief = Client(headers={"user-agent": CHROME.format(120)})
    thief.cookies["sessionid"] = owner.cookies["sessionid"].value
    assert owner.get("/", headers={"user-agent": FIREFOX.format(121)}).status_code == 200, "a newer one of its kind"
    for each in (thief, owner):
        assert each.get("/").headers["Location"] == "/sign-in/?next=/"
    assert told() == [f"{telling.OTHER_BROWSER} {telling.NOT_YOU}"]


def test_a_passkey_that_was_changed_planted_or_moved_to_somebody_else_signs_nobody_in(constable: Practitioner) -> None:
    other = making.practitioner("other", ("police", "response", "worker"))
    mine = Authenticator.objects.create(
        user=constable, type="webauthn", data={"name": "Key", "credential": {"id": "a"}}
    )
    passkeys.check(mine)
    changes: list[dict[str, Any]] = [
        {"data": mine.data | {"credential": {"id": "b"}}},
        {"data": {"name": "Key", "credential": {"id": "a"}}},
        {"user_id": other.pk},
    ]
    for change in changes:
        Authenticator.objects.filter(pk=mine.pk).update(user_id=constable.pk, data=mine.data)
        Authenticator.objects.filter(pk=mine.pk).update(**change)
        with pytest.raises(PermissionDenied):
            authenticator_used.send(
                sender=Authenticator,
                request=None,
                user=constable,
                authenticator=Authenticator.objects.get(pk=mine.pk),
                reauthenticated=False,
            )


def test_a_factor_that_comes_or_goes_and_a_new_password_are_told(constable: Practitioner) -> None:
    client, new = sign_in(FIREFOX.format(120)), "lantern badger quilt"
    assert (
        client.post(
            "/sign-in/password/", {"current_password": making.PASSWORD, "password": new, "repeated": new}
        ).status_code
        == 302
    )
    assert telling.NEW_PASSWORD in told()[0]
    set_up_app(sign_in(FIREFOX.format(120), new))
    assert telling.FACTORS["totp"][0] in " ".join(told())
    sweep.run_once()
    letters = [each for each in mail.outbox if each.to == [constable.email]]
    assert letters and all(telling.NOT_YOU in each.body for each in letters)
    assert "/sign-in/sessions/" in letters[0].body


def test_whoever_has_no_seat_yet_is_told_by_the_invitation_alone(constable: Practitioner) -> None:
    making.agency("board", "office")
    person = Practitioner.objects.create(username="new", name="New", email="new@example.org", agency_id="board")
    telling.tell(person, telling.NEW_PASSWORD)
    assert told() == []


@pytest.mark.parametrize("username", ["constable", "nobody.at.all", "left.last.year"])
def test_as_much_is_reckoned_for_a_name_that_nobody_has(
    constable: Practitioner, monkeypatch: pytest.MonkeyPatch, username: str
) -> None:
    """The slow step is the password's: done once for a wrong one, where there is nobody, and for who has left."""
    left = making.practitioner("left.last.year", ("police", "response", "worker"))
    Practitioner.objects.filter(pk=left.pk).update(is_active=False)
    reckoned: list[int] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, *args: Any) -> str:
        reckoned.append(1)
        return encode(self, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    Client().post("/sign-in/", {"username": username, "password": "wrong-wrong-wrong"})
    assert len(reckoned) == 1


def test_whoever_is_led_to_a_place_outside_is_told_which_before(settings: Settings) -> None:
    """Only to an agency's provider, by a button that may be left alone; no page links to another site."""
    made = {"key": "police", "agency": "police", "title": "Police", "issuer": "https://login.police.example/tenant/"}
    settings.FOLLOWTHROUGH_PROVIDERS = [made | {"client_id": "ft", "secret": "s"}]
    page = Client().get("/sign-in/").content.decode()
    notice = page.index("You leave Followthrough for login.police.example, and come back")
    assert notice < page.index('aria-describedby="leads-out-police"')
    leading = re.compile(r"""(href|action|src)=["']?(https?:)?//""")
    templates = Path(telling.__file__).parents[1].rglob("*.html")
    assert [each.name for each in templates if leading.search(each.read_text(encoding="utf-8"))] == []


def test_an_old_browser_is_told_so_where_it_signs_in() -> None:
    said = "This browser is too old"
    assert said in Client().get("/sign-in/", secure=True).content.decode()
    newer = Client(headers={"sec-fetch-site": "none"}).get("/sign-in/", secure=True).content.decode()
    assert said not in newer
    assert said not in Client().get("/sign-in/").content.decode(), "without TLS no browser says it: in the demo"
    assert re.search(r'name="password"', newer)
