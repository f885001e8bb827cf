"""Chapters of policy stand in the demo: two in force, and a draft that answers what a review asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.demo.clock import DemoClock
from integration.chronology.writing import plain, text_of


@pytest.fixture(autouse=True)
def wealdshire_time(demo_db: None) -> Iterator[None]:
    with clock.use(DemoClock()):
        yield


def shown(username: str, address: str) -> str:
    client = Client()
    client.force_login(Practitioner.objects.get(username=username))
    return plain(text_of(client, address))


def test_a_constable_has_one_to_read_and_the_next_version_waits_for_two_people() -> None:
    listed = shown("dan.mercer", "/policies/")
    assert listed.count("Version 1, since 9 Jan 2012") == 2 and listed.count("For you to read") == 1
    draft = shown("judith.amory", "/policies/children-taught-at-home/2/")
    assert "Draft" in draft and "2 more people have to approve it" in draft
    assert "What it answers Go through policies and guidance on home tuition" in draft
