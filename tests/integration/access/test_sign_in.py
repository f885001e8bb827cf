"""Signing in with a password: what is told, what is remembered, and how guessing is slowed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Max
from django.test import Client, RequestFactory
from pytest_django import Settings

from followthrough.service.access import guessing
from followthrough.service.access.models import SignInFailure
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    return making.practitioner("constable", ("police", "response", "worker"))


def sign_in(client: Client, username: str = "constable", password: str = making.PASSWORD, **more: str) -> object:
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_the_right_password_opens_the_home_page(client: Client, constable: Practitioner) -> None:
    answer = sign_in(client, "Constable")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")  # type: ignore[attr-defined]
    assert client.get("/").content == b"home"
    assert AuditRow.objects.get(action="sign-in", outcome="done").viewer == constable.pk


def test_a_new_session_begins_with_signing_in(client: Client, constable: Practitioner) -> None:
    session = client.session
    session["planted"] = "before"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, constable: Practitioner, address: str) -> None:
    assert sign_in(client, next=address).headers["Location"] == "/"  # type: ignore[attr-defined]


def test_signing_in_leads_to_where_one_wanted_to_go(client: Client, constable: Practitioner) -> None:
    page = client.get("/team/", follow=True)
    assert 'name="next" value="/team/"' in page.content.decode()
    assert sign_in(client, next="/team/").headers["Location"] == "/team/"  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_a_wrong_password_and_an_unknown_name_read_alike_and_are_audited(
    client: Client, constable: Practitioner
) -> None:
    # Rows written apart outlive the tests that wrote them.
    before = AuditRow.objects.aggregate(last=Max("id"))["last"] or 0
    wrong, unknown = sign_in(client, password="wrong"), sign_in(client, username="nobody")
    for answer in (wrong, unknown):
        assert answer.status_code == 200  # type: ignore[attr-defined]
        assert "The username or the password is not right" in answer.content.decode()  # type: ignore[attr-defined]
    rows = AuditRow.objects.filter(action="sign-in", outcome="failed", id__gt=before).order_by("id")
    assert [row.subject_id for row in rows] == [constable.pk, ""]
    assert not AuditRow.objects.filter(detail__icontains="nobody").exists()


def test_somebody_who_is_inactive_cannot_sign_in(client: Client, constable: Practitioner) -> None:
    Practitioner.objects.update(is_active=False)
    answer = sign_in(client)
    assert (answer.status_code, client.get("/").status_code) == (200, 302)  # type: ignore[attr-defined]
    assert "Ring a duty manager" in answer.content.decode()  # type: ignore[attr-defined]
    assert "Ring a duty manager" not in sign_in(client, password="wrong").content.decode()  # type: ignore[attr-defined]


def test_the_eleventh_guess_is_refused_even_when_it_is_right(client: Client, constable: Practitioner) -> None:
    for _ in range(guessing.FOR_USERNAME):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert (answer.status_code, client.get("/").status_code) == (429, 302)  # type: ignore[attr-defined]
    SignInFailure.objects.update(at=clock.real_now() - guessing.WINDOW)
    assert sign_in(client).status_code == 302  # type: ignore[attr-defined]


def test_an_unknown_name_is_blocked_alike(client: Client) -> None:
    for _ in range(guessing.FOR_USERNAME):
        sign_in(client, username="nobody")
    assert sign_in(client, username="nobody").status_code == 429  # type: ignore[attr-defined]


def test_one_address_cannot_try_one_password_on_everybody(client: Client) -> None:
    for number in range(guessing.FOR_ADDRESS):
        sign_in(client, username=f"somebody{number}")
    assert sign_in(client, username="another").status_code == 429  # type: ignore[attr-defined]


def test_the_table_of_failures_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "MOST_ROWS", 3)
    for number in range(5):
        guessing.remember_failure(f"somebody{number}", "192.0.2.1")
    assert SignInFailure.objects.count() == 3
    SignInFailure.objects.update(at=clock.real_now() - guessing.WINDOW - timedelta(seconds=1))
    guessing.remember_failure("one more", "192.0.2.1")
    assert SignInFailure.objects.count() == 1


def test_signing_out_ends_the_session_and_clears_the_browser(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").status_code == 302
    assert AuditRow.objects.filter(action="sign-out", viewer=constable.pk).exists()


def test_a_link_cannot_sign_anybody_out(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/").status_code == 200


def test_behind_a_proxy_guesses_count_for_whoever_the_proxy_has_seen(
    client: Client, constable: Practitioner, settings: Settings
) -> None:
    settings.FOLLOWTHROUGH_IS_BEHIND_PROXY = True
    for _ in range(guessing.FOR_ADDRESS):
        guessing.remember_failure("somebody", "192.0.2.1")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.9, 192.0.2.1"
    assert sign_in(client).status_code == 429  # type: ignore[attr-defined]
    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.1, 192.0.2.2"
    assert sign_in(client).status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize("said", ["", "nonsense", "192.0.2.1, unknown"])
def test_a_proxy_that_says_no_address_stands_for_itself(settings: Settings, said: str) -> None:
    settings.FOLLOWTHROUGH_IS_BEHIND_PROXY = True
    request = RequestFactory().get("/", headers={"X-Forwarded-For": said})
    assert guessing.address_of(request) == "127.0.0.1"
