"""A share goes to a team, to whoever is on duty, to a role, to a named person; and a team always has it."""

from __future__ import annotations

from datetime import UTC

import pytest
from django.test import Client

from followthrough.service.assurance import invariants
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.outgoing import CannotSend
from integration.agencies import making
from integration.sharing.test_pages import ANSWERS, begin, page_of, text_of
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, WARD, World, duties, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(client: Client, world: World) -> Client:
    client.force_login(world.people["nurse"])
    return client


def person(world: World, name: str) -> str:
    return f"person:{world.people[name].pk}"


def test_whoever_is_on_duty_is_found_when_it_is_sent_and_not_before(world: World) -> None:
    assert world.send("on-duty:social-care").teams == [WARD, OUT_OF_HOURS]
    world.at.at = local(2013, 4, 2, 10).astimezone(UTC)
    assert world.send("on-duty:social-care").teams == [WARD, FRONT_DOOR]


def test_a_named_person_who_is_away_does_not_lose_it(client: Client, world: World) -> None:
    share = world.send(person(world, "duty"))
    leg = world.leg(share)
    assert (leg.person_id, leg.team.key) == (world.people["duty"].pk, OUT_OF_HOURS)
    (owed,) = duties("share-received-urgent")
    assert (owed.debtor_agency, owed.debtor_team) == ("social-care", "out-of-hours")
    client.force_login(world.people["duty.manager"])
    assert "For Duty; anybody in the team can take it" in text_of(client.get("/"))
    world.do("receive", leg, "duty.manager")
    client.force_login(world.people["duty"])
    assert "For you, by name" in text_of(client.get("/"))


def test_a_role_goes_to_the_team_where_it_is_held(client: Client, world: World) -> None:
    share = world.send("role:social-care/on-call-manager", asks="action")
    assert share.teams == [WARD, OUT_OF_HOURS]
    with as_assessor():
        assert Event.objects.get(kind="share.sent").data["for_role"] == "on-call-manager"
    client.force_login(world.people["nurse"])
    assert "On call manager, Out-Of-Hours, Social-Care" in text_of(client.get(page_of(share)))


def test_several_at_once_have_a_part_and_a_clock_each(world: World) -> None:
    share = world.send(RESPONSE, person(world, "duty"), person(world, "duty.manager"), OUT_OF_HOURS)
    with acting(world.viewer("nurse")):
        parts = [(leg.team.key, leg.person_id) for leg in Leg.objects.select_related("team").order_by("team__slug")]
    assert sorted(parts, key=str) == sorted(
        [
            (OUT_OF_HOURS, world.people["duty"].pk),
            (OUT_OF_HOURS, world.people["duty.manager"].pk),
            (RESPONSE, None),
        ],
        key=str,
    )
    assert len(duties("share-received-urgent")) == 3 and share.teams == [WARD, RESPONSE, OUT_OF_HOURS]
    assert [(each.id, each.what) for each in invariants.broken()] == []


@pytest.mark.parametrize("to", ["person:nobody", "role:social-care/judge", "on-duty:nowhere", "person:nurse"])
def test_who_is_not_there_or_is_of_the_own_team_is_refused_in_words(world: World, to: str) -> None:
    with pytest.raises(CannotSend):
        world.send(person(world, "nurse") if to == "person:nurse" else to)
    with acting(world.viewer("nurse")):
        assert not Share.objects.exists()


# On the page


def test_a_person_is_found_by_name_and_the_check_page_names_them(nurse: Client, world: World) -> None:
    answers = ANSWERS | {"recipients": [], "person": "constable"}
    third = nurse.post(begin(nurse, world), answers)
    assert "Constable, Response, Police" in text_of(nurse.get(third.headers["Location"]))


def test_of_several_of_that_name_it_asks_which(nurse: Client, world: World) -> None:
    making.practitioner("constable.two", ("police", "response", "worker"))
    page = begin(nurse, world)
    answers = ANSWERS | {"recipients": [], "person": "Constab"}
    asked = nurse.post(page, answers)
    assert "Select the person that you mean" in text_of(asked)
    third = nurse.post(page, answers | {"person_is": person(world, "constable")})
    assert third.status_code == 302
    assert "Who of these do you mean?" in text_of(nurse.get(page))


def test_a_name_that_nobody_has_is_said_and_nothing_is_lost(nurse: Client, world: World) -> None:
    answer = nurse.post(begin(nurse, world), ANSWERS | {"person": "Nobody Known"})
    said = answer.content.decode()
    assert "We found nobody of that name." in text_of(answer) and "Nobody Known" in said


def test_a_role_can_be_chosen(nurse: Client, world: World) -> None:
    answers = ANSWERS | {"recipients": [], "role": "role:social-care/on-call-manager"}
    third = nurse.post(begin(nurse, world), answers)
    assert "On call manager, Out-Of-Hours" in text_of(nurse.get(third.headers["Location"]))
