"""The board's manager reads how the rules stand and writes down what the board has decided about one of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULE = "A family with little English is spoken to through an independent interpreter"


def test_the_boards_manager_adopts_a_rule_that_was_in_shadow(visitor: Visitor, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_UNDECIDED = "shadow"
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    page.get_by_role("link", name="Rules that we work by").click()
    visitor.look("rules-all")
    page.get_by_role("link", name="In shadow", exact=True).click()
    page.get_by_role("link", name=RULE).click()
    expect(page.get_by_text("Nobody is asked for them.")).to_be_visible()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why, and where it is minuted")
    page.get_by_label("On", exact=True).check()
    page.get_by_label("Why, and where is it minuted?").fill("Minute 7 of 2 April")
    visitor.look("rules-deciding")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("The decision is written down: on.")).to_be_visible()
    expect(page.get_by_text("Minute 7 of 2 April")).to_be_visible()
    visitor.look("rules-adopted")
