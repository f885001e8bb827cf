"""The work of a review: its scope with schools, a panel by name, what agencies answer, and the family."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.access.policies import can_see_child
from followthrough.service.children.actions import About, register_child
from followthrough.service.core.viewer import acting
from followthrough.service.learning.reviews import actions, policies
from followthrough.service.learning.reviews.models import Review, Seat
from followthrough.service.ledger.models import Event
from integration.agencies import making
from integration.chronology.writing import plain, text_of
from integration.sharing.world import World, duties

SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(world: World) -> SignIn:
    school = making.agency("school-hillside", "safeguarding")
    type(school).objects.filter(pk=school.pk).update(kind="school")
    for name, role in (("teacher", "worker"), ("school.lead", "safeguarding-lead")):
        world.people[name] = making.practitioner(name, ("school-hillside", "safeguarding", role))

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


def page(review: Review, *parts: str) -> str:
    return "/".join([f"/reviews/{review.pk}", *parts, ""])


def seated(world: World, who: str, **more: str) -> dict[str, str]:
    said = {"who": world.people[who].pk, "role": "member", "has_conflict": "none", "conflict": "", "independence": ""}
    return {**said, **more}


def sees(world: World, who: str, review: Review) -> tuple[bool, bool]:
    viewer = world.viewer(who)
    with acting(viewer):
        return policies.visible_reviews(viewer).filter(pk=review.pk).exists(), can_see_child(viewer, world.child.pk)


def test_the_scope_names_schools_or_says_why_none(review: Review, signed_in: SignIn) -> None:
    manager = signed_in("board.manager")
    said = {"questions": "Who knew?", "agencies": ["hospital"], "no_school_because": "", "from_on_day": "1",
            "from_on_month": "1", "from_on_year": "2013", "to_on_day": "28", "to_on_month": "3",
            "to_on_year": "2013"}  # fmt: skip
    assert "Select the schools, or enter why no school" in manager.post(page(review, "scope"), said).content.decode()
    assert manager.post(page(review, "scope"), {**said, "schools": ["school-hillside"]}).status_code == 302
    shown = plain(text_of(manager, page(review)))
    assert "1 Jan 2013 to 28 Mar 2013" in shown and "Who knew?" in shown and "School" in shown
    assert signed_in("chair").get(page(review, "scope")).status_code == 200


def test_the_panel_is_seated_by_name_sees_the_child_by_it_and_for_as_long(
    world: World, review: Review, signed_in: SignIn
) -> None:
    manager = signed_in("board.manager")
    assert sees(world, "constable", review) == (False, False)
    refused = manager.post(page(review, "panel"), seated(world, "constable", role="chair")).content.decode()
    assert "Enter what makes them independent" in refused
    said = seated(world, "constable", has_conflict="declared", conflict="Came to the home once, as a recruit.")
    assert manager.post(page(review, "panel"), said).status_code == 302
    assert sees(world, "constable", review) == (True, True)
    assert "Came to the home once" in plain(text_of(signed_in("constable"), page(review)))
    again = manager.post(page(review, "panel"), said).content.decode()
    assert "Constable sits on this panel already." in again
    with acting(world.viewer("chair")):
        held = Seat.objects.get()
    assert signed_in("stranger").get(page(review, "panel", held.pk, "end")).status_code == 404
    assert manager.post(page(review, "panel", held.pk, "end")).status_code == 302
    assert sees(world, "constable", review) == (False, False)


def test_an_agency_that_was_asked_answers_and_gives_its_report_and_sees_nothing_else_of_the_review(
    world: World, review: Review, signed_in: SignIn
) -> None:
    manager, lead, teacher = signed_in("board.manager"), signed_in("school.lead"), signed_in("teacher")
    assert lead.get(page(review)).status_code == lead.get(page(review, "our-part")).status_code == 404
    asked = {"agencies": ["school-hillside"], "asked_for": "What did you know in March?"}
    assert manager.post(page(review, "ask"), asked).status_code == 302
    assert [each.debtor_agency for each in duties("review-agency-answered")] == ["school-hillside"]
    assert lead.get(page(review)).headers["Location"] == page(review, "our-part")
    shown = plain(text_of(lead, page(review, "our-part")))
    assert "What did you know in March?" in shown and "Jonas Weber" in shown
    assert lead.get(page(review, "findings")).status_code == 404
    assert teacher.get(page(review, "our-part")).status_code == 404, "nobody has named the teacher yet"
    said = {"answer": "joins", "author": world.people["teacher"].pk, "reason": ""}
    assert lead.post(page(review, "our-part", "answer"), said).status_code == 302
    assert not duties("review-agency-answered") and duties("review-report-given")
    report = {"summary": "He told his teacher on Tuesday.", "address": "School file 7"}
    assert teacher.post(page(review, "our-part", "report"), report).status_code == 302
    assert not duties("review-report-given")
    shown = plain(text_of(manager, page(review)))
    assert "He told his teacher on Tuesday." in shown and "Report is here" in shown and "Teacher" in shown


def test_an_agency_says_why_nobody_takes_part(review: Review, signed_in: SignIn) -> None:
    manager, lead = signed_in("board.manager"), signed_in("school.lead")
    manager.post(page(review, "ask"), {"agencies": ["school-hillside"], "asked_for": "w"})
    refused = lead.post(page(review, "our-part", "answer"), {"answer": "stays-away", "reason": ""})
    assert "Enter why it does not take part" in refused.content.decode()
    lead.post(page(review, "our-part", "answer"), {"answer": "stays-away", "reason": "He never came to us."})
    assert not duties("review-agency-answered") and not duties("review-report-given")
    assert "He never came to us." in plain(text_of(manager, page(review)))


def test_the_family_is_invited_in_its_language_or_put_off_with_a_reason_and_is_heard(
    review: Review, signed_in: SignIn
) -> None:
    manager = signed_in("board.manager")
    empty = {"means": "", "who": "", "language": "", "contact": "", "words": ""}
    refused = manager.post(page(review, "family"), {**empty, "what": "put-off"}).content.decode()
    assert "Enter what they said, or why it waits" in refused and duties("review-family-invited")
    said = {**empty, "what": "invited", "means": "letter", "who": "His mother", "language": "German"}
    assert "Enter whom they can ring" in manager.post(page(review, "family"), said).content.decode()
    manager.post(page(review, "family"), {**said, "contact": "Ann Bell, 01632 960901"})
    assert not duties("review-family-invited")
    manager.post(page(review, "family"), {**empty, "what": "heard", "who": "His mother", "words": "Nobody rang me."})
    shown = plain(text_of(manager, page(review)))
    assert "Ann Bell, 01632 960901" in shown and "German" in shown and "Nobody rang me." in shown


def test_a_meeting_of_practitioners_is_written_down(review: Review, signed_in: SignIn) -> None:
    said = {"kind": "review.practitioners-met", "agencies": ["hospital"], "words": "We walked through the Thursday."}
    assert signed_in("board.manager").post(page(review, "met"), said).status_code == 302
    assert "We walked through the Thursday." in plain(text_of(signed_in("chair"), page(review)))


def test_more_seats_and_agencies_ask_the_database_no_more(world: World, review: Review, signed_in: SignIn) -> None:
    manager = signed_in("board.manager")
    manager.post(page(review, "panel"), seated(world, "constable"))
    manager.get(page(review))
    with CaptureQueriesContext(connection) as few:
        manager.get(page(review))
    manager.post(page(review, "panel"), seated(world, "named.nurse"))
    manager.post(page(review, "ask"), {"agencies": ["hospital", "police", "camhs"], "asked_for": "w"})
    manager.get(page(review))
    with CaptureQueriesContext(connection) as many:
        manager.get(page(review))
    assert len(many) <= len(few)


def test_who_sits_on_another_panel_of_the_child_keeps_the_child(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")
    with acting(manager):
        other = actions.begin(title="Another", kind="other review", children=[world.child.pk], by=manager)
        seats = [
            actions.seat(
                review=each, practitioner=world.people["constable"], role="member", conflict="None", independence="",
                by=manager,
            )
            for each in (review, other)
        ]  # fmt: skip
        actions.unseat(seat=seats[0], by=manager)
    assert sees(world, "constable", review) == (False, True)
    assert sees(world, "constable", other) == (True, True)


def test_the_duty_leads_whoever_answers_for_the_agency_to_its_part(review: Review, signed_in: SignIn) -> None:
    asked = {"agencies": ["school-hillside"], "asked_for": "What did you know in March?"}
    signed_in("board.manager").post(page(review, "ask"), asked)
    (owed,) = duties("review-agency-answered")
    lead = signed_in("school.lead")
    shown = text_of(lead, f"/duties/{owed.pk}/")
    assert "About a review" in plain(shown) and f'href="{page(review)}"' in shown


def test_another_child_is_included_and_the_end_closes_the_review_to_its_panel(
    world: World, review: Review, signed_in: SignIn
) -> None:
    manager, viewer = signed_in("board.manager"), world.viewer("board.manager")
    manager.post(page(review, "panel"), seated(world, "constable"))
    with acting(viewer):
        brother = register_child(about=About("Max Weber", date(2011, 1, 2), "boy"), reason="t", by=viewer)
        told = actions.put_forward(child_id=brother.pk, reason="The same home.", urgency="not urgent", by=viewer)
        held = Event.objects.get(pk=told.event_ids[0]).data["incident"]
    step = f"/children/{brother.pk}/serious-incidents/{held}/include/"
    assert manager.post(step, {"review": review.pk}).status_code == 302
    with acting(world.viewer("constable")):
        assert can_see_child(world.viewer("constable"), brother.pk)
    assert "Child Two" in plain(text_of(manager, page(review)))
    assert signed_in("constable").get(page(review, "end")).status_code == 403
    assert manager.post(page(review, "end")).status_code == 302
    assert sees(world, "constable", review) == (False, False)
    assert "Ended" in plain(text_of(manager, page(review)))


def test_a_member_steps_back_says_why_and_sees_the_review_no_more(
    world: World, review: Review, signed_in: SignIn
) -> None:
    manager = signed_in("board.manager")
    for who in ("constable", "teacher"):
        assert manager.post(page(review, "panel"), seated(world, who)).status_code == 302
    with acting(world.viewer("board.manager")):
        own, other = (Seat.objects.get(practitioner=world.people[each].pk) for each in ("constable", "teacher"))
    member = signed_in("constable")
    shown = text_of(member, page(review))
    assert plain(shown).count("Step back") == 1 and "End it" not in shown
    assert member.post(page(review, "panel", other.pk, "end"), {"because": "w"}).status_code == 403
    address = page(review, "panel", own.pk, "end")
    assert "Say why you step back" in member.post(address, {"because": ""}).content.decode()
    assert member.post(address, {"because": "My brother teaches there."}).status_code == 302
    assert sees(world, "constable", review) == (False, False) and member.get(address).status_code == 404
    shown = plain(text_of(manager, page(review)))
    assert "None, when asked. Stepped back: My brother teaches there." in shown
    assert sees(world, "teacher", review)[0], "the others go on"
