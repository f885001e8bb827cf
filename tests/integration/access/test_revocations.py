"""Whatever is taken away is gone with the next request: seats, work, accounts, sessions. Seeded, many times."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, sessions
from followthrough.service.access.models import Involvement, OpenSession
from followthrough.service.agencies.models import Practitioner, Team
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]
HOW_MANY = int(os.environ.get("FOLLOWTHROUGH_REVOCATIONS", "25"))
CHILD = Subject("child", "ada")
WAYS = ("seat", "work", "account", "session", "all sessions")


def test_what_is_taken_away_is_gone_with_the_next_request() -> None:
    making.agency("police", "response")
    team = Team.objects.get(slug="response")
    person = making.practitioner("constable", ("police", "response", "worker"))
    chance, done = random.Random(45), Counter[str]()
    for _ in range(HOW_MANY):
        client = _at_work(person, team)
        way = chance.choice(WAYS)
        _take(way, person)
        done[way] += 1
        assert client.get("/child/ada/").status_code == (404 if way in ("seat", "work") else 302), way
        assert (client.get("/team/").status_code == 200) == (way == "work"), way
    assert sum(done.values()) == HOW_MANY and set(done) == set(WAYS)


def _at_work(person: Practitioner, team: Team) -> Client:
    """The person has everything again, is signed in, and has just opened the child."""
    if not person.is_active:
        actions.activate(practitioner=person, by=making.SETUP)
    actions.join_team(practitioner=person, team=team, role="worker", by=making.SETUP)
    actions.involve(agency="police", subject=CHILD, reason="a test", by=making.SETUP)
    client = Client()
    client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD})
    person.refresh_from_db()
    assert (client.get("/child/ada/").status_code, client.get("/team/").status_code) == (200, 200)
    return client


def _take(way: str, person: Practitioner) -> None:
    if way == "seat":
        actions.leave_team(membership=person.memberships.get(to_at=None), by=making.SETUP)
    elif way == "work":
        actions.end_involvement(involvement=Involvement.objects.get(to_at=None), by=making.SETUP)
    elif way == "account":
        actions.deactivate(practitioner=person, by=making.SETUP)
    elif way == "session":
        latest = OpenSession.objects.filter(practitioner=person).order_by("-began_at")[:1].get()
        sessions.end(session=latest, by=making.SETUP, why="a test")
    else:
        sessions.end_all(practitioner=person, by=making.SETUP, why="a test")
