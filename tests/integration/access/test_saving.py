"""What was written is never said not to be, whatever becomes of the session after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import InterfaceError
from django.test import Client
from pytest_django.fixtures import Settings

from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.sharing.world import WARD, World

ASKED = {"words": "Who gives him his medicine?", "what_else": "", "team": WARD}


@pytest.mark.parametrize("trouble", [UpdateError, InterfaceError])
def test_a_session_that_cannot_be_saved_does_not_belie_what_was_done(
    world: World,
    signed_in: Callable[[str], Client],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    trouble: type[Exception],
) -> None:
    nurse = signed_in("nurse")
    settings.SESSION_SAVE_EVERY_REQUEST = True

    def fail(*arguments: object, **more: object) -> NoReturn:
        raise trouble

    monkeypatch.setattr(SessionStore, "save", fail)
    answer = nurse.post(f"/children/{world.child.pk}/questions/ask/", ASKED)
    assert answer.status_code == 302
    with as_assessor():
        assert Event.objects.filter(kind="question.asked").count() == 1


def test_who_was_signed_out_meanwhile_is_so_at_the_next_request(
    world: World, signed_in: Callable[[str], Client], settings: Settings
) -> None:
    nurse = signed_in("nurse")
    settings.SESSION_SAVE_EVERY_REQUEST = True
    key = nurse.cookies["sessionid"].value
    Session.objects.all().delete()
    assert nurse.get("/").headers["Location"].startswith("/sign-in/")
    assert not Session.objects.filter(session_key=key).exists()
