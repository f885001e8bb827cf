"""The family that shows what the stories do not: a pattern in pieces, a child taught at home, marks, a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.demo.clock import DemoClock
from followthrough.service.demo.family import JUDE, MILA
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.triage.models import Alert, State
from integration.chronology.writing import plain, text_of


@pytest.fixture(autouse=True)
def wealdshire_time(demo_db: None) -> Iterator[None]:
    with clock.use(DemoClock()):
        yield


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(Practitioner.objects.get_by_natural_key(username))
    return client


def test_agencies_together_hold_enough_of_the_baby_and_none_alone() -> None:
    """The triage manager alone is told so."""
    told = "Agencies together hold enough about a child"
    assert told in text_of(signed_in("owen.tully"), "/")
    assert told not in text_of(signed_in("lena.hart"), "/")
    with as_assessor():
        alert = Alert.objects.get(subject_id=MILA)
    assert (alert.procedure, alert.state) == ("sibling-injuries", State.APART)
    assert set(alert.agencies) == {"hospital", "community-nursing"}
    for username in ("amy.croft", "moira.lacey"):
        assert told not in text_of(signed_in(username), "/"), "nobody hears what another holds"


def test_her_brother_never_shared_a_home_with_her_and_stands_in_his_family() -> None:
    page = plain(text_of(signed_in("anand.pillai"), f"/children/{JUDE}/household/"))
    assert "Mila Sorrell" in page and "They have never lived together" in page
    assert signed_in("anand.pillai").get(f"/children/{MILA}/").status_code == 404


def test_he_is_taught_at_home_now_and_has_a_worker() -> None:
    listed = plain(text_of(signed_in("robert.inch"), "/not-seen/"))
    assert "Jude Sorrell" in listed and "taught at home" in listed.lower()
    assert "Ines Doyle" in text_of(signed_in("ines.doyle"), reverse("governance:who", args=[JUDE]))


def test_each_agency_has_drawn_the_mark_that_it_saw() -> None:
    page = plain(text_of(signed_in("amy.croft"), f"/children/{MILA}/injuries/"))
    assert "Forehead" in page and "Her brother threw a wooden car" in page
