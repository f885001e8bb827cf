"""A constable back from a call writes the form of a child whom police know, and a sergeant passes it to triage."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_form_from_the_call_to_triage(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("dan.mercer")
    page.get_by_role("link", name="Police forms").click()
    page.get_by_role("link", name="Record an attendance").click()
    page.get_by_label("Where?").fill("14 Mill Lane")
    page.get_by_label("Police reference").fill("WP-13-0800")
    page.get_by_label("A domestic dispute").check()
    page.get_by_label("Why were you called, and what did you find?").fill("Shouting, a broken door.")
    page.get_by_label("Which adults were there?").fill("Marta Zając, her mother")
    page.get_by_label("When does your shift end?").fill("22:00")
    page.get_by_label("Yes", exact=True).check()
    visitor.look("police-attendance")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add a child").click()
    page.get_by_label("Child’s full name").fill("Ola Zając")
    page.get_by_label("About how old?").fill("3")
    page.get_by_role("button", name="Continue").click()
    visitor.look("police-children")
    page.get_by_role("button", name="These are all: record it").click()
    expect(page.get_by_text("1 of 1 forms is missing.")).to_be_visible()
    page.get_by_role("link", name="Write the form").click()
    page.get_by_label("In the same room").check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("No Too young", exact=False).check()
    page.get_by_label("How did the child seem?").fill("Hiding behind her bed.")
    page.get_by_label("What was done for the child?").fill("Left with her aunt.")
    visitor.look("police-form")
    page.get_by_role("button", name="Complete the form").click()
    expect(page.get_by_text("With the sergeant")).to_be_visible()
    visitor.sign_in("karen.tulloch")
    page.get_by_role("link", name="Police forms").click()
    visitor.look("police-forms")
    page.get_by_role("link", name="Ola Zając").click()
    page.get_by_role("link", name="Look it through").click()
    page.get_by_label("To triage, for action").check()
    page.get_by_label("Why?").fill("Third call this year.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Sent: nobody has it yet")).to_be_visible()
    visitor.look("police-sent")
