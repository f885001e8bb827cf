"""A community nurse finds whom nobody has seen, writes down that she saw him, and answers what nobody knew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_community_nurse_sees_hears_and_asks(visitor: Visitor) -> None:
    page = visitor.page

    # Given the list of children by when they were last seen
    visitor.sign_in("tess.arkwright")
    page.get_by_role("link", name="Not seen lately").click()
    adam = page.get_by_role("article", name="Adam Frost")
    expect(adam).to_contain_text("14 weeks ago")
    expect(adam).to_contain_text("Listed so that support does not stop when nobody looks")
    visitor.look("sight-1-not-seen-lately")

    # When she saw him, and writes it down from the list
    adam.get_by_role("link", name=re.compile("^Seen")).click()
    page.get_by_role("group", name="without a carer?").get_by_label("Yes").check()
    page.get_by_label("At home", exact=True).check()
    visitor.look("sight-2-seen")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("article", name="Adam Frost")).to_contain_text("by Tess Arkwright")

    # Then how to talk with him, which every page tells from now on
    visitor.open("/children/child-three/talking/")
    page.get_by_label("How does the child speak").fill("Shows what he wants with pictures on a board")
    visitor.look("sight-7-talking")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_label("Summary")).to_contain_text("Shows what he wants with pictures on a board")

    # And what he showed, and what nobody knows
    visitor.open("/children/child-three/voice/")
    visitor.look("sight-3-voice")
    page.get_by_role("link", name="Write down what the child said").click()
    visitor.look("sight-4-hear")
    visitor.open("/children/child-three/questions/")
    visitor.look("sight-5-questions")
    page.get_by_role("link", name="Answer it, or say why it stays open").click()
    page.get_by_label("Yes, it is answered").check()
    page.get_by_label("How do you know?").fill("I saw his room today")
    page.get_by_label("What is the answer").fill("He sleeps in the living room. Nobody helps him at night.")
    visitor.look("sight-6-answer")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("table")).to_contain_text("I saw his room today")
