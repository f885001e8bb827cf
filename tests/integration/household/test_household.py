"""The household's page: who lives with the child since when, who was checked, the family and the agencies around."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.children import actions as children
from followthrough.service.children.models import Household, HouseholdMember
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.chronology.writing import plain, text_of, write
from integration.sharing import world as made
from integration.sharing.world import FRONT_DOOR, World, local

SignIn = Callable[[str], Client]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        with acting(REGISTER):
            children.enter_person(
                name="Petra Weber", household=Household.objects.get(), relation="mother", on=date(2009, 5, 4)
            )
        yield built


REGISTER = Viewer.system("children")


def events(*kinds: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind__in=kinds))


def page(world: World) -> str:
    return f"/children/{world.child.pk}/household/"


def on(day: int, month: int = 3, year: int = 2013) -> dict[str, str]:
    return {"on_day": str(day), "on_month": str(month), "on_year": str(year)}


UWE = {
    "who": "Uwe Kranz",
    "relation": "mother’s partner",
    "age": "adult",
    "lives": "lives there",
    "drawn_as": "man or boy",
}


def moved_in(client: Client, world: World, **more: str) -> str:
    """The reference under which the person is known."""
    answer = client.post(f"{page(world)}moved-in/", {**UWE, **on(4), "person": "new", **more})
    assert answer.status_code == 302, plain(answer.content.decode())
    return str(events("home.adult-joined")[0].data["member"])


def test_who_moves_in_is_written_down_drawn_and_not_checked_until_somebody_says_so(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("nurse")
    key = moved_in(client, world)
    shown = text_of(client, page(world))
    assert "Not checked: Petra Weber, Uwe Kranz." in plain(shown)
    assert 'aria-label="Uwe Kranz, man, mother’s partner, lives in the home"' in shown
    assert "Petra Weber and Uwe Kranz How they stand partners" in plain(shown)
    for other in (f"/children/{world.child.pk}/", f"/now/children/{world.child.pk}/"):
        assert "Uwe Kranz (mother’s partner)" in plain(text_of(client, other))
    told = {"adults": [key], "how": "Met at home; police asked", **on(20)}
    assert client.post(f"{page(world)}checked/", told).status_code == 302
    shown = plain(text_of(client, page(world)))
    assert "Not checked: Petra Weber." in shown
    assert "20 Mar 2013, by Nurse, Hospital: Met at home; police asked" in shown


def test_whoever_left_is_told_with_both_days_and_a_check_from_before_does_not_hold(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("nurse")
    key = moved_in(client, world)
    client.post(f"{page(world)}checked/", {"adults": [key], "how": "Seen", **on(5)})
    assert client.post(f"{page(world)}moved-out/", {"person": key, **on(10)}).status_code == 302
    shown = text_of(client, page(world))
    assert "4 Mar 2013 to 10 Mar 2013" in plain(shown)
    assert 'aria-label="Uwe Kranz, man, mother’s partner"' in shown
    assert "Uwe Kranz" not in plain(text_of(client, f"/now/children/{world.child.pk}/"))
    back = {**UWE, "who": "", "relation": "", "drawn_as": "", "person": key, "lives": "is often there", **on(15)}
    assert client.post(f"{page(world)}moved-in/", back).status_code == 302
    shown = plain(text_of(client, page(world)))
    assert "Often here since 15 Mar 2013" in shown and "Not checked: Petra Weber, Uwe Kranz." in shown


def test_an_entry_that_is_taken_back_is_neither_drawn_nor_listed(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    moved_in(client, world)
    for event in events("home.adult-joined", "family.person-described"):
        answer = client.post(
            f"/children/{world.child.pk}/entries/{event.pk}/take-back/", {"reason": "It was another family"}
        )
        assert answer.status_code == 302
    assert "Uwe Kranz" not in text_of(client, page(world))


def test_the_child_moves_and_leaves_behind_who_does_not_come_along(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    moved_in(client, world)
    assert client.post(f"{page(world)}moved/", {"address_label": "Ferry Road", **on(20)}).status_code == 302
    shown = plain(text_of(client, page(world)))
    assert "Ferry Road From 20 Mar 2013 Until Now" in shown and "4 May 2009 Until 20 Mar 2013" in shown
    assert "Nobody has written down who lives with the child." in shown
    assert len(events("household.left")) == 1 and len(events("household.joined")) == 2


def test_ties_make_the_family_and_a_contradiction_is_told_and_not_drawn(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    known = {"person": "new", "who": "Olga Weber", "relation": "mother’s mother", "drawn_as": "woman or girl"}
    assert client.post(f"{page(world)}described/", known).status_code == 302
    shown = text_of(client, page(world))
    assert (
        "Olga Weber How they stand No other parent is named Children Petra Weber" in plain(shown)
        and "3 generations" in shown
    )
    olga = str(events("family.person-described")[0].data["member"])
    own = f"child:{world.child.pk}"
    assert client.post(f"{page(world)}related/", {"one": own, "tie": "parent of", "other": olga}).status_code == 302
    told = events("family.tie-recorded")[0].data
    assert told["member"] == "child" and told["said"] == "Jonas Weber: parent of Olga Weber"
    assert "contradicts itself, so no picture is drawn" in plain(text_of(client, page(world)))


def test_what_was_typed_wrong_is_said_and_kept(world: World, signed_in: SignIn) -> None:
    answer = signed_in("nurse").post(f"{page(world)}moved-in/", {**UWE, "who": "", **on(30), "words": "He has a dog"})
    said = answer.content.decode()
    assert "The day must not be in the future" in said and "He has a dog" in said


def test_agencies_stand_around_with_what_waits_for_them(world: World, signed_in: SignIn) -> None:
    share = world.send(FRONT_DOOR, asks="action")
    client = signed_in("nurse")
    shown = plain(text_of(client, page(world)))
    assert "How it stands Was asked and has not answered" in shown
    assert "Asked by Hospital on 28 Mar 2013; nobody has received it" in shown
    assert "Hospital How it stands Works with the child" in shown
    world.do("receive", world.leg(share, FRONT_DOOR), "day")
    assert "Has been asked and has not closed it" in plain(text_of(client, page(world)))


def test_a_brother_whom_the_viewer_may_open_is_named_and_led_to(world: World, signed_in: SignIn) -> None:
    nurse = world.viewer("nurse")
    with acting(nurse):
        brother = children.register_child(
            about=children.About("Max Weber", date(2011, 2, 1), "boy"), reason="t", by=nurse,
            household=Household.objects.get(),
        )  # fmt: skip
    shown = text_of(signed_in("nurse"), page(world))
    assert f'href="/children/{brother.pk}/household/"' in shown
    assert "Petra Weber How they stand No other parent is named Children Jonas Weber, Max Weber" in plain(shown)
    with acting(REGISTER):
        HouseholdMember.objects.filter(child=brother).update(to_on=date(2012, 1, 1))
    assert "1 Feb 2011 to 1 Jan 2012" in plain(text_of(signed_in("nurse"), page(world)))


def test_the_page_asks_as_few_questions_for_many_as_for_one(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    moved_in(client, world)
    client.get(page(world))
    with CaptureQueriesContext(connection) as few:
        client.get(page(world))
    for n in range(3):
        write(world, "home.adult-joined", local(2013, 3, 10 + n, 9, 0), data={"who": f"Guest {n}", "member": f"g{n}"})
    with CaptureQueriesContext(connection) as many:
        client.get(page(world))
    assert len(many) <= len(few)


def test_nobody_else_opens_it(world: World, signed_in: SignIn) -> None:
    assert signed_in("stranger").get(page(world)).status_code == 404
