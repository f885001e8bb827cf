"""Who reads a list? Asked of the rows themselves, and of the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import closing
from followthrough.service.access.models import Level
from followthrough.service.caseload.models import Case, CaseList, Delivery
from followthrough.service.children.actions import name_own_people
from followthrough.service.core.viewer import acting
from integration.caseload.lists import JONAS, MILA, case, take
from integration.caseload.test_matching import number
from integration.sharing.world import World


def seen(world: World, who: str) -> set[str]:
    with acting(world.viewer(who)):
        return {each.number for each in Case.objects.all()}


@pytest.fixture
def listed(world: World) -> World:
    number(world)
    take(JONAS, MILA)
    return world


def test_a_matched_case_is_read_by_whoever_may_see_the_child(listed: World) -> None:
    assert "SC-1001" in seen(listed, "nurse"), "the hospital works with him"
    assert "SC-1001" in seen(listed, "day")
    for stranger in ("constable", "stranger", "admin"):
        assert seen(listed, stranger) == set(), stranger


def test_an_unmatched_case_is_read_by_who_looks_after_the_list(listed: World) -> None:
    assert {who for who in listed.people if "SC-1002" in seen(listed, who)} == {"day", "manager", "duty.manager"}


def test_lists_and_files_are_for_the_app_alone(listed: World) -> None:
    with acting(listed.viewer("manager")):
        assert not CaseList.objects.exists() and not Delivery.objects.exists()


def test_a_closed_record_closes_the_case(listed: World) -> None:
    lead = listed.viewer("manager")
    with acting(lead):
        closing.close(child=Subject("child", listed.child.pk), level=Level.SEALED, names=[], reason="r",
                      review_by=date(2013, 6, 1), by=lead)  # fmt: skip
    assert "SC-1001" not in seen(listed, "nurse") and "SC-1001" in seen(listed, "manager")


def test_ones_own_people_and_hidden_children_are_not_found_in_the_list(listed: World) -> None:
    day, manager = listed.people["day"], listed.viewer("manager")
    with acting(manager):
        name_own_people(practitioner=day, name="Mila Weber", born_on=date(2011, 6, 7), why="family", by=manager)
    assert "SC-1002" not in seen(listed, "day") and "SC-1002" in seen(listed, "manager")


def test_others_get_the_page_that_says_nothing(listed: World) -> None:
    client = Client()
    client.force_login(listed.people["nurse"])
    answer, nobody = client.get(f"/caseload/{case().pk}/"), client.get("/caseload/0123/")
    assert answer.status_code == nobody.status_code == 404
    file = Delivery.objects.get()
    assert client.get(f"/caseload/files/{file.pk}/").status_code == 404
    assert client.get("/caseload/files/").status_code == 403 and client.get("/caseload/set-up/").status_code == 403
    assert client.get("/caseload/").status_code == 200
