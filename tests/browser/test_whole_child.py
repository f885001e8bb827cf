"""Each child's story by everybody who has a part in it: what they do on these pages makes the duties, and ends them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.protecting import (
    count,
    do,
    fill_injury,
    fill_judgement,
    fill_mark,
    fill_outcome,
    owed,
    record,
    see,
)
from browser.visiting import HOUR, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOK_INTO = "Look into the case, and write down whether protection goes on"
INCIDENT = "Police dealt with an incident that touches a child"
NEW = "None of these: it is new"
ONE, TWO, THREE = "child-one", "child-two", "child-three"


def test_a_small_child_alone_outside_on_a_long_weekend(visitor: Visitor) -> None:
    page = visitor.page
    # A health visitor gets no answer at the door
    visitor.sign_in("jean.pascoe")
    visitor.open(f"/children/{ONE}/visit/no-access/")
    page.get_by_label("What did you see and hear at the door?").fill("A television, and nobody came.")
    page.get_by_role("button", name="Record it").click()
    assert {"second-visit-tried", "seen-after-failed-visit"} <= owed(ONE)
    # A constable finds her outside, judges harm, and takes her into police protection
    visitor.sign_in("dan.mercer")
    record(visitor, ONE, "A child was found alone", choose=("Outside the home",), words="Barefoot on Quay Street.")
    assert "found-alone-safe-carer" in owed(ONE)
    visitor.open(f"/children/{ONE}/judgement/")
    fill_judgement(page, "Alone outside at night. Her mother is too drunk to know where she is.")
    assert "strategy-discussion" in owed(ONE)
    record(visitor, ONE, "Police took the child into police protection")
    explained = {"protection-explained-to-child", "protection-explained-to-parents"}
    assert explained | {"protection-told-to-social-care", "protection-looked-into"} <= owed(ONE)
    assert "found-alone-safe-carer" not in owed(ONE)
    # He tells social care with an urgent share that carries it, and says why to a child of three and to her mother
    visitor.begin_share("Hania Wilk")
    page.get_by_text("Share entries of the chronology as well (").click()
    page.get_by_label(re.compile("Police took the child into police protection")).check()
    visitor.say(asks="Urgent", what="She is with us. Her mother is drunk.", to="Out of Hours Team")
    visitor.send()
    assert "protection-told-to-social-care" not in owed(ONE) and "police-protection-next-step" in owed(ONE)
    do(visitor, ONE, "Explain police protection to the child", choose=("The child is too young",))
    do(visitor, ONE, "Explain police protection to the parents", choose=("The parents",))
    assert not explained & owed(ONE)
    # The sergeant looks into it, and thinks of no contact before her mother is released
    visitor.sign_in("karen.tulloch")
    do(visitor, ONE, LOOK_INTO, choose=("Protection goes on",))
    assert "protection-looked-into" not in owed(ONE)
    release(visitor)
    # At night a stranger reads it at once, and takes receipt
    visitor.sign_in("priya.sandhu")
    share = page.get_by_role("article").filter(has_text="Hania Wilk").filter(has_text="Take receipt").first
    share.get_by_role("button", name="Take receipt").click()
    visitor.open(f"/now/children/{ONE}/")
    expect(page.get_by_text("In police protection until 31 Mar 2013, 18:30 at the latest")).to_be_visible()
    expect(page.get_by_text("Beata Wilk: no contact, by bail")).to_be_visible()
    visitor.look("whole-one-tonight")
    paper = visitor.printed()
    assert paper.startswith("Followthrough Sensitive: about a child.") and "Sign out" not in paper
    assert "Beata Wilk: no contact, by bail" in paper and "Who wrote it down, and when" in paper
    # The manager holds the strategy discussion; who took part hears the arrangements and says that they understand
    visitor.sign_in("colin.frayne")
    where = discuss(visitor)
    assert "strategy-discussion" not in owed(ONE) and count(ONE, "arrangements-understood") > 0
    before = count(ONE, "arrangements-understood")
    visitor.sign_in("dan.mercer")
    visitor.open(where)
    page.get_by_role("button", name="I understand").click()
    assert count(ONE, "arrangements-understood") == before - 1
    paper = visitor.printed()
    assert "She stays with foster carers. Her mother does not visit." in paper and "Dan Mercer" in paper
    assert "Sensitive" in paper and "Sign out" not in paper
    # A social worker sees her, with nobody else in the room
    visitor.sign_in("ines.doyle")
    page.get_by_role("button", name=HOUR).click()
    see(visitor, ONE, "Elsewhere", "“Auntie Ewa.”")
    assert "seen-after-failed-visit" not in owed(ONE)
    visitor.open(f"/children/{ONE}/chronology/")
    paper = visitor.printed()
    assert "Barefoot on Quay Street." in paper and "“Auntie Ewa.”" in paper
    assert "Sensitive" in paper and "Sign out" not in paper


def release(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/children/{ONE}/orders/bail/")
    page.get_by_label("Beata Wilk", exact=True).check()
    page.get_by_label("Custody number").fill("C-13-0332")
    page.get_by_label("Neglect", exact=True).check()
    page.get_by_label("Yes: there must be no contact").check()
    page.get_by_label("Which agency was asked?").select_option("Wealdshire Children’s Social Care")
    page.get_by_label("Who was asked there?").fill("Priya Sandhu")
    page.get_by_label("Hania Wilk", exact=True).check()
    page.get_by_role("group", name="Was this the only carer").get_by_label("No").check()
    page.get_by_role("group", name="Does the family know").get_by_label("Yes").check()
    page.get_by_role("button", name="Record it and tell social care").click()
    expect(page.get_by_text("Recorded, and sent to")).to_be_visible()


def discuss(visitor: Visitor) -> str:
    """The address of the discussion."""
    page = visitor.page
    visitor.open(f"/children/{ONE}/strategy/call/")
    page.get_by_label("What is it about?").fill("Hania was found alone outside.")
    page.get_by_role("button", name="Call it").click()
    where = page.url.removeprefix(visitor.address)
    page.get_by_role("link", name="Write down what was decided").click()
    fill_outcome(
        page,
        "Colin Frayne",
        {"Wealdshire Police": "Dan Mercer", "Weald General Hospital": "Amy Croft"},
        "A child of three alone outside at night.",
        "She stays with foster carers. Her mother does not visit.",
        "Priya Sandhu, with an interpreter",
    )
    page.get_by_role("button", name="Record it and tell everybody").click()
    return where


def test_a_boy_who_asked_for_help_in_many_places(visitor: Visitor) -> None:
    page = visitor.page
    # The school's lead writes down what he did; what the school owes is what the clinician and she then do
    visitor.sign_in("helen.marsh")
    record(visitor, TWO, "The child harmed themself", words="A cut on his arm. “Nobody tells me anything.”")
    today = {"self-harm-assessed", "safety-plan-made"}
    assert today <= owed(TWO)
    visitor.sign_in("nina.foss")
    record(visitor, TWO, "A mental health worker assessed the child", words="He is safe tonight.")
    assert "self-harm-assessed" not in owed(TWO)
    visitor.sign_in("helen.marsh")
    record(visitor, TWO, "A safety plan was made with the child", words="He rings Nina. Staff look in each hour.")
    assert not today & owed(TWO)
    # A constable finds him out at night: each incident goes to the triage team
    visitor.sign_in("dan.mercer")
    incidents = count(TWO, "police-incident-shared")
    record(visitor, TWO, INCIDENT, choose=(NEW,), words="On the station roof, alone. He came down to us.")
    assert count(TWO, "police-incident-shared") == incidents + 1
    share_incident(visitor)
    assert count(TWO, "police-incident-shared") == incidents
    # His clinician's manager names one person who leads
    assert "lead-professional" in owed(TWO)
    visitor.sign_in("gareth.ives")
    visitor.open(f"/children/{TWO}/record/")
    page.get_by_role("button", name="A named person accepted to be the lead professional").first.click()
    page.get_by_label(re.compile("^Person")).fill("Nina Foss")
    page.get_by_label("Lead agency").select_option("Wealdshire Child and Adolescent Mental Health Services")
    page.get_by_label("Telephone of the lead professional").fill("01632 960501")
    page.get_by_role("button", name="Record it").click()
    assert "lead-professional" not in owed(TWO)
    # His social worker sees him and sums his story up; her manager goes through the case with her
    visitor.sign_in("ines.doyle")
    page.get_by_role("button", name=HOUR).click()
    see(visitor, TWO, "Elsewhere", "“When do I go home?”")
    sum_up(visitor)
    visitor.sign_in("martin.oakes")
    record(visitor, TWO, "A manager and a worker went through the case")
    # At night a stranger knows whom to ring
    visitor.sign_in("priya.sandhu")
    visitor.open(f"/now/children/{TWO}/")
    expect(page.get_by_text("Nina Foss: 01632 960501")).to_be_visible()
    expect(page.get_by_text("He rings Nina. Staff look in each hour.")).to_be_visible()
    visitor.look("whole-two-tonight")


def share_incident(visitor: Visitor) -> None:
    page = visitor.page
    visitor.begin_share("Callum Reeve")
    page.get_by_text("Share entries of the chronology as well (").click()
    page.get_by_label(re.compile(INCIDENT)).first.check()
    visitor.say(asks="Nothing", what="We were called to his home in the night.", to="County Triage Team")
    visitor.send()


def sum_up(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/children/{TWO}/decisions/history/")
    page.get_by_label("The chronology is up to date, and I sum it up").check()
    page.get_by_label("What does the history show?").fill("He asked at school, at home and in hospital.")
    page.get_by_label("I have read the history on this page").check()
    page.get_by_role("button", name="Write it down").click()


def test_a_young_man_whom_nobody_saw(visitor: Visitor) -> None:
    page = visitor.page
    # A community nurse writes that he was not brought, and what she sees on his arm
    visitor.sign_in("tess.arkwright")
    visitor.open(f"/children/{THREE}/visit/not-brought/")
    page.get_by_label("To what was the child not brought?").fill("Hearing test")
    page.get_by_role("button", name="Record it").click()
    assert "appointment-followed-up" in owed(THREE)
    drawn, considered = count(THREE, "injury-drawn"), count(THREE, "injury-explanation-considered")
    visitor.open(f"/children/{THREE}/injuries/record/")
    fill_injury(page, "A bruise on the cheek.", "A brother or sister")
    assert count(THREE, "injury-drawn") == drawn + 1
    assert count(THREE, "injury-explanation-considered") == considered + 1
    page.get_by_label("Left cheek").check()
    page.get_by_role("button", name="Continue").first.click()
    fill_mark(page)
    assert count(THREE, "injury-drawn") == drawn
    injury = page.url.removeprefix(visitor.address)
    # The lead of her agency holds the explanation against his age and history
    visitor.sign_in("olu.bankole")
    visitor.open(f"{injury}explanation/")
    page.get_by_label("It does not fit").check()
    page.get_by_label("Why?").fill("His sister is four, and it is the third time.")
    page.get_by_role("button", name="Write it down").click()
    assert count(THREE, "injury-explanation-considered") == considered
    # His school asks what nobody knows; the nurse answers what she was asked before
    visitor.sign_in("peter.lowe")
    questions = count(THREE, "open-question-answered")
    ask(visitor)
    assert count(THREE, "open-question-answered") == questions + 1
    # A social worker sees him, after months in which nobody did
    assert "not-seen-open-case-followed-up" in owed(THREE)
    visitor.sign_in("ines.doyle")
    see(visitor, THREE, "At home", "Signs “school”.", "In signs")
    assert "not-seen-open-case-followed-up" not in owed(THREE)
    # A manager reads the whole history and decides; at night a stranger knows how to talk with him
    visitor.sign_in("martin.oakes")
    review(visitor)
    visitor.sign_in("priya.sandhu")
    visitor.open(f"/now/children/{THREE}/")
    expect(page.get_by_text("Single words and Makaton signs")).to_be_visible()
    visitor.look("whole-three-tonight")


def ask(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/children/{THREE}/questions/")
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("What do you not know?").fill("Who is with him after school?")
    page.get_by_label("Who answers it?").select_option("social-care/front-door")
    page.get_by_role("button", name="Ask it").click()


def review(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/children/{THREE}/decisions/history/")
    page.get_by_label("I am a manager, and I decide on the whole history").check()
    page.get_by_label("Bring the agencies together").check()
    page.get_by_label("What does the history show?").fill("Three bruises, one explanation, and long silences.")
    page.get_by_label("I have read the history on this page").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Written down: that you read it")).to_be_visible()
