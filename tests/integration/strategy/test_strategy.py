"""A person judges, the agencies talk and decide, and each says that it has understood: what each step closes and opens.

The evening before Good Friday 2013: the night team of social care is on duty.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.core.ids import new_id
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Leg, Share
from integration.agencies import making
from integration.chronology.writing import plain, text_of, write
from integration.reliability.test_questions import ours
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties, local

SignIn = Callable[[str], Client]


def at(moment: datetime) -> dict[str, str]:
    there = moment.astimezone(local(2013, 1, 1).tzinfo)
    day, month, year = str(there.day), str(there.month), str(there.year)
    return {"at_day": day, "at_month": month, "at_year": year, "at_time": f"{there:%H:%M}"}


def judgement(world: World, **more: Any) -> dict[str, Any]:
    said = {
        "immediate": "yes",
        "child_at": "hospital",
        "harm": "physical abuse",
        "reason": "Burns that nobody explains.",
    }
    return {**said, "key": new_id(), **at(world.at.at), **more}


def call(world: World, **more: Any) -> dict[str, Any]:
    said = {
        "means": "telephone",
        "agencies": ["police", "hospital"],
        "join": "We ring you",
        "words": "Burns on his hand.",
    }
    return {**said, "key": new_id(), **at(world.at.at), **more}


def outcome(world: World, **more: Any) -> dict[str, Any]:
    said = {
        "means": "telephone",
        "led_by": "Duty Manager",
        "person_police": "Constable",
        "person_hospital": "",
        "decision": "joint enquiry",
        "reason": "The account does not fit the burn.",
        "protection": "none needed now",
        "arrangements": "He stays on the ward. His father does not visit.",
        "family_told": "The ward sister, with an interpreter",
        "link": "Case 4711",
        "has_read": "on",
    }
    return {**said, "key": new_id(), **at(world.at.at), **more}


def events(kind: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind=kind).order_by("recorded_at"))


def legs(world: World, kind: str) -> dict[str, tuple[str, str]]:
    """By team: what is asked of it, and how far it has come."""
    with as_assessor():
        found = Leg.objects.filter(share__kind=kind).select_related("team__agency", "share")
        return {leg.team.key: (leg.share.asks, leg.state) for leg in found.order_by("share__sent_at", "pk")}


def open_now() -> set[tuple[str, str]]:
    names = (
        *("strategy-discussion", "strategy-reconvened", "conference-held", "child-seen-enquiry"),
        *("arrangements-understood", "absent-agency-accepts", "no-enquiry-signed"),
    )
    return {(name, duty.each) for name in names for duty in duties(name)}


@pytest.fixture
def home(world: World) -> str:
    return f"/children/{world.child.pk}/"


@pytest.fixture
def called(world: World, home: str, signed_in: SignIn) -> str:
    """The address of a discussion that the night team has called, after a nurse's judgement."""
    answer = signed_in("nurse").post(f"{home}judgement/", judgement(world))
    assert answer.status_code == 302, plain(answer.content.decode())
    answer = signed_in("duty").post(f"{home}strategy/call/", call(world))
    assert answer.status_code == 302, plain(answer.content.decode())
    return str(answer.headers["Location"])


def test_a_persons_judgement_is_theirs_and_reaches_whoever_has_to_hold_the_discussion(
    world: World, home: str, signed_in: SignIn
) -> None:
    seen = write(world, "child.seen", local(2013, 3, 28, 16, 0), text="A burn on his hand.")
    nurse = signed_in("nurse")
    page = plain(text_of(nurse, f"{home}judgement/"))
    assert "No system makes it for you" in page and "A burn on his hand." in page
    assert "Out-Of-Hours, Social-Care is told at once. They must hold a strategy discussion by today 23:59" in page
    assert "else by tomorrow, Friday 29 March 17:30" in page
    unsaid = plain(nurse.post(f"{home}judgement/", judgement(world, reason="", immediate="")).content.decode())
    assert "Enter what you judge, and why" in unsaid and "Nothing has been recorded yet." in unsaid
    said = judgement(world, rests_on=[seen])
    for _ in range(2):  # a second press is the first one's
        answer = nurse.post(f"{home}judgement/", said, follow=True)
        assert "is told. Ring them as well" in plain(answer.content.decode())
    (judged,) = events("harm.judged")
    nurse_id = world.people["nurse"].pk
    assert judged.data == {
        "by": nurse_id, "harm": "physical abuse", "immediate": True, "reason": "Burns that nobody explains.",
        "child_at": "hospital", "framework": "Children Act 1989 section 47", "rests_on": [seen],
    }  # fmt: skip
    assert (judged.agency, judged.author) == ("hospital", nurse_id)
    assert legs(world, "harm.judged") == {OUT_OF_HOURS: ("urgent", "sent")}
    assert [duty.debtor_role for duty in duties("strategy-discussion")] == ["duty-manager"]
    with as_assessor():
        assert Share.objects.get().items == [judged.pk, seen]
    night = signed_in("duty")
    assert "There is always a strategy discussion" in plain(text_of(night, "/"))
    overview = plain(text_of(night, f"{home}strategy/"))
    assert "Call a strategy discussion" in overview and "Burns that nobody explains." in overview
    assert "3. The child was seen, 28 Mar 2013, 16:00" in overview


def test_the_discussion_from_the_call_to_understood_by_all(
    world: World, home: str, called: str, signed_in: SignIn
) -> None:
    night, constable, nurse = (signed_in(name) for name in ("duty", "constable", "nurse"))
    assert legs(world, "strategy.called") == {
        "police/response": ("information", "sent"),
        "hospital/safeguarding-team": ("information", "sent"),
    }
    assert "Not reached yet: police and health" in plain(text_of(night, called))
    # The police answer themselves; what the ward says by voice, whoever leads writes down.
    mine = {"comes": "yes", "person": "Constable", "brings": "Called to the house twice."}
    assert constable.post(f"{called}answer/police/", mine).status_code == 302
    assert legs(world, "strategy.called")["police/response"] == ("information", "received")
    theirs = {"comes": "no", "brings": "A burn in the shape of an iron."}
    assert night.post(f"{called}answer/hospital/", theirs).status_code == 302
    sheet = plain(text_of(night, called))
    assert "Not reached yet: health" in sheet and "Said by voice, written down by Duty" in sheet
    # Without health nobody decides to do less; to protect, they may.
    less = plain(night.post(f"{called}hold/", outcome(world, decision="no further action")).content.decode())
    assert "Without health, agree only what keeps the child safe now" in less
    assert not events("strategy.held")
    said = outcome(world)
    for _ in range(2):
        night.post(f"{called}hold/", said)
    (held,), (began,) = events("strategy.held"), events("enquiry.started")
    assert held.data["attended"] == ["social-care", "police"] and held.data["absent"] == ["hospital"]
    assert (held.data["quorate"], held.data["enquiry"]) == (False, True)
    assert held.data["framework"] == "Children Act 1989 section 47"
    assert legs(world, "strategy.held") == {
        "police/response": ("information", "sent"),
        "hospital/safeguarding-team": ("urgent", "sent"),
    }, "in the same breath"
    assert legs(world, "strategy.called")["hospital/safeguarding-team"][1] == "withdrawn"
    after = {("strategy-reconvened", ""), ("conference-held", ""), ("child-seen-enquiry", "")}
    waiting = {("arrangements-understood", "police"), ("arrangements-understood", "hospital")}
    assert open_now() == after | waiting | {("absent-agency-accepts", "hospital")}
    # Each says that it has understood: the one with a press, the other by voice.
    assert "I understand" in plain(text_of(constable, called))
    constable.post(f"{called}understood/police/1/")
    assert legs(world, "strategy.held")["police/response"][1] == "received"
    by_voice = plain(text_of(night, f"{called}understood/hospital/"))
    assert "Read this back" in by_voice and "His father does not visit." in by_voice
    night.post(f"{called}understood/hospital/", {"person": "Sister Ann"})
    assert open_now() == after
    page = plain(text_of(nurse, called))
    assert "Sister Ann said so, today 17:30. Written down by Duty" in page
    assert legs(world, "strategy.held")["hospital/safeguarding-team"][1] == "sent", "nobody there has it in writing yet"
    # They meet again, with health; the enquiry goes on, and then it ends.
    for decision, left in (("the enquiry goes on", after - {("strategy-reconvened", "")}), ("the enquiry ends", set())):
        world.later(hours=2)
        again = str(night.post(f"{home}strategy/call/?after={held.pk}", call(world)).headers["Location"])
        form = text_of(night, f"{again}hold/")
        assert "The enquiry goes on" in form and "joint enquiry" not in form
        night.post(f"{again}hold/", outcome(world, decision=decision, person_hospital="Sister Ann"))
        for each in ("police", "hospital"):
            night.post(f"{again}understood/{each}/1/")
        assert open_now() == left
    (ended,) = events("enquiry.ended")
    assert ended.data["enquiry"] == began.data["enquiry"]


def test_what_was_held_elsewhere_and_written_down_here_can_be_understood_too(
    world: World, home: str, signed_in: SignIn
) -> None:
    world.send(OUT_OF_HOURS)
    said = {"agencies": ("hospital", "social-care"), "means": "telephone", "arrangements": "He stays on the ward."}
    held = write(world, "strategy.held", local(2013, 3, 28, 17, 0), by="day", data=said)
    night, nurse = signed_in("duty"), signed_in("nurse")
    where = f"{home}strategy/{held}/"
    assert where in text_of(night, f"{home}strategy/")
    assert nurse.post(f"{where}understood/hospital/").status_code == 302
    assert {duty.each for duty in duties("arrangements-understood")} == {"social-care"}
    duty = duties("arrangements-understood")[0]
    led = night.get(f"{home}record/?for={duty.pk}")
    assert (led.status_code, led.headers["Location"]) == (302, where), "the plain page leads to the discussion"


def test_each_person_who_was_there_understands_in_their_own_name(world: World, called: str, signed_in: SignIn) -> None:
    night, constable = signed_in("duty"), signed_in("constable")
    night.post(f"{called}hold/", outcome(world, person_police="Constable\nSergeant Hill"))
    (held,) = events("strategy.held")
    assert held.data["people"] == ["police: Constable", "police: Sergeant Hill"]
    assert held.data["present"] == "Constable, Police; Sergeant Hill, Police"
    page = plain(text_of(constable, called))
    assert "I understand" in page and "Sergeant Hill understands" in page
    refused = plain(constable.post(f"{called}understood/police/", follow=True).content.decode())
    assert "Each person who was there says it in their own name" in refused and not events("arrangements.said-back")
    assert constable.get(f"{called}understood/police/3/").status_code == 404
    constable.post(f"{called}understood/police/1/")
    assert ("arrangements-understood", "police") in open_now(), "one press is not the whole agency's"
    page = plain(text_of(constable, called))
    assert "Not confirmed by all yet" in page and "Sergeant Hill was there, and has not said so yet" in page
    read_back = plain(text_of(night, f"{called}understood/police/2/"))
    assert "Read this back to Sergeant Hill, Police" in read_back and "Who said so?" not in read_back
    night.post(f"{called}understood/police/2/")
    assert ("arrangements-understood", "police") not in open_now()
    assert [each.data["attendee"] for each in events("arrangements.said-back")] == ["Constable", "Sergeant Hill"]
    page = plain(text_of(constable, called))
    assert "Constable, today 17:30" in page and "Sergeant Hill said so, today 17:30. Written down by Duty" in page


def test_the_day_team_that_holds_the_child_is_told_what_the_night_arranged_and_understands_it(
    world: World, home: str, called: str, signed_in: SignIn
) -> None:
    world.send(FRONT_DOOR)
    night, day = signed_in("duty"), signed_in("day")
    night.post(f"{called}hold/", outcome(world))
    assert events("strategy.held")[0].data["teams"] == [FRONT_DOOR]
    assert legs(world, "strategy.held")[FRONT_DOOR] == ("information", "sent"), "with a receipt that has a clock"
    assert [duty.each for duty in duties("arrangements-understood-by-own-teams")] == [FRONT_DOOR]
    assert signed_in("constable").post(f"{called}understood/team/front-door/").status_code == 403
    assert night.post(f"{called}understood/team/out-of-hours/").status_code == 403, (
        "who was in the room is no such team"
    )
    page = plain(text_of(day, called))
    assert "Front-Door, Social-Care" in page and "We understand" in page
    assert day.post(f"{called}understood/team/front-door/").status_code == 302
    assert legs(world, "strategy.held")[FRONT_DOOR] == ("information", "received")
    assert not duties("arrangements-understood-by-own-teams")
    assert "Day, today 17:30" in plain(text_of(night, called))


def test_a_team_of_ones_own_agency_that_does_not_hold_the_child_is_not_told(
    world: World, called: str, signed_in: SignIn
) -> None:
    signed_in("duty").post(f"{called}hold/", outcome(world))
    assert FRONT_DOOR not in legs(world, "strategy.held") and "teams" not in events("strategy.held")[0].data
    assert not duties("arrangements-understood-by-own-teams")


def test_where_the_procedures_ask_for_a_meeting_the_call_says_so_first_and_asks_why_not(
    world: World, home: str, signed_in: SignIn
) -> None:
    world.send(OUT_OF_HOURS)
    night = signed_in("duty")
    page = plain(text_of(night, f"{home}strategy/call/"))
    assert "The rules ask for a meeting here" not in page and "Why not in a meeting?" not in page
    write(world, "enquiry.started", local(2012, 3, 1, 9, 0), by="duty", data={"enquiry": "e1"})
    write(world, "enquiry.ended", local(2012, 5, 1, 9, 0), by="duty", data={"enquiry": "e1"})
    world.later(minutes=5)
    page = plain(text_of(night, f"{home}strategy/call/"))
    assert "The rules ask for a meeting here. A call is not enough." in page
    assert (
        "A telephone call is not enough where there were enquiries before" in page and "Why not in a meeting?" in page
    )
    unsaid = plain(night.post(f"{home}strategy/call/", call(world)).content.decode())
    assert "Enter why you do not meet" in unsaid and not events("strategy.called")
    said = call(world, why_telephone="He may be taken home tonight.")
    where = night.post(f"{home}strategy/call/", said).headers["Location"]
    assert events("strategy.called")[0].data["why_telephone"] == "He may be taken home tonight."
    assert "Why not in a meeting He may be taken home tonight." in plain(text_of(night, where))
    met = call(world, means="meeting", why_telephone="", join="The ward")
    assert night.post(f"{home}strategy/call/", met).status_code == 302, "a meeting needs no reason"


def test_nobody_calls_decides_or_speaks_for_another(world: World, home: str, called: str, signed_in: SignIn) -> None:
    nurse, constable, stranger = (signed_in(name) for name in ("nurse", "constable", "stranger"))
    assert nurse.get(f"{home}strategy/call/").status_code == 403
    assert nurse.post(f"{home}strategy/call/", call(world)).status_code == 403
    assert constable.post(f"{called}hold/", outcome(world)).status_code == 403
    assert nurse.post(f"{called}answer/police/", {"comes": "no"}).status_code == 403
    assert nurse.get(f"{called}answer/camhs/").status_code == 403
    assert stranger.get(called).status_code == 404 and stranger.post(f"{home}judgement/").status_code == 404
    assert nurse.get(f"{home}strategy/{new_id()}/").status_code == 404
    assert len(events("strategy.called")) == 1 and not events("strategy.held") and not events("strategy.answered")


def test_the_history_stands_beside_the_outcome_and_that_it_was_read_is_written_down(
    world: World, home: str, called: str, signed_in: SignIn
) -> None:
    night = signed_in("duty")
    page = plain(text_of(night, f"{called}hold/"))
    for part in ("Brothers and sisters", "The home", "Referred and decided before", "I have read the history"):
        assert part in page, part
    assert page.index("Brothers and sisters") < page.index("What did you decide?")
    unread = night.post(f"{called}hold/", outcome(world, has_read="")).content.decode()
    assert "Read the history on this page first, then tick the box" in unread and not events("strategy.held")
    assert not events("history.read")
    assert night.post(f"{called}hold/", outcome(world)).status_code == 302
    (read,), (held,) = events("history.read"), events("strategy.held")
    assert read.author == held.author == world.people["duty"].pk and read.data["earlier"] >= 1
    # It is the reader's own: nobody is sent it.
    with as_assessor():
        assert not [each for each in Share.objects.all() if read.pk in each.items]


def test_no_page_asks_more_than_twelve_questions(world: World, home: str, called: str, signed_in: SignIn) -> None:
    night = signed_in("duty")
    pages = [f"{home}judgement/", f"{home}strategy/", f"{home}strategy/call/", called]
    counted = {each: _asked(night, each) for each in [*pages, f"{called}hold/", f"{called}answer/police/"]}
    night.post(f"{called}hold/", outcome(world))
    counted |= {"held": _asked(night, called), "understood": _asked(night, f"{called}understood/police/")}
    print(counted)
    assert max(counted.values()) <= 12, counted


def _asked(client: Client, address: str) -> int:
    client.get(address)  # what a session remembers is not the page's
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(ours([each["sql"].strip() for each in asked.captured_queries]))


def test_a_manager_who_did_not_lead_it_signs_that_no_enquiry_begins(
    world: World, home: str, called: str, signed_in: SignIn
) -> None:
    night, manager = signed_in("duty"), signed_in("duty.manager")
    there = {"decision": "no further action", "person_hospital": "Sister", "led_by": "Out-of-hours worker"}
    assert manager.post(f"{called}hold/", outcome(world, **there)).status_code == 302
    (held,), (owed,) = events("strategy.held"), duties("no-enquiry-signed")
    waits = f"{home}decisions/waiting/{held.pk}/"
    assert manager.get(f"{home}record/?for={owed.pk}").status_code == 200
    chosen = manager.post(f"{home}record/", {"for": owed.pk, "kind": "decision.signed"})
    assert chosen.headers["Location"] == waits
    said = {"key": new_id(), "has_read": "on", "answer": "sign", "reason": "All three agree, and so do I."}
    assert "you put this forward yourself" in plain(text_of(manager, waits))
    for client in (manager, night, signed_in("sister")):  # who wrote it down; no manager; one of another agency
        assert client.post(waits, said).status_code == 403
    assert not events("decision.signed")
    world.people["second"] = making.practitioner("second", ("social-care", "out-of-hours", "team-manager"))
    second = signed_in("second")
    page = plain(text_of(second, waits))
    assert "Read this first" in page and "He stays on the ward." in page and "No enquiry into harm begins" in page
    assert second.post(waits, said).status_code == 302
    (signed,) = events("decision.signed")
    assert (signed.data["decision"], signed.data["about"]) == ("no enquiry", held.pk)
    assert not duties("no-enquiry-signed")
    assert "was answered already" in plain(text_of(second, waits))


def test_who_led_a_discussion_does_not_sign_it_and_who_does_not_agree_sends_it_back(
    world: World, home: str, called: str, signed_in: SignIn
) -> None:
    night, manager = signed_in("duty"), signed_in("duty.manager")
    there = {"decision": "no further action", "person_hospital": "Sister", "led_by": "Duty.Manager, Social Care"}
    assert night.post(f"{called}hold/", outcome(world, **there)).status_code == 302
    waits = f"{home}decisions/waiting/{events('strategy.held')[0].pk}/"
    assert "you led this discussion" in plain(text_of(manager, waits))
    back = {"key": new_id(), "has_read": "on", "answer": "back", "reason": "The school was not asked."}
    assert manager.post(waits, back).status_code == 403
    world.people["second"] = making.practitioner("second", ("social-care", "out-of-hours", "team-manager"))
    told = plain(signed_in("second").post(waits, back, follow=True).content.decode())
    assert "Not signed. Call the agencies again" in told
    assert events("decision.sent-back")[0].data["reason"] == "The school was not asked."
    assert not duties("no-enquiry-signed")
