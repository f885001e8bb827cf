"""What the child says: all that was heard, who must hear the child next, and a short page to write down more."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import FRONT_DOOR, World, local

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


VISIT = {
    "at_day": "13",
    "at_month": "11",
    "at_year": "2013",
    "at_time": "10:00",
    "alone": "yes",
    "place": "hospital",
    "words": "I want to sleep at my aunt’s.",
    "how": "in talk",
    "language": "German",
    "interpreter": "independent interpreter",
}


def test_words_at_a_visit_are_one_entry_that_counts_as_heard_on_every_page(world: World, signed_in: SignIn) -> None:
    world.later(days=230)  # the rules of the voice have come into force
    world.send(FRONT_DOOR)
    with as_assessor():
        before = set(Event.objects.values_list("pk", flat=True))
    write(world, "case.opened", local(2013, 11, 13, 9, 0), by="day", data={"case": "c"})
    with as_assessor():
        opened = Duty.objects.get(procedure="child-heard")
    assert opened.state == "open"
    day, child = signed_in("day"), f"/children/{world.child.pk}/"
    asked = text_of(day, f"{child}visit/seen/")
    assert "never a family member" in plain(asked) and 'value="German"' in asked, "what is known is not asked again"
    assert day.post(f"{child}visit/seen/", VISIT).headers["Location"] == child
    with as_assessor():
        written = Event.objects.exclude(pk__in=before).exclude(kind="case.opened")
        assert [each.kind for each in written] == ["child.seen"], "one entry, by one form"
        assert Duty.objects.get(procedure="child-heard").state == "met"
    words = "“I want to sleep at my aunt’s.” (in talk, without a carer, with an independent interpreter)"
    for address in (child, f"/now/children/{world.child.pk}/"):
        found = plain(text_of(day, address))
        assert words in found and "Not yet heard" not in found, address
    voice = plain(text_of(day, page(world)))
    assert "“I want to sleep at my aunt’s.”" in voice and "Who must hear the child" not in voice


def test_words_at_a_visit_through_the_family_are_heard_again(world: World, signed_in: SignIn) -> None:
    world.later(days=230)
    nurse, seen = signed_in("nurse"), f"/children/{world.child.pk}/visit/seen/"
    nobody = nurse.post(seen, {**VISIT, "interpreter": ""})
    assert "Select who interpreted what the child said" in plain(nobody.content.decode())
    no_words = nurse.post(seen, {**VISIT, "words": ""})
    assert "Enter what the child said or showed, or leave out how you heard the child" in plain(
        no_words.content.decode()
    )
    family = {**VISIT, "interpreter": "a family member"}
    refused = nurse.post(seen, family).content.decode()
    assert "A child may not say everything through a family member." in refused
    assert "I want to sleep at my aunt’s." in refused, "nothing that was typed is lost"
    assert nurse.post(seen, {**family, "why_family": "No interpreter would come."}).status_code == 302
    with as_assessor():
        assert Duty.objects.get(procedure="child-heard-again").state == "open"
    assert "hear the child again without" in plain(text_of(nurse, f"/children/{world.child.pk}/"))
    assert nurse.post(seen, {**VISIT, "at_time": "11:00"}).status_code == 302
    with as_assessor():
        assert Duty.objects.get(procedure="child-heard-again").state == "met"


def test_a_visit_without_words_leaves_the_child_not_yet_heard(world: World, signed_in: SignIn) -> None:
    world.later(days=230)
    nurse, child = signed_in("nurse"), f"/children/{world.child.pk}/"
    silent = {**VISIT, "words": "", "how": "", "interpreter": ""}
    assert nurse.post(f"{child}visit/seen/", silent).status_code == 302
    with as_assessor():
        assert set(Event.objects.get(kind="child.seen").data) == {"by", "alone", "place"}
    assert "Not yet heard" in plain(text_of(nurse, child))
