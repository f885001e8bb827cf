"""The endpoint and its document say the same: what the document allows is taken in once, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode

from followthrough.service.core.viewer import acting
from followthrough.service.intake import api, openapi, systems
from followthrough.service.intake.models import Item
from integration.intake.mails import front_door
from integration.sharing.world import World

EXAMPLES = 15
Send = Callable[[Case], Any]


@pytest.fixture
def send(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Send]:
    """As the document describes it, with a token that holds; the answer is compared with the document."""
    monkeypatch.setattr(api, "MOST_A_MINUTE", 1_000_000)
    manager = world.viewer("duty.manager")
    with acting(manager):
        token = systems.create(name="School records", team=front_door(), by=manager)[1]
    for end in (request_started, request_finished):  # the test’s own connection stays open between requests
        end.disconnect(close_old_connections)
    yield lambda case: case.call_and_validate(headers=_with(token, case))
    for end in (request_started, request_finished):
        end.connect(close_old_connections)


def _with(token: str, case: Case) -> dict[str, str]:
    """The token that holds, unless the case is about a header that is no token."""
    is_token = (case.headers or {}).get("Authorization", "Bearer ").startswith("Bearer ")
    return {"Authorization": f"Bearer {token}"} if is_token else {}


def each(mode: GenerationMode, try_it: Callable[[Case], None]) -> None:
    document = schemathesis.openapi.from_dict(openapi.document())
    document.app = get_wsgi_application()
    found = document["/api/items/"]["POST"].as_strategy(generation_mode=mode)
    calm = settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    calm(given(case=found)(try_it))()


def test_what_the_document_allows_is_taken_in_once(send: Send) -> None:
    taken: set[str] = set()

    def try_it(case: Case) -> None:
        case.headers["Idempotency-Key"] = f"{len(taken):08}"  # a key that came before, with other words, is refused
        answer, again = send(case), send(case)
        assert (answer.status_code, again.status_code) == (201, 200)
        assert answer.json() == again.json()
        taken.add(answer.json()["reference"])

    each(GenerationMode.POSITIVE, try_it)
    assert Item.objects.count() == len(taken) >= EXAMPLES


def test_what_it_does_not_allow_is_refused_and_leaves_nothing(send: Send) -> None:
    def try_it(case: Case) -> None:
        assert 400 <= send(case).status_code < 500

    each(GenerationMode.NEGATIVE, try_it)
    assert not Item.objects.exists()
