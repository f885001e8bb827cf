"""What passes beside the path: questions and answers, corrections and takings back, a word to a school the same day."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from followthrough.service.assurance import invariants
from followthrough.service.children.actions import About
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.policies import CannotDo
from integration.agencies import making
from integration.sharing.test_pages import page_of, text_of
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, World, duties, local

pytestmark = pytest.mark.django_db


def test_a_question_has_a_clock_of_its_own_and_the_recipients_goes_on(world: World) -> None:
    leg = world.leg(world.send())
    world.do("ask", leg, "duty", words="Who was at home?")
    (asked,) = duties("share-question-answered")
    assert (asked.debtor_agency, asked.debtor_team, asked.due_at) == ("hospital", "ward", local(2013, 3, 28, 18, 30))
    assert [each.due_at for each in duties("share-accepted-urgent")] == [local(2013, 3, 28, 21, 30)]
    assert world.leg(leg.share).state == Leg.State.RECEIVED  # who asks has read it
    world.do("reply", leg, "nurse", words="His aunt.")
    assert duties("share-question-answered") == []
    with pytest.raises(CannotDo, match="no question"):
        world.do("reply", leg, "nurse", words="Again.")


def test_what_the_sender_has_to_answer_is_not_what_they_wait_for(client: Client, world: World) -> None:
    leg = world.leg(world.send())
    world.do("accept", leg, "duty")
    world.do("ask", leg, "duty", words="Who was at home?")
    client.force_login(world.people["nurse"])
    (row,) = client.get("/").context["page"].waiting.rows
    assert "tomorrow, Friday 29 March 17:30" in row[3].when.words  # the outcome, and not the answer


def test_both_sides_read_question_and_answer(client: Client, world: World) -> None:
    share = world.send()
    leg = world.leg(share)
    client.force_login(world.people["duty"])
    asked = {f"ask-{leg.pk[:6]}-words": "Who was at home?"}
    client.post(reverse("sharing:act-ask", args=[share.reference, leg.pk]), asked)
    client.force_login(world.people["nurse"])
    said = text_of(client.get(page_of(share)))
    assert "Duty needs to know, 28 Mar 2013, 17:30: “Who was at home?”" in said and "Answer their question" in said
    client.post(
        reverse("sharing:act-reply", args=[share.reference, leg.pk]), {f"reply-{leg.pk[:6]}-words": "His aunt."}
    )
    client.force_login(world.people["duty"])
    assert "Nurse answered, 28 Mar 2013, 17:30: “His aunt.”" in text_of(client.get(page_of(share)))


def test_all_who_had_it_acknowledge_a_correction_by_name(client: Client, world: World) -> None:
    share = world.send(OUT_OF_HOURS, RESPONSE, FRONT_DOOR)
    had, passed_on = world.leg(share), world.leg(share, RESPONSE)
    world.do("receive", had, "duty")
    made_school = making.agency("school", "office")
    making.practitioner("head", (made_school.pk, "office", "worker"))
    world.do("redirect", passed_on, "constable", agency="school", team="office", reason="He goes to school there.")
    world.do("correct", had, "nurse", words="It was the left hand.")
    told = duties("share-change-acknowledged")
    # The team that took receipt and the one that passed it on; who never had it reads it at receipt.
    assert sorted(each.debtor_team for each in told) == ["out-of-hours", "response"]
    assert {each.due_at for each in told} == {local(2013, 3, 28, 18, 30)}
    client.force_login(world.people["duty"])
    page = text_of(client.get(page_of(share)))
    assert "Nurse put right what was shared, 28 Mar 2013, 17:30: “It was the left hand.”" in page
    done = client.post(reverse("sharing:act-acknowledge", args=[share.reference, had.pk]), follow=True)
    assert "Duty has read what was changed" in text_of(done)
    assert [each.debtor_team for each in duties("share-change-acknowledged")] == ["response"]
    assert [(each.id, each.what) for each in invariants.broken()] == []


def test_the_entry_in_the_record_is_put_right_too_and_never_overwritten(world: World) -> None:
    share = world.send()
    world.do("correct", world.leg(share), "nurse", words="It was the left hand.")
    with as_assessor():
        first, second = Event.objects.filter(kind="concern.raised").order_by("recorded_at")
    assert (first.text, second.corrects) == (share.words, first.pk)
    assert second.text.endswith("Put right, because: It was the left hand.")


def test_taking_it_back_tells_all_who_had_it_and_nobody_else(world: World) -> None:
    leg = world.leg(world.send())
    new = world.do("redirect", leg, "duty", agency="police", team="response", reason="The father is there.")
    world.do("withdraw", new, "nurse", reason="It was another boy.")
    (told,) = duties("share-change-acknowledged")
    assert told.debtor_team == "out-of-hours"  # the police had not taken receipt
    world.do("acknowledge", leg, "duty.manager")
    assert duties("share-change-acknowledged") == []
    assert world.leg(leg.share).state == Leg.State.REDIRECTED
    assert [(each.id, each.what) for each in invariants.broken()] == []


def test_an_unacknowledged_change_becomes_overdue(world: World) -> None:
    leg = world.leg(world.send(OUT_OF_HOURS, asks="information"))
    world.do("receive", leg, "duty")
    world.do("withdraw", leg, "nurse", reason="It was another boy.")
    assert [each.due_at for each in duties("share-change-acknowledged")] == [local(2013, 4, 2, 17)]
    with pytest.raises(CannotDo, match="Only"):
        world.do("acknowledge", leg, "nurse")


def test_a_school_hears_the_same_day_what_will_be_done(world: World) -> None:
    made = making.agency("school", "office")
    world.people["teacher"] = making.practitioner("teacher", (made.pk, "office", "worker"))
    said = {"child_id": "", "new_child": About("Mira Lang", date(2008, 2, 1)), "asks": "action"}
    leg = world.leg(world.send(FRONT_DOOR, by="teacher", **said), FRONT_DOOR, by="teacher")
    (owed,) = duties("school-told-the-same-day")
    assert owed.due_at.astimezone(local(2013, 1, 1).tzinfo).date() == date(2013, 3, 28)
    world.do("accept", leg, "day")
    assert len(duties("school-told-the-same-day")) == 1  # accepting says not what will be done
    world.do("tell", leg, "day", words="We go there at four.")
    assert duties("school-told-the-same-day") == []
    world.send(FRONT_DOOR)
    assert duties("school-told-the-same-day") == []


@pytest.mark.parametrize(
    ("name", "by", "said"),
    [("ask", "duty", {"words": " "}), ("tell", "duty", {"words": ""}), ("correct", "nurse", {"words": ""})],
)
def test_nothing_is_said_without_words_or_by_the_other_side(
    world: World, name: str, by: str, said: dict[str, str]
) -> None:
    leg = world.leg(world.send())
    with pytest.raises(CannotDo):
        world.do(name, leg, by, **said)
    with pytest.raises(CannotDo):
        world.do(name, leg, "nurse" if by == "duty" else "duty", words="Something.")
