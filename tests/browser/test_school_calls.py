"""A school rings three times before the holidays. The calls are recorded, and answered that evening."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRONT_DOOR = "Front Door, Wealdshire Children’s Social Care"
OUT_OF_HOURS = "Out of Hours Team, Wealdshire Children’s Social Care"


def ring(visitor: Visitor, at: str, *, looks: str = "") -> None:
    """One page, on which the child is found too."""
    page = visitor.page
    visitor.open("/shares/")
    page.get_by_role("link", name="Record a call or a talk").click()
    page.get_by_label("Child’s full name").fill("Callum Reeve")
    page.get_by_label("Which team did you ring or speak to?").select_option(label=FRONT_DOOR)
    page.get_by_label("Time", exact=True).fill(at)
    page.get_by_label("No, nobody answered").check()
    page.get_by_label("Urgent: a child may not be safe").check()
    page.get_by_label("What is it about?").fill("Callum says that he will not go home for the holidays.")
    page.get_by_role("group", name="Does the family know").get_by_label("Yes").check()
    if looks:
        visitor.look(f"{looks}-1-call")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Callum Reeve, born").check()
    if looks:
        visitor.look(f"{looks}-2-child")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The call is recorded.")).to_be_visible()


def test_three_calls_are_recorded_and_answered_before_the_holidays(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    ring(visitor, "16:40", looks="calls")
    ring(visitor, "17:00")
    ring(visitor, "17:20")
    expect(page.get_by_text("Helen Marsh rang, and nobody answered")).to_have_count(2)
    expect(page.get_by_text("Nobody has this: Front Door is shut until Tuesday 2 April 09:00.")).to_be_visible()
    visitor.look("calls-3-share")

    page.get_by_text("Send it to another team as well").first.click()
    page.get_by_role("button", name="Send it to them as well").click()
    expect(page.get_by_role("heading", name=OUT_OF_HOURS, exact=True)).to_be_visible()
    share = page.url.removeprefix(visitor.address)

    visitor.sign_in("priya.sandhu")
    owed = page.get_by_role("region", name="What we owe").get_by_role("article")
    owed.filter(has_text="Callum Reeve").get_by_role("button", name="Take receipt").first.click()
    visitor.unfold("Accept it: we will act", "Accept")
    page.get_by_label("What will you do, and when?").fill("visiting tonight, and ringing you at eight tomorrow")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Priya Sandhu has accepted it: “visiting tonight")).to_be_visible()
    page.get_by_text("We need to know more").click()
    page.get_by_label("What do you need to know?").fill("Is his aunt’s number the one you have?")
    page.get_by_role("button", name="Ask the sender").click()

    visitor.sign_in("helen.marsh")
    expect(page.get_by_role("region", name="Somebody has this")).to_contain_text("by Priya Sandhu: “visiting tonight")
    expect(page.get_by_role("region", name="What we owe")).to_contain_text("Answer what they need to know")
    visitor.look("calls-4-home")
    visitor.open(share)
    page.get_by_label("Your answer").fill("Yes. She is at home until nine.")
    page.get_by_role("button", name="Answer", exact=False).first.click()
    expect(page.get_by_text("Helen Marsh answered")).to_be_visible()
    page.get_by_text("Put right what you shared").last.click()
    page.get_by_label("What was wrong, and what is right?").last.fill("It is his grandmother, not his aunt.")
    page.get_by_role("button", name="Tell all who have it").last.click()
    visitor.look("calls-5-answered")

    visitor.sign_in("priya.sandhu")
    visitor.open(share)
    page.get_by_role("button", name="I have read what was changed").click()
    page.get_by_label("We acted").check()
    page.get_by_label("What was done, and why?").fill("I saw him. He sleeps at his grandmother’s over Easter.")
    page.get_by_role("button", name="Record and tell the sender").click()
    visitor.sign_in("helen.marsh")
    visitor.open(share)
    page.get_by_label("No, I disagree").check()
    page.get_by_label("Your words").fill("Nobody has told us who brings him to school on Tuesday week.")
    page.get_by_role("button", name="Record your answer").click()
    expect(page.get_by_text("Nobody has told us who brings him").last).to_be_visible()
    visitor.look("calls-6-not-agreed")


def test_an_agency_is_asked_what_it_knows(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("ines.doyle")
    visitor.open("/shares/")
    page.get_by_role("link", name="Ask what an agency knows").click()
    page.get_by_label("Child’s full name").fill("Hania Wilk")
    page.get_by_label("Which team do you ask?").select_option(label="Response, Wealdshire Police")
    page.get_by_label("An enquiry into harm").check()
    page.get_by_label("What do you need to know?").fill("Has anybody called you to the home since January?")
    page.get_by_role("group", name="Does the family know").get_by_label("Yes").check()
    visitor.look("request-1-ask")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Hania Wilk, born").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Asked. The answer comes here.")).to_be_visible()
    share = page.url.removeprefix(visitor.address)

    visitor.sign_in("dan.mercer")
    visitor.open(share)
    page.get_by_text("Say a part now: the rest is to come").click()
    page.get_by_label("What do you know so far?").fill("One call in January.")
    page.get_by_role("button", name="Tell them this part").click()
    expect(page.get_by_text("said a part of what they know")).to_be_visible()
    visitor.look("request-2-in-part")
    page.get_by_text("We do not share it").click()
    page.get_by_label("Why do you not share it?").fill("The rest is about a witness.")
    page.get_by_label("On which lawful ground?").fill("A witness must be kept safe. No part of it is about the child.")
    page.get_by_role("button", name="Record the decision not to share").click()
    expect(page.get_by_text("Dan Mercer decided not to share")).to_be_visible()
    visitor.look("request-3-refused")
