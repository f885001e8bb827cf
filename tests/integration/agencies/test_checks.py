"""The people of the demo may sign in to the demo only."""

from __future__ import annotations

import pytest
from django.apps import apps

from followthrough.service.agencies import DEMO_ADDRESS
from followthrough.service.agencies.checks import no_demo_people_outside_the_demo
from followthrough.service.demo.people import PEOPLE
from integration.agencies import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody_of_the_demo() -> None:
    making.agency("police", "response")
    person = making.practitioner("dan.mercer", ("police", "response", "worker"))
    person.email = next(each.email for each in PEOPLE if each.username == "dan.mercer")
    person.save()


def test_the_service_refuses_to_start_with_people_of_the_demo(
    somebody_of_the_demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apps, "is_installed", lambda name: False)
    assert [each.id for each in no_demo_people_outside_the_demo(["default"])] == ["agencies.E001"]


def test_the_demo_starts_with_them(somebody_of_the_demo: None) -> None:
    assert no_demo_people_outside_the_demo(["default"]) == []


def test_everybody_of_the_demo_is_known_by_their_address() -> None:
    assert all(each.email.endswith(DEMO_ADDRESS) for each in PEOPLE)


def test_a_real_partnership_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    making.agency("police", "response")
    making.practitioner("constable", ("police", "response", "worker"))
    monkeypatch.setattr(apps, "is_installed", lambda name: False)
    assert no_demo_people_outside_the_demo(["default"]) == []
