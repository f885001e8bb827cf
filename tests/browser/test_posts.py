"""An agency's lead keeps the register of posts with children; the Board sees which are vacant, and no name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_lead_says_who_fills_a_post_and_the_board_sees_which_are_vacant(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Posts with children").click()
    visitor.look("posts-of-a-school")
    add(visitor, "Designated safeguarding lead")
    visitor.look("post-vacant")
    page.get_by_role("link", name="Say who fills it").click()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Nothing has been written down yet.")).to_be_visible()
    page.get_by_label("Who fills the post?").fill("Ada Frost, deputy head")
    day(visitor, "Since when?", 4, 3)
    page.get_by_label("Who covers when they are away?").fill("Ben Hale, head of year")
    visitor.look("post-fill")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("A school’s safeguarding lead has a yearly update")).to_be_visible()
    visitor.look("post-filled")
    page.get_by_role("link", name="Write down training").click()
    day(visitor, "When did the course end?", 11, 3)
    page.get_by_label("Level 3").check()
    visitor.look("post-train")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("11 Mar 2015", exact=False)).to_be_visible()
    visitor.look("post-trained")
    visitor.open("/posts/")
    add(visitor, "Deputy safeguarding lead")
    visitor.open("/posts/")
    visitor.look("posts")
    page.get_by_role("link", name="Deputy safeguarding lead").click()
    page.get_by_role("link", name="We have this post no more").click()
    visitor.look("post-end")
    page.get_by_role("link", name="Cancel").click()
    visitor.sign_in("margaret.thorne")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Posts with children").click()
    expect(page.get_by_text("Deputy safeguarding lead")).to_be_visible()
    expect(page.get_by_text("Ada Frost")).to_have_count(0)
    visitor.look("posts-of-the-board")


def add(visitor: Visitor, title: str) -> None:
    page = visitor.page
    page.get_by_role("link", name="Add a post").click()
    page.get_by_label("What is the post called?").fill(title)
    page.get_by_label("Law or guidance requires this post").check()
    page.get_by_label("Safeguarding lead of a school").check()
    page.get_by_label("Level 3").check()
    visitor.look("post-add")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def day(visitor: Visitor, label: str, number: int, month: int) -> None:
    parts = visitor.page.get_by_role("group", name=label)
    for name, value in (("Day", number), ("Month", month), ("Year", 2013)):
        parts.get_by_label(name).fill(str(value))
