"""The 2 a.m. page: a stranger's fifteen questions, each answered from the record: who wrote it, and how old it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access.actions import involve
from followthrough.service.agencies.models import Practitioner
from followthrough.service.children.actions import About, enter_child, register_child
from followthrough.service.children.models import Household
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.sharing.world import FRONT_DOOR, World, local
from integration.worklist.test_home import ours

FRAME_READS = 3  # memberships of the viewer, and the names at the top and at the foot of every page
SignIn = Callable[[str], Client]


def address(world: World) -> str:
    return f"/now/children/{world.child.pk}/"


@pytest.fixture
def full(world: World) -> World:
    """Everything that a stranger asks for is written down."""
    home = Subject("household", Household.objects.get().pk)
    needs = {"language": "German", "interpreter_needed": True, "needs": "Deaf in one ear: speak to his left"}
    write(world, "talking.described", local(2013, 3, 1, 9, 0), data=needs)
    write(world, "order.made", local(2013, 3, 20, 9, 0), data={"order": "o", "type": "interim care order"})
    held = {"bail": "b", "custody": "c", "offence": "assault", "conditions": "To live with his brother"}
    write(world, "bail.granted", local(2013, 3, 26, 9, 0), by="nurse", subject=home, data=held)
    limit = {"limit": "l", "who": "His father, Uwe Weber", "decision": "the child must not be there"}
    write(world, "limit.set", local(2013, 3, 26, 10, 0), data=limit)
    carer = {"carer": "k", "who": "Inge Weber", "relation": "his aunt", "telephone": "01632 960555"}
    write(world, "safe-carer.named", local(2013, 3, 26, 11, 0), data=carer)
    lead = {"lead": "one", "person": "Anna Holt", "lead_agency": "social-care", "telephone": "01632 960777"}
    write(world, "lead.accepted", local(2013, 3, 5, 9, 0), data=lead)
    seen = {"alone": True, "by": world.people["nurse"].pk, "place": "hospital"}
    write(world, "child.seen", local(2013, 3, 28, 9, 0), data=seen)
    heard = {"words": "It was the iron.", "how": "in talk", "alone": True, "interpreter": "independent interpreter"}
    write(world, "voice.heard", local(2013, 3, 28, 9, 10), data=heard)
    write(world, "safety-plan.made", local(2013, 3, 28, 12, 0), data={"words": "He stays on the ward tonight."})
    protected = {"protection": "pp", "ends_at": local(2013, 4, 4, 8, 0)}
    write(world, "police.protection", local(2013, 3, 28, 14, 0), by="constable", data=protected)
    write(world, "care-proceedings.issued", local(2013, 3, 22, 9, 0), data={"proceedings": "q"})
    asked = {"proceedings": "q", "type": "care order"}
    write(world, "order.applied-for", local(2013, 3, 22, 9, 30), data=asked)
    agreed = {"agreement": "a", "words": "She stays sober while he is with her", "checked_by": "Sam Okoro"}
    write(
        world, "agreement.signed", local(2013, 3, 10, 9, 0), subject=home, data={**agreed, "if_broken": "Ring police"}
    )
    looked = {"of": "written agreement", "agreement": "a", "finding": "not kept", "by": "Sam Okoro"}
    write(world, "conditions.checked", local(2013, 3, 24, 9, 0), subject=home, data=looked)
    world.send(FRONT_DOOR)
    return world


TEN = {
    "Who is the child?": "Jonas Weber 3 years, boy, born 4 May 2009",
    "How do I talk with him?": "German, interpreter needed. Deaf in one ear: speak to his left",
    "Where and with whom must he not be?": "His father, Uwe Weber: the child must not be there",
    "Is somebody on bail?": "A carer is on bail. To live with his brother",
    "What is his legal status?": "Under a court order: interim care order",
    "Do police protect him, and until when?": "In police protection until 31 Mar 2013, 15:00 at the latest",
    "Is he before a court?": "In care proceedings since 22 Mar 2013",
    "What did the court not yet answer?": "A court was asked for: care order. No answer is written down",
    "What was agreed, and who checks it?": "She stays sober while he is with her. Checked by Sam Okoro.",
    "Is the agreement kept?": "Last checked 24 Mar 2013: not kept",
    "With whom is he safe?": "Inge Weber, his aunt 01632 960555",
    "Whom do I ring?": "Anna Holt: 01632 960777",
    "What is owed, and who has it?": "Nobody has this. Ring",
    "Who saw him last, and alone?": "28 Mar 2013, 09:00, by Nurse, at the hospital, without a carer",
    "What is the plan to keep him safe?": "He stays on the ward tonight.",
}


@pytest.mark.parametrize("question", TEN)
def test_a_stranger_finds_the_answer(full: World, signed_in: SignIn, question: str) -> None:
    assert TEN[question] in plain(text_of(signed_in("nurse"), address(full)))


def test_the_order_is_that_of_urgency_and_each_fact_says_who_and_how_old(full: World, signed_in: SignIn) -> None:
    page = plain(text_of(signed_in("nurse"), address(full)))
    places = [page.index(each) for each in ("Jonas Weber", "interpreter needed", "must not be there", "Inge Weber")]
    assert places == sorted(places)
    assert "speak to his left Hospital, 3 weeks ago" in page
    assert "How to talk together: Nurse, Hospital, 1 Mar 2013, written down 28 Mar 2013" in page
    assert "Nobody has written down whether “no contact with the child” was considered." in page
    assert "“It was the iron.” (in talk, without a carer, with an independent interpreter)" in page


def test_what_nobody_wrote_down_is_said_as_that_with_a_way_to_write_it(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    page = plain(text_of(client, address(world)))
    assert (
        "Not recorded That is no “no”. Ask, and write it down: police protection , where and with whom , bail" in page
    )
    for gap in (
        "police protection",
        "court , an agreement",
        "a safe carer",
        "what the child says",
        "a safety plan",
        "No signal stands",
    ):
        assert gap in page, gap
    assert "German, interpreter needed Hospital, today" in page
    answer = client.post(f"/children/{world.child.pk}/record/", {"kind": "safe-carer.named"})
    assert answer.status_code == 302
    assert "An adult was named with whom the child is safe" in text_of(client, answer["Location"])


def test_what_ended_or_ran_out_no_longer_stands(full: World, signed_in: SignIn) -> None:
    write(full, "safe-carer.ended", local(2013, 3, 28, 13, 0), data={"carer": "k"})
    write(full, "limit.ended", local(2013, 3, 28, 13, 0), data={"limit": "l"})
    write(full, "order.extended", local(2013, 3, 28, 13, 0), data={"order": "o", "ends_on": local(2013, 3, 30).date()})
    client = signed_in("nurse")
    page = plain(text_of(client, address(full)))
    assert "Inge Weber" not in page and "Uwe Weber" not in page
    assert "interim care order, until 30 Mar 2013" in page
    full.later(days=4)
    assert "Its last day was 30 Mar 2013: check whether it goes on" in plain(text_of(client, address(full)))


def test_police_protection_ends_after_72_hours_by_the_clock_and_is_then_said_as_over(
    world: World, signed_in: SignIn
) -> None:
    """Over the change of the clocks; a later hour that somebody typed makes it no longer."""
    protected = {"protection": "pp", "ends_at": local(2013, 4, 20, 8, 0)}
    write(world, "police.protection", local(2013, 3, 28, 17, 0), by="constable", data=protected)
    world.send(FRONT_DOOR)
    client = signed_in("nurse")
    page = plain(text_of(client, address(world)))
    assert "In police protection until 31 Mar 2013, 18:00 at the latest (72 hours by law) Police, today" in page
    world.later(days=4)
    page = plain(text_of(client, address(world)))
    over = "Police protection ran out 31 Mar 2013, 18:00. Nobody wrote down what holds the child now Police, 4 days ago"
    assert over in page and "In police protection" not in page
    write(world, "order.made", local(2013, 4, 1, 9, 0), data={"order": "o", "type": "emergency protection order"})
    page = plain(text_of(client, address(world)))
    assert "emergency protection order" in page and "Police protection ran out" not in page


def test_an_order_that_was_made_and_an_agreement_that_ended_or_was_broken_since(full: World, signed_in: SignIn) -> None:
    client, home = signed_in("nurse"), Subject("household", Household.objects.get().pk)
    broken = {"of": "written agreement", "words": "She was drunk at noon"}
    write(full, "conditions.broken", local(2013, 3, 27, 12, 0), subject=home, data=broken)
    write(full, "order.made", local(2013, 3, 27, 9, 0), data={"order": "o2", "type": "care order"})
    page = plain(text_of(client, address(full)))
    assert "Broken 27 Mar 2013: She was drunk at noon" in page and "A court was asked for" not in page
    write(full, "agreement.ended", local(2013, 3, 28, 9, 0), subject=home, data={"agreement": "a"})
    write(full, "care-proceedings.ended", local(2013, 3, 28, 9, 0), data={"proceedings": "q"})
    page = plain(text_of(client, address(full)))
    assert "stays sober" not in page and "In care proceedings" not in page


def test_before_court_what_social_care_decided_stands(world: World, signed_in: SignIn) -> None:
    world.send(FRONT_DOOR)
    write(world, "legal-planning.held", local(2013, 3, 28, 9, 0), data={"decision": "letter before proceedings"})
    assert "decided to send a letter before proceedings" in text_of(signed_in("nurse"), address(world))


def test_the_address_of_a_placement_shows_itself_only_to_whoever_may_read_its_class(
    world: World, signed_in: SignIn
) -> None:
    world.send(FRONT_DOOR)
    placed = {"placement": "p", "type": "foster care", "out_of_area": False}
    write(world, "placement.started", local(2013, 3, 27, 9, 0), data=placed)
    social_worker = signed_in("day")
    where = {"field_placement": "p", "field_address": "7 Larch Way, 01632 960444", **parts_of((2013, 3, 27), "10:00")}
    begun = social_worker.post(f"/children/{world.child.pk}/record/", {"kind": "placement.address-recorded"})
    assert social_worker.post(begun["Location"], where).status_code == 302
    theirs, page = (plain(text_of(each, address(world))) for each in (social_worker, signed_in("nurse")))
    assert "7 Larch Way" in theirs
    assert "Placed: foster care" in page
    assert "Larch Way" not in page and "not for you" in page


def test_the_team_around_the_child_is_named_with_numbers_that_answer_now(full: World, signed_in: SignIn) -> None:
    """The social worker whom the case was given to, by name; each team by the number that answers at this hour."""
    day = full.people["day"]
    Practitioner.objects.filter(pk=day.pk).update(telephone="01632 960888")
    write(full, "case.opened", local(2013, 3, 27, 9, 0), by="day", data={"case": "k"})
    write(full, "case.allocated", local(2013, 3, 27, 9, 0), by="day", data={"case": "k", "to": day.pk})
    full.later(days=5)
    page = text_of(signed_in("nurse"), address(full))
    team = plain(page)[plain(page).index("Team around the child") :]
    assert "Day, Social-Care 01632 960888 is allocated to the child since 28 Mar 2013" in team
    assert "Ward, Hospital 01632 960000 works with the child since 28 Mar 2013" in team
    assert "Front-Door, Social-Care 01632 960102 was sent a share on 28 Mar 2013" in team
    assert 'href="tel:01632960888"' in page


def test_who_is_at_home_and_what_the_register_says_tell_how_old_they_are(world: World, signed_in: SignIn) -> None:
    nurse = world.viewer("nurse")
    with acting(nurse):
        home = Household.objects.get()
        register_child(about=About("Mia Weber", date(2012, 1, 1), "girl"), reason="t", by=nurse, household=home)
    page = plain(text_of(signed_in("nurse"), address(world)))
    assert "Home: Mia Weber 15 months ago" in page
    old = enter_child(about=About("Ada Old", date(2008, 1, 1), "girl", "Dutch", True))
    involve(agency="hospital", team="ward", subject=Subject("child", old.pk), reason="t", by=nurse)
    told = plain(text_of(signed_in("nurse"), f"/now/children/{old.pk}/"))
    assert "Dutch, interpreter needed Register, day not recorded" in told


def test_only_for_those_who_may_see_the_child_and_written_down(full: World, signed_in: SignIn) -> None:
    assert signed_in("stranger").get(address(full)).status_code == 404
    nurse = signed_in("nurse")
    before = AuditRow.objects.filter(action="child.read").count()
    text_of(nurse, address(full))
    assert AuditRow.objects.filter(action="child.read").count() == before + 1


def test_at_most_twelve_questions_to_the_database_beside_the_frame(full: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    text_of(client, address(full))
    with CaptureQueriesContext(connection) as asked:
        text_of(client, address(full))
    assert len(ours(asked)) <= 12 + FRAME_READS, [each["sql"][:90] for each in ours(asked)]


def test_linked_from_the_childs_page_the_share_and_the_alert(full: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    assert address(full) in text_of(client, f"/children/{full.child.pk}/")
    share = full.send(FRONT_DOOR)
    assert address(full) in text_of(client, f"/shares/{share.reference}/")
