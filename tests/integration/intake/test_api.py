"""Another system sends what happened: once, by token, in words that say what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.children.models import Number
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.intake import actions, api, openapi, systems
from followthrough.service.intake.models import Item, System
from integration.agencies import making
from integration.intake.mails import front_door
from integration.sharing import world as made
from integration.sharing.world import World
from support.json_schema import problems

BODY = {
    "subject": "Not collected",
    "text": "Nobody came for him until 17:10.",
    "sender": "Carol Penn, office",
    "written_at": "2013-03-28T16:10:00Z",
    "child": {"name": "Jonas Weber", "born_on": "2009-05-04", "case_number": "HP-2291"},
}


@pytest.fixture
def token(world: World) -> str:
    manager = world.viewer("duty.manager")
    with acting(manager):
        return systems.create(name="School records", team=front_door(), by=manager)[1]


def send(body: Any = BODY, *, token: str = "", key: str = "item-0001", **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    said = body if isinstance(body, str) else json.dumps(body)
    return Client().post(
        "/api/items/", said, content_type="application/json", headers={**headers, **more.pop("headers", {})}, **more
    )


def test_an_item_comes_in_once(token: str) -> None:
    first, again = send(token=token), send(token=token)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    item = Item.objects.get()
    assert item.about["case_number"] == "HP-2291" and item.sender == "Carol Penn, office (School records)"
    assert len(made.duties("incoming-item-placed")) == 1
    assert send({**BODY, "text": "Other words."}, token=token).status_code == 409
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    "status, more",
    [
        (401, {"token": "ft_nothing"}),
        (400, {"key": "short"}),
        (400, {"body": "{"}),
        (422, {"body": []}),
        (422, {"body": {**BODY, "child": {"born_on": "31.2.2009"}}}),
        (422, {"body": {**BODY, "txet": "a slip"}}),
        (422, {"body": {**BODY, "text": "\x00"}}),
        (422, {"body": {**BODY, "text": "\ud800"}}),
        (422, {"body": {**BODY, "written_at": "0001-01-01T00:00:00+10:00"}}),
        (422, {"body": {**BODY, "written_at": "2013-03-28T16:10:00"}}),
    ],
)
def test_what_is_wrong_is_said(token: str, status: int, more: dict[str, Any]) -> None:
    answer = send(**{"token": token, **more})
    assert answer.status_code == status and answer.headers["Content-Type"] == "application/problem+json"
    problem = openapi.document()["components"]["schemas"]["Problem"]
    assert not list(problems(answer.json(), problem, problem)) and not Item.objects.exists()


def test_other_ways_are_refused(token: str) -> None:
    assert Client().get("/api/items/").status_code == 405
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "item-0001"}
    plain = Client().post("/api/items/", "x", content_type="text/plain", headers=headers)
    assert plain.status_code == 415


def test_too_many_wait(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "MOST_A_MINUTE", 2)
    statuses = [send(token=token, key=f"item-{n:04}").status_code for n in range(6)]
    assert 429 in statuses and statuses[:2] == [201, 201]


def test_a_revoked_system_sends_no_more_and_its_token_is_kept_by_nobody(world: World, token: str) -> None:
    assert token not in str(list(System.objects.values()))
    manager, system = world.viewer("duty.manager"), System.objects.get()
    with acting(manager):
        systems.revoke(system_id=system.pk, by=manager)
    assert send(token=token).status_code == 401


def test_only_managers_make_tokens(world: World) -> None:
    client = Client()
    client.force_login(world.people["duty"])
    session = client.session
    session["proved_at"] = clock.real_now().timestamp()
    session.save()
    assert client.get("/intake/systems/").status_code == 403
    client.force_login(world.people["duty.manager"])
    assert client.get("/intake/systems/").status_code in (302, 403), "who one is, is asked again"
    session = client.session
    session["proved_at"] = clock.real_now().timestamp()
    session.save()
    page = client.post("/intake/systems/", {"name": "School records", "team": "front-door"}).content.decode()
    assert "ft_" in page and "ft_" not in client.get("/intake/systems/").content.decode()


def test_matched_the_own_number_of_its_system_goes_along(world: World, token: str) -> None:
    send(token=token)
    night = {"agency": "social-care", "team": "out-of-hours", "reason": "t", "by": making.SETUP}
    access.involve(subject=Subject("child", world.child.pk), **night)  # type: ignore[arg-type]
    viewer = world.viewer("duty")
    with acting(viewer):
        actions.match(item=Item.objects.get(), child_id=world.child.pk, by=viewer)
    number = Number.objects.get()
    assert (number.value, number.agency, number.source) == ("HP-2291", "social-care", "another system")


def test_the_document_is_the_one_that_is_committed(client: Client, world: World) -> None:
    client.force_login(world.people["duty"])
    told = client.get("/api/openapi.json").json()
    assert told == openapi.document()
    page = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"
    assert json.loads(page.read_text(encoding="utf-8")) == told, "run python tools/make_openapi.py"
