"""What is grave asks again who one is, and loses no words in doing so."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from followthrough.service.access import guessing, keeping, stepup
from followthrough.service.access.models import KeptWords, Reach
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.models import AuditRow
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]
WORDS = "The mother said “it’s <nothing>”"


@pytest.fixture
def constable(client: Client) -> Practitioner:
    making.agency("police", "response")
    person = making.practitioner("constable", ("police", "response", "worker"))
    client.force_login(person)
    return person


def prove(client: Client, password: str = making.PASSWORD, next: str = "/grave/") -> object:
    return client.post("/sign-in/again/", {"password": password, "next": next})


def age(client: Client, by: timedelta) -> None:
    session = client.session
    session["proved_at"] -= by.total_seconds()
    session.save()


def test_who_signed_in_just_now_is_not_asked(client: Client, constable: Practitioner) -> None:
    client.logout()
    client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD})
    assert client.get("/grave/").content == b"grave"


def test_a_session_without_a_fresh_proof_is_asked_and_comes_back(client: Client, constable: Practitioner) -> None:
    assert client.get("/grave/").headers["Location"] == "/sign-in/again/?next=%2Fgrave%2F"
    answer = prove(client)
    assert answer.headers["Location"] == "/grave/"  # type: ignore[attr-defined]
    assert client.get("/grave/").content == b"grave"
    assert AuditRow.objects.get(action="step-up", viewer=constable.pk).outcome == "done"


def test_a_proof_is_fresh_for_ten_minutes(client: Client, constable: Practitioner) -> None:
    prove(client)
    age(client, stepup.FRESH - timedelta(seconds=30))
    assert client.get("/grave/").status_code == 200
    age(client, timedelta(seconds=31))
    assert client.get("/grave/").status_code == 302


def test_a_wrong_password_proves_nothing_and_is_audited(client: Client, constable: Practitioner) -> None:
    assert b"This is not your password" in prove(client, "wrong").content  # type: ignore[attr-defined]
    assert client.get("/grave/").status_code == 302
    assert AuditRow.objects.get(action="step-up").outcome == "failed"


def test_guesses_are_counted_with_those_of_signing_in(client: Client, constable: Practitioner) -> None:
    for _ in range(guessing.FOR_USERNAME):
        prove(client, "wrong")
    assert prove(client).status_code == 429  # type: ignore[attr-defined]
    assert client.get("/grave/").status_code == 302


def test_words_that_were_sent_without_a_fresh_proof_are_offered_again(client: Client, constable: Practitioner) -> None:
    answer = client.post("/grave/", {"words": WORDS, "kind": ["one", "two"], "password": "secret"})
    assert answer.headers["Location"] == "/sign-in/again/?next=%2Fsign-in%2Fkept%2F"
    assert not Reach.objects.exists()
    prove(client, next="/sign-in/kept/")
    page = client.get("/sign-in/kept/").content.decode()
    fields = [(name, html.unescape(value)) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page)]
    assert [pair for pair in fields if pair[0] in ("words", "kind", "password")] == [
        ("words", WORDS),
        ("kind", "one"),
        ("kind", "two"),
    ]
    sent = client.post("/grave/", {"words": WORDS, keeping.KEPT: dict(fields)[keeping.KEPT]})
    assert sent.content == b"grave"
    assert Reach.objects.filter(subject_id="w").exists()
    assert not KeptWords.objects.exists()


def test_kept_words_are_encrypted_and_their_writers_alone(client: Client, constable: Practitioner) -> None:
    client.post("/grave/", {"words": WORDS})
    row = KeptWords.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select sealed from access_keptwords")
        (sealed,) = cursor.fetchone()
    assert sealed.startswith("ft1:tests:") and "mother" not in sealed and "grave" not in sealed
    other = making.practitioner("other", ("police", "response", "worker"))
    client.force_login(other)
    assert client.get("/sign-in/kept/").status_code == 302
    client.post("/sign-in/kept/", {keeping.KEPT: str(row.pk)})
    assert KeptWords.objects.exists()


def test_kept_words_can_be_thrown_away_and_go_by_themselves(
    client: Client, constable: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/grave/", {"words": WORDS})
    client.post("/sign-in/kept/", {keeping.KEPT: str(KeptWords.objects.get().pk)})
    assert not KeptWords.objects.exists()
    client.post("/grave/", {"words": WORDS})
    assert len(keeping.kept_for(viewer_of(constable))) == 1
    monkeypatch.setattr(keeping, "LONGEST", timedelta(0))
    assert keeping.kept_for(viewer_of(constable)) == []
    client.post("/grave/", {"words": "others"})
    assert KeptWords.objects.count() == 1


def test_signing_in_leads_first_to_what_is_kept(client: Client, constable: Practitioner) -> None:
    client.post("/grave/", {"words": WORDS})
    client.logout()
    answer = client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD, "next": "/team/"})
    assert answer.headers["Location"] == "/sign-in/kept/"
