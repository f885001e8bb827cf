"""A health visitor looks at a child's household and family, and writes down that a friend no longer stays there.

Its picture is taken here: FOLLOWTHROUGH_PICTURES=docs/images make test ARGS=tests/browser/test_household.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(__file__).parents[2] / os.environ.get("FOLLOWTHROUGH_PICTURES", "test-results")


def test_who_comes_and_goes_is_seen_drawn_and_written_down(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("jean.pascoe")
    visitor.open("/children/child-one/")
    page.get_by_role("link", name="Household and family").click()
    expect(page.get_by_text("Not checked: Beata Wilk, Marek Wilk, Pawel Dudek.")).to_be_visible()
    expect(page.get_by_role("img", name="Pawel Dudek, man, friend or lodger, often here").first).to_be_visible()
    visitor.look("household")
    PICTURES.mkdir(exist_ok=True)
    page.locator(".ft-wide .genogram").screenshot(path=PICTURES / "household.png")
    page.get_by_role("link", name="Somebody has moved in, or is often there").click()
    visitor.look("household-moved-in")
    page.go_back()
    page.get_by_role("link", name="Somebody no longer lives there").click()
    page.get_by_label("Pawel Dudek").check()
    for box, value in (("Day", "27"), ("Month", "3"), ("Year", "2013")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("table", name="Who lived in the home before")).to_contain_text("20 Feb 2013 to 27 Mar 2013")
