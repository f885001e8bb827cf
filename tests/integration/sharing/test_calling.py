"""Calls and talks are recorded on one page; three calls are one story, and what was said is put in writing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followthrough.service.assurance import invariants
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Leg, Share
from integration.agencies import making
from integration.sharing.test_pages import _of_every_page, page_of, text_of
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties, local

pytestmark = pytest.mark.django_db
CALL = reverse("sharing:call")


@pytest.fixture
def nurse(client: Client, world: World) -> Client:
    client.force_login(world.people["nurse"])
    return client


def said(at: str, **more: Any) -> dict[str, Any]:
    return {
        "name": "Jonas Weber",
        "means": "telephone",
        "team": OUT_OF_HOURS,
        "told_day": "28",
        "told_month": "3",
        "told_year": "2013",
        "told_time": at,
        "reached": "no",
        "asks": "urgent",
        "words": "He has a burn on his hand.",
        "family_told": "yes",
        "key": new_id(),
    } | more


def call(client: Client, world: World, typed: dict[str, Any]) -> Any:
    """As a person does: the child is found, and chosen, on the same page."""
    found = client.post(CALL, typed)
    assert found.status_code == 200 and "Jonas Weber, born" in text_of(found), text_of(found)
    asked = found.context["form"]["asked"].value()
    return client.post(CALL, typed | {"asked": asked, "who": world.child.pk}, follow=True)


def test_an_answered_call_has_a_time_of_its_own_and_is_put_in_writing(nurse: Client, world: World) -> None:
    done = call(nurse, world, said("17:05", reached="yes", spoken_to="Duty"))
    assert "Telephoned" in text_of(done) and "Spoke to Duty" in text_of(done)
    (written,) = duties("telephone-referral-written")
    assert (written.debtor_agency, written.due_at) == ("hospital", local(2013, 3, 29, 17, 5))
    assert [each.due_at for each in duties("share-received-urgent")] == [local(2013, 3, 28, 18, 5)]
    with acting(world.viewer("nurse")):
        share = Share.objects.get()
    leg = world.leg(share)
    wrote = {f"write_down-{leg.pk[:6]}-words": "On the ward at ten to five: a burn, fresh, the shape of an iron."}
    page = nurse.post(reverse("sharing:act-write_down", args=[share.reference, leg.pk]), wrote, follow=True)
    assert "put in writing what was said" in text_of(page)
    assert duties("telephone-referral-written") == []
    assert [(each.id, each.what) for each in invariants.broken()] == []


def test_three_calls_that_nobody_answered_are_one_share_with_the_first_ones_clock(nurse: Client, world: World) -> None:
    for at in ("16:40", "17:00", "17:20"):
        done = call(nurse, world, said(at))
    page = text_of(done)
    assert page.count("rang, and nobody answered, 28 Mar 2013") == 2 and "Nobody answered" in page
    assert "Nobody has this: ring Out-Of-Hours" in page
    with acting(world.viewer("nurse")):
        (share,) = Share.objects.all()
        assert Leg.objects.count() == 1
    assert [each.due_at for each in duties("share-received-urgent")] == [local(2013, 3, 28, 17, 40)]
    world.do("receive", world.leg(share), "duty", doing="visiting tonight")
    assert "Taken today 17:30 by Duty: “visiting tonight”." in text_of(nurse.get("/"))
    assert [(each.id, each.what) for each in invariants.broken()] == []


def test_an_urgent_call_is_not_lost_in_a_share_that_is_not(nurse: Client, world: World) -> None:
    world.send(OUT_OF_HOURS, asks="action")
    done = call(nurse, world, said("17:00"))
    assert "Nobody has this: ring Out-Of-Hours" in text_of(done)
    with acting(world.viewer("nurse")):
        assert Share.objects.count() == 2


def test_ringing_in_vain_does_not_meet_the_duty_to_ask_again(nurse: Client, world: World) -> None:
    leg = world.leg(world.send())
    world.later(minutes=61)
    world.do("rang", leg, "nurse", words="No answer.")
    assert len(duties("share-chased")) == 1
    world.do("chase", leg, "nurse", words="Duty has it.")
    assert duties("share-chased") == []


def test_a_second_press_records_it_once_and_other_words_are_refused(nurse: Client, world: World) -> None:
    typed = said("17:00")
    call(nurse, world, typed)
    call(nurse, world, typed)
    answer = call(nurse, world, typed | {"words": "Something else."})
    assert "was sent already with other words" in text_of(answer)
    again = said("17:10")
    call(nurse, world, again)
    call(nurse, world, again)
    with acting(world.viewer("nurse")):
        assert (Share.objects.count(), Leg.objects.count()) == (1, 1)
    with as_assessor():
        assert Event.objects.filter(kind="share.rang").count() == 1


@pytest.mark.parametrize("name", ["ask", "tell"])
def test_a_second_press_on_a_small_form_says_it_once(world: World, name: str) -> None:
    leg, key = world.leg(world.send()), new_id()
    world.do(name, leg, "duty", words="Who was at home?", key=key)
    world.do(name, leg, "duty", words="Who was at home?", key=key)
    assert [step["step"] for step in world.leg(leg.share).steps].count("asked" if name == "ask" else "told") == 1
    with pytest.raises(Exception, match="with other words"):
        world.do(name, leg, "duty", words="Who else?", key=key)


def test_a_child_whom_nobody_knows_can_be_rung_about(nurse: Client, world: World) -> None:
    done = nurse.post(CALL, said("17:00", name="Mira Lang", age="about 3"), follow=True)
    assert "Mira Lang" in text_of(done) and "Nobody answered" in text_of(done)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"told_time": "23:00"}, "When it was must not be in the future"),
        ({"reached": "yes"}, "Enter who you spoke to"),
        ({"team": ""}, "Select the team"),
        ({"words": ""}, "Enter what it is about"),
        ({"family_told": "no"}, "Enter why the family is not told"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(nurse: Client, world: World, wrong: dict[str, str], says: str) -> None:
    answer = nurse.post(CALL, said("17:00") | wrong)
    assert says in text_of(answer) and "Nothing has been recorded yet." in text_of(answer)
    assert 'value="Jonas Weber"' in answer.content.decode()
    with acting(world.viewer("nurse")):
        assert not Share.objects.exists()


def test_the_page_asks_the_database_little(nurse: Client, world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert nurse.get(f"{CALL}?child={world.child.pk}").status_code == 200
    own = [each["sql"] for each in asked.captured_queries if not _of_every_page(each["sql"])]
    assert len(own) <= 12, "\n".join(own)


def test_a_schools_call_that_is_answered_to_the_front_door(world: World, client: Client) -> None:
    made = making.agency("school", "office")
    world.people["teacher"] = making.practitioner("teacher", (made.pk, "office", "worker"))
    client.force_login(world.people["teacher"])
    typed = said("17:00", name="Mira Lang", born_on_day="1", born_on_month="2", born_on_year="2008", asks="action")
    done = client.post(CALL, typed | {"team": FRONT_DOOR, "reached": "yes", "spoken_to": "Day"}, follow=True)
    assert "Spoke to Day" in text_of(done)
    (owed,) = duties("school-told-the-same-day")
    assert owed.due_at.astimezone(local(2013, 1, 1).tzinfo).date() == date(2013, 3, 28)
    with acting(world.viewer("teacher")):
        share = Share.objects.get()
    assert client.get(page_of(share)).status_code == 200
