"""A school asks the mental health service to help; a clinician says why not, and the school reads it with the child."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import MORNING, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "He needs somebody at school each week. The counsellor there can begin in April."


def test_a_referral_is_answered_with_reasons_that_the_school_reads(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    visitor.open("/children/child-two/record/")
    page.get_by_role("button", name="A mental health service was asked to help").click()
    page.get_by_label("The mental health service that was asked").select_option(
        label="Wealdshire Child and Adolescent Mental Health Services"
    )
    page.get_by_label("Tier of help").fill("3")
    visitor.look("mental-health-referred")
    page.get_by_role("button", name="Record it").click()

    visitor.sign_in("nina.foss")
    visitor.open("/children/child-two/")
    page.get_by_role("link", name="A mental health service answers a referral").first.click()
    visitor.look("mental-health-duty")
    page.get_by_role("link", name="Record what was done").click()
    visitor.look("mental-health-answers")
    page.get_by_role("button", name="A mental health service did not take a child on").click()
    page.get_by_label("Another service fits better").check()
    page.get_by_label("Your reasons and what would help instead").fill(WHY)
    page.get_by_label("I have read the history on this page").check()
    visitor.look("mental-health-declined")
    page.get_by_role("button", name="Record it").click()

    visitor.sign_in("helen.marsh")
    visitor.open("/children/child-two/")
    expect(page.get_by_text(WHY).first).to_be_visible()
    visitor.sign_in("margaret.thorne")
    visitor.press_on(MORNING, until="April")  # the figures are of whole months
    visitor.open("/commissioning/")
    expect(page.get_by_role("table", name="What became of the referrals")).to_be_visible()
    visitor.look("mental-health-figures")
