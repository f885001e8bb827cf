"""The voice of the child: own words on the child's page, and a warning where a family member interpreted."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from followthrough.service.core.viewer import acting
from followthrough.service.ledger.models import Event
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.sharing.world import World, local

SignIn = Callable[[str], Client]


def told(**more: str) -> dict[str, str]:
    said = {
        "field_words": "I want to sleep at my aunt’s.",
        "field_how": "in talk",
        "field_alone": "yes",
        "field_language": "German",
        "field_interpreter": "a family member",
        "field_why_family": "",
        "field_by": "Nurse",
    }
    return {**said, **parts_of((2013, 3, 28), "10:00"), **more}


def begin(client: Client, world: World) -> str:
    answer = client.post(f"/children/{world.child.pk}/record/", {"kind": "voice.heard"})
    assert answer.status_code == 302
    return str(answer["Location"])


def heard(world: World) -> list[Event]:
    with acting(world.viewer("nurse")):
        return list(Event.objects.filter(kind="voice.heard"))


def test_a_child_whom_nobody_heard_is_said_as_that(world: World, signed_in: SignIn) -> None:
    page = plain(text_of(signed_in("nurse"), f"/children/{world.child.pk}/"))
    assert "What the child says Not yet heard: nobody has written down what the child says" in page


def test_own_words_how_and_through_whom_stand_on_the_childs_page(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    answer = nurse.post(begin(nurse, world), told(field_interpreter="independent interpreter"))
    assert answer.status_code == 302
    page = plain(text_of(nurse, f"/children/{world.child.pk}/"))
    words = "“I want to sleep at my aunt’s.” (in talk, without a carer, with an independent interpreter). Heard "
    assert words in page and "10:00 by Nurse, Hospital" in page


def test_a_family_member_as_interpreter_gives_a_warning_and_asks_why(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    address = begin(nurse, world)
    refused = nurse.post(address, told()).content.decode()
    assert "A child may not say everything through a family member." in refused
    assert "I want to sleep at my aunt’s." in refused, "nothing that was typed is lost"
    assert not heard(world)
    answer = nurse.post(address, told(field_why_family="No interpreter would come at night."))
    assert answer.status_code == 302
    assert heard(world)[0].data["why_family"] == "No interpreter would come at night."
    for page in (f"/children/{world.child.pk}/", f"/now/children/{world.child.pk}/"):
        assert "a family member interpreted: hear the child again without" in plain(text_of(nurse, page))


def test_the_last_words_stand_and_what_was_taken_back_does_not(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    first = {"words": "Yes.", "how": "in talk", "alone": False, "interpreter": "none was needed"}
    write(world, "voice.heard", local(2013, 3, 27, 9, 0), data=first)
    later = write(world, "voice.heard", local(2013, 3, 28, 9, 0), data={**first, "words": "No.", "alone": True})
    page = f"/children/{world.child.pk}/"
    assert "“No.” (in talk, without a carer)" in plain(text_of(nurse, page))
    write(world, "voice.heard", local(2013, 3, 28, 9, 0), corrects=later, is_retraction=True)
    assert "“Yes.” (in talk, with a carer there)" in plain(text_of(nurse, page))
