"""Back from a dispute, a constable writes the call down once and a form for the child who was there. The sergeant sends
it back, gets it better and passes it on; the night team reads it and says that it has it.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import HOUR, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHILD = "Ola Zając"


def test_a_form_goes_from_the_kitchen_by_the_sergeant_to_the_night_team(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("dan.mercer")
    attend(visitor)
    # A form is owed for her by the end of the shift.
    expect(page.get_by_text("1 of 1 forms is missing")).to_be_visible()
    visitor.look("police-missing")
    page.get_by_role("link", name="Write the form").click()
    write_form(page, done="Left with her aunt.")
    visitor.look("police-form")
    page.get_by_role("button", name="Complete the form").click()
    # The demo's clock stands still: what is sent back was written before.
    page.get_by_role("button", name=HOUR).click()
    visitor.sign_in("karen.tulloch")
    decide(visitor, "Back to the officer", "Who looked at her arms?")
    visitor.sign_in("dan.mercer")
    to_the_child(visitor)
    page.get_by_role("link", name="Put the form right").click()
    expect(page.get_by_text("Who looked at her arms?")).to_be_visible()
    expect(page.get_by_label("How did the child seem?")).to_have_value("Hiding behind her cot.")
    page.get_by_label("Did you notice an injury?").fill("A bruise on the left arm")
    page.get_by_role("button", name="Complete the form").click()
    visitor.sign_in("karen.tulloch")
    decide(visitor, "To triage, urgent", "A bruise that nobody explains.")
    visitor.sign_in("priya.sandhu")
    page.get_by_role("article").filter(has_text=CHILD).first.get_by_role("link", name="Open the share").click()
    expect(page.get_by_text("A bruise that nobody explains.")).to_be_visible()
    page.get_by_role("button", name="Take receipt").click()
    expect(page.get_by_text("Priya Sandhu has it. It is not accepted yet.")).to_be_visible()


def attend(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Police forms").click()
    visitor.look("police-forms")
    page.get_by_role("link", name="Record an attendance").click()
    page.get_by_label("Where?").fill("14 Mill Lane")
    page.get_by_label("Police reference").fill("WP-7")
    page.get_by_label("A domestic dispute").check()
    page.get_by_label("Why were you called, and what did you find?").fill("Shouting, and a broken door.")
    page.get_by_label("Which adults were there?").fill("Marta Zając, her mother")
    page.get_by_label("When does your shift end?").fill("22:00")
    family = page.get_by_role("group", name="Does the family know that this goes")
    family.get_by_label("Yes").check()
    visitor.look("police-attendance")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add a child").click()
    page.get_by_label("Child’s full name").fill(CHILD)
    page.get_by_label("Day").fill("4")
    page.get_by_label("Month").fill("5")
    page.get_by_label("Year").fill("2010")
    page.get_by_role("group", name="Does the child live there?").get_by_label("Yes").check()
    visitor.look("police-child")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="These are all: record it").click()


def write_form(page: Page, done: str) -> None:
    page.get_by_label("In the same room").check()
    page.get_by_role("group", name="Was the child seen?").get_by_label("Yes").check()
    page.get_by_label("By whom?").fill("Dan Mercer")
    page.get_by_label("Yes, without a carer").check()
    page.get_by_label("What did the child say?").fill("He broke it.")
    page.get_by_label("Nobody had to").check()
    page.get_by_label("How did the child seem?").fill("Hiding behind her cot.")
    page.get_by_label("What was done for the child?").fill(done)


def to_the_child(visitor: Visitor) -> None:
    visitor.page.get_by_role("link", name="Police forms").click()
    visitor.page.get_by_role("link", name=CHILD).first.click()


def decide(visitor: Visitor, becomes: str, why: str) -> None:
    page = visitor.page
    to_the_child(visitor)
    page.get_by_role("link", name="Look it through").click()
    page.get_by_label(becomes).check()
    page.get_by_label("Why?").fill(why)
    page.get_by_label("I have read the history on this page").check()
    visitor.look("police-check")
    page.get_by_role("button", name="Decide").click()
