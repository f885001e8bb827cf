"""A session that is left alone ends, and so does a long one; words that come too late are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from followthrough.service.access import actions, presenters, sessions
from followthrough.service.access.models import KeptWords, OpenSession, Reach
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.models import AuditRow
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]
OUT = "/sign-in/?next=/"


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    return making.practitioner("constable", ("police", "response", "worker"))


def sign_in(client: Client) -> Client:
    client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD})
    return client


def age(client: Client, *, began: timedelta = timedelta(0), seen: timedelta = timedelta(0)) -> None:
    session = client.session
    session["began_at"] -= began.total_seconds()
    session["seen_at"] -= seen.total_seconds()
    session.save()


def test_left_alone_it_ends_after_half_an_hour(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    age(client, seen=timedelta(minutes=29, seconds=30))
    assert client.get("/").content == b"home"
    age(client, seen=timedelta(minutes=30))
    assert client.get("/").headers["Location"] == OUT
    assert client.get("/").headers["Location"] == OUT
    row = AuditRow.objects.get(action="session.ended")
    assert (row.viewer, row.detail) == (constable.pk, {"why": "idle"})
    assert not OpenSession.objects.exists()


def test_use_keeps_it_open_but_not_beyond_a_long_shift(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    age(client, began=timedelta(hours=11, minutes=59), seen=timedelta(minutes=20))
    assert client.get("/").content == b"home"
    age(client, began=timedelta(minutes=1))
    assert client.get("/").headers["Location"] == OUT
    assert AuditRow.objects.get(action="session.ended").detail == {"why": "long"}


def test_what_is_sent_too_late_is_kept_for_its_writer(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    age(client, seen=timedelta(hours=1))
    answer = client.post("/answers/200/", {"words": "She told me at the gate"})
    assert answer.headers["Location"] == OUT
    assert (KeptWords.objects.count(), Reach.objects.count()) == (1, 0)
    again = client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD})
    assert again.headers["Location"] == "/sign-in/kept/"
    assert "She told me at the gate" in client.get("/sign-in/kept/").content.decode()


def test_somebody_else_at_the_same_screen_sees_nothing_of_it(client: Client, constable: Practitioner) -> None:
    making.practitioner("other", ("police", "response", "worker"))
    sign_in(client)
    age(client, seen=timedelta(hours=1))
    client.post("/answers/200/", {"words": "She told me at the gate"})
    answer = client.post("/sign-in/", {"username": "other", "password": making.PASSWORD})
    assert answer.headers["Location"] == "/"
    assert client.get("/sign-in/kept/").status_code == 302


def test_one_sees_ones_own_sessions_and_ends_one(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    other = sign_in(Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"))
    page = client.get("/sign-in/sessions/").content.decode()
    assert "Firefox on Windows" in page and "(here)" in page
    theirs = OpenSession.objects.get(browser__contains="Firefox")
    assert theirs.key not in page
    client.post("/sign-in/sessions/", {"session": presenters.name_of(theirs)})
    assert other.get("/").headers["Location"] == OUT
    assert client.get("/").content == b"home"
    assert AuditRow.objects.get(action="session.ended").detail == {"why": "by the person"}


def test_who_ends_a_session_shows_again_who_they_are(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    other = sign_in(Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"))
    session = client.session
    session["proved_at"] = 0
    session.save()
    theirs = OpenSession.objects.get(browser__contains="Firefox")
    answer = client.post("/sign-in/sessions/", {"session": presenters.name_of(theirs)})
    assert answer.headers["Location"].startswith("/sign-in/again/?next=")
    assert other.get("/").content == b"home"


def test_nobody_ends_the_session_of_another(client: Client, constable: Practitioner) -> None:
    making.practitioner("other", ("police", "response", "worker"))
    sign_in(client)
    other = Client()
    other.post("/sign-in/", {"username": "other", "password": making.PASSWORD})
    theirs = OpenSession.objects.exclude(practitioner=constable).get()
    client.post("/sign-in/sessions/", {"session": presenters.name_of(theirs)})
    client.post("/sign-in/sessions/", {"session": "others"})
    assert other.get("/").content == b"home"


def test_all_sessions_of_somebody_who_leaves_end_at_once(client: Client, constable: Practitioner) -> None:
    sign_in(client)
    actions.deactivate(practitioner=constable, by=making.SETUP)
    assert not Session.objects.exists()
    assert not sessions.open_sessions(constable.pk).exists()
    assert client.get("/").headers["Location"] == OUT
