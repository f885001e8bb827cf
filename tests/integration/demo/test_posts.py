"""The register of posts is alive in the demo: a school’s lead sees theirs, and the Board what is vacant."""

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


def shown(username: str) -> str:
    client = Client()
    client.force_login(Practitioner.objects.get(username=username))
    return plain(text_of(client, "/posts/"))


def test_a_schools_lead_sees_that_training_is_soon_to_be_renewed_and_a_post_is_vacant() -> None:
    listed = shown("helen.marsh")
    assert "Who fills it Helen Marsh Since 18 Apr 2011" in listed and "By 23 Apr 2013" in listed
    assert "Attendance officer Who fills it Vacant" in listed and "Overdue" not in listed
    assert "Named doctor" not in listed and "Ada Frost" not in listed


def test_the_hospital_sees_who_covers() -> None:
    assert "Who fills it Ada Frost" in shown("fatima.noor") and "Who covers Ben Hale" in shown("fatima.noor")


@pytest.mark.parametrize("username", ["margaret.thorne", "judith.amory"])
def test_the_board_sees_what_is_vacant_and_no_name(username: str) -> None:
    listed = shown(username)
    assert "Named doctor" in listed and "Attendance officer" in listed and "Vacant since 18 Feb 2013" in listed
    assert not any(each in listed for each in ("Helen Marsh", "Ada Frost", "Ben Hale", "Named midwife"))
