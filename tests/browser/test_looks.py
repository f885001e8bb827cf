"""Who may look, who has looked, and what the privacy officer asks about."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_nurse_sees_who_may_look_and_the_privacy_officer_asks_about_look_ups(
    visitor: Visitor, settings: Settings
) -> None:
    settings.FOLLOWTHROUGH_MANY_LOOKS = 1
    page = visitor.page
    visitor.sign_in("ines.doyle")
    visitor.open("/children/child-one/")
    page.get_by_role("link", name="Who may look at this record").click()
    expect(page.get_by_role("table", name="People who may open this record now")).to_contain_text("Ines Doyle")
    visitor.look("looks-who-may")
    visitor.sign_in("ruth.ansell")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Look-ups to ask about").click()
    visitor.look("looks-listed")
    page.get_by_role("link", name="Ines Doyle").first.click()
    page.get_by_label("It was part of their work").check()
    page.get_by_label("How do you know?").fill("Her manager says that she was on duty for the front door.")
    visitor.look("looks-review")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("table", name="Look-ups to ask about")).to_contain_text("It was part of their work")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Agreements on sharing").first.click()
    visitor.look("looks-agreements")
