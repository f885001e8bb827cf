"""What is decided about a child, with the history beside it; what two people sign; and a page that had no place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor
from followthrough.service.core import lanes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHILD = "child-two"


def test_a_referral_is_decided_and_a_case_is_closed_by_two_people(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("ines.doyle")
    visitor.open(f"/children/{CHILD}/record/")
    page.get_by_role("button", name="Children’s social care received a referral", exact=True).first.click()
    page.get_by_label("What was seen, heard or said").fill("He came to school with a cut on his arm.")
    page.get_by_label("None of these: it is new").check()
    visitor.look("record-form")
    page.get_by_role("button", name="Record it").click()
    visitor.open(f"/children/{CHILD}/decisions/")
    visitor.look("decisions")
    page.get_by_role("table", name="Referrals").get_by_role("link").first.click()
    visitor.look("decisions-decide")
    page.get_by_label("Assess what the child needs").check()
    page.get_by_label("Why?").fill("The third cut within a year.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Read the history on this page first").first).to_be_visible()
    page.get_by_label("I have read the history on this page").check()
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Decided. Tell the referrer what was decided and why.")).to_be_visible()
    # Another person signs before a case is closed
    page.get_by_role("table", name="Open cases").get_by_role("link").first.click()
    visitor.look("decisions-close")
    page.get_by_label("Early help").check()
    page.get_by_label("Why can the case be closed?").fill("He is safe, and Nina sees him each week.")
    page.get_by_label("I have read the history on this page").check()
    page.get_by_role("button", name="Ask a manager to sign").click()
    visitor.sign_in("martin.oakes")
    visitor.open(f"/children/{CHILD}/decisions/")
    page.get_by_role("table", name="What waits for a signature").get_by_role("link").first.click()
    visitor.look("decisions-sign")
    page.get_by_label("I send it back").check()
    page.get_by_label("Why, in your own words?").fill("He lives in another area still.")
    page.get_by_label("I have read the history on this page").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Sent back, with your reason.")).to_be_visible()


def test_who_comes_when_all_places_are_taken_is_told_so_plainly(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "slow", lanes.Lane(abreast=1, waiting=0))
    visitor.sign_in("ines.doyle")
    with lanes.slow.place():
        assert visitor.open(f"/children/{CHILD}/chronology/copy.pdf") == 503
        expect(visitor.page.get_by_role("heading", name="Try again in a minute", level=1)).to_be_visible()
        visitor.look("busy")
