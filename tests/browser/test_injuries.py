"""A health visitor records a bruise, draws it on the body map by the list, and reads it where it stands.

Its picture is taken here: FOLLOWTHROUGH_PICTURES=docs/images make test ARGS=tests/browser/test_injuries.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.protecting import fill_injury, fill_mark
from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(__file__).parents[2] / os.environ.get("FOLLOWTHROUGH_PICTURES", "test-results")


def test_a_bruise_is_recorded_drawn_and_told(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("jean.pascoe")
    visitor.open("/children/child-one/")
    page.get_by_role("link", name="Injuries", exact=True).click()
    page.get_by_role("link", name="Record an injury").click()
    fill_injury(page, "A bruise on the cheek.", "An accident")
    # A part of the picture leads a pointer to its place in the list.
    page.locator("#choose-head a", has_text="Left cheek").click()
    expect(page).to_have_url(page.url.split("#")[0] + "#" + str(page.get_by_label("Left cheek").get_attribute("id")))
    page.get_by_label("Left cheek").check()
    visitor.look("injury-place")
    page.get_by_role("button", name="Continue").first.click()
    fill_mark(page)
    expect(page.get_by_role("img", name="Head from the front. 1. Left cheek: bruise.")).to_be_visible()
    visitor.look("injury")
    PICTURES.mkdir(exist_ok=True)
    page.locator(".ft-bodies").screenshot(path=PICTURES / "injury.png")
