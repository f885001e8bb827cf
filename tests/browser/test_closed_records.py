"""A record that is not theirs is opened because a child is in danger, and reviewed; another is closed to a list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

BORN = ("18", "2", "2010")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_schools_lead_opens_a_record_in_danger_and_a_privacy_officer_asks_about_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    page.get_by_role("link", name="Find a child").click()
    page.get_by_label("Name").fill("Hania Wilk")
    for part, value in zip(("Day", "Month", "Year"), BORN, strict=True):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Open it because of danger").click()
    visitor.look("danger-form")
    page.get_by_label("A child may come to serious harm").check()
    page.get_by_label("What do you need to know, and why?").fill("She is with me and will not go home.")
    page.get_by_role("button", name="Open the record for 60 minutes").click()
    expect(page.get_by_text("You opened this record because of danger.")).to_be_visible()
    expect(page.get_by_role("heading", name="Hania Wilk", level=1)).to_be_visible()
    visitor.look("danger-open")
    visitor.sign_in("ruth.ansell")
    visitor.open("/governance/")
    page.get_by_role("link", name=re.compile(r"^O-")).click()
    expect(page.get_by_text("She is with me and will not go home.")).to_be_visible()
    visitor.look("danger-review")
    page.get_by_label("It was right to open it").check()
    page.get_by_label("How do you know?").fill("I asked her head teacher.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("What you found out is on the record.")).to_be_visible()


def test_a_lead_closes_a_record_and_others_who_work_with_the_child_are_told_whom_to_ring(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("ruth.adeyemi")
    visitor.open("/children/child-two/")
    page.get_by_role("link", name="Close this record to a named list").click()
    visitor.look("close-form")
    page.get_by_label("Sealed").check()
    page.get_by_label("Why?", exact=True).fill("A threat from somebody who has friends in the agencies.")
    for part, value in zip(("Day", "Month", "Year"), ("1", "6", "2013"), strict=True):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Close the record").click()
    expect(page.get_by_text("The record is closed to everybody who is not on the list.")).to_be_visible()
    visitor.sign_in("helen.marsh")
    assert visitor.open("/children/child-two/") == 403
    expect(page.get_by_role("heading", name="This record is sealed")).to_be_visible()
    visitor.look("closed-record")
    visitor.open("/children/own-people/")
    visitor.look("own-people")
