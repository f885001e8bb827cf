"""What the child says: all that was heard, who must hear the child next, and a short page to write down more."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import World, local

SignIn = Callable[[str], Client]


def page(world: World) -> str:
    return f"/children/{world.child.pk}/voice/"


TOLD = {
    "words": "I want to sleep at my aunt’s.",
    "how": "in talk",
    "alone": "yes",
    "language": "German",
    "interpreter": "independent interpreter",
    "why_family": "",
    "at_day": "28",
    "at_month": "3",
    "at_year": "2013",
    "at_time": "10:00",
}


def test_not_yet_heard_is_said_and_what_is_heard_stands_with_how_it_was_said(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    before = plain(text_of(nurse, page(world)))
    assert "Not yet heard" in before and "never a family member" in before, "the family speaks German"
    assert nurse.post(f"{page(world)}hear/", TOLD).headers["Location"] == page(world)
    after = plain(text_of(nurse, page(world)))
    assert "“I want to sleep at my aunt’s.”" in after and "Not yet heard" not in after
    assert "Thursday 28 March 2013 10:00, by Nurse, Hospital" in after
    assert "Without a carer" in after and "German" in after and "Independent interpreter" in after
    assert "Hear the child again" not in after
    assert signed_in("stranger").get(page(world)).status_code == 404


def test_through_a_family_member_it_asks_why_and_says_to_hear_the_child_again(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    family = {**TOLD, "interpreter": "a family member"}
    refused = nurse.post(f"{page(world)}hear/", family).content.decode()
    assert "A child may not say everything through a family member." in refused
    assert "I want to sleep at my aunt’s." in refused, "nothing that was typed is lost"
    nurse.post(f"{page(world)}hear/", {**family, "why_family": "No interpreter would come at night."})
    assert "Hear the child again" in plain(text_of(nurse, page(world)))
    with as_assessor():
        assert Event.objects.get(kind="voice.heard").data["why_family"] == "No interpreter would come at night."


def test_words_of_a_visit_stand_there_too_and_what_was_taken_back_does_not(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    said = write(world, "child.seen", local(2013, 3, 27, 9, 0), data={"alone": True, "words": "My hand hurts."})
    assert "“My hand hurts.”" in plain(text_of(nurse, page(world)))
    write(world, "child.seen", local(2013, 3, 27, 9, 0), corrects=said, is_retraction=True)
    assert "My hand hurts" not in plain(text_of(nurse, page(world)))
