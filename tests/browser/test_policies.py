"""A chapter of policy: one writes, another writes on, neither may approve it. Whoever does has read what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHAPTER, LATEST = "Children taught at home", "Whoever cannot see the child says so on the same day."


@pytest.fixture
def other(visitor: Visitor, browser: Browser) -> Iterator[Visitor]:
    """Somebody at a desk of their own."""
    with browser.new_context() as context:
        yield replace(visitor, page=context.new_page())


def test_neither_writer_approves_and_the_third_approves_what_was_read(visitor: Visitor, other: Visitor) -> None:
    page = visitor.page
    opened(visitor, "judith.amory")
    page.get_by_role("link", name="Approve it").click()
    expect(page.get_by_text("Children with complex needs").first).to_be_visible()
    write_on(visitor, "margaret.thorne")
    expect(page.get_by_role("link", name="Approve it")).to_have_count(0)
    visitor.look("policy-written-by-two")
    opened(visitor, "hugh.penrose")
    expect(page.get_by_text("Margaret Thorne, ")).to_be_visible()
    expect(page.get_by_role("link", name="Approve it")).to_have_count(0)
    assert visitor.open("/policies/children-taught-at-home/2/approve/") == 403
    approve(visitor, other)


def test_what_was_typed_before_another_wrote_does_not_overwrite_theirs(visitor: Visitor, other: Visitor) -> None:
    """The tab was closed meanwhile. What she typed is back, and she is told that it began from other words."""
    page = visitor.page
    opened(visitor, "margaret.thorne")
    page.get_by_role("link", name="Write the draft again").click()
    page.get_by_label("What does it say?").fill("Mine.")
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    visitor.open("/policies/")
    write_on(other, "hugh.penrose")
    visitor.open("/policies/children-taught-at-home/write/")
    expect(page.get_by_text("is back. Not sent yet.")).to_be_visible()
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text("Hugh Penrose has written in it since you opened this page.")).to_be_visible()
    expect(page.get_by_label("What does it say?")).to_have_value("Mine.")
    visitor.look("policy-written-meanwhile")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text("Written as a draft.")).to_be_visible()


def opened(visitor: Visitor, username: str) -> None:
    """The draft, as somebody finds it."""
    page = visitor.page
    visitor.sign_in(username)
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Policies", exact=True).click()
    page.get_by_role("link", name=CHAPTER).click()
    page.get_by_role("link", name="Version 2").click()


def write_on(visitor: Visitor, username: str) -> None:
    page = visitor.page
    opened(visitor, username)
    page.get_by_role("link", name="Write the draft again").click()
    visitor.look("policy-write")
    text = page.get_by_label("What does it say?")
    text.fill(f"{text.input_value()}\n\n{LATEST}")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text(LATEST)).to_be_visible()


def approve(visitor: Visitor, other: Visitor) -> None:
    """What is changed while it is read is read again."""
    page = visitor.page
    opened(visitor, "judith.amory")
    page.get_by_role("link", name="Approve it").click()
    expect(page.get_by_text(LATEST)).to_be_visible()
    visitor.look("policy-approve")
    opened(other, "hugh.penrose")
    other.page.get_by_role("link", name="Write the draft again").click()
    other.page.get_by_label("What is new?").fill("Written on while somebody reads it.")
    other.page.get_by_role("button", name="Keep the draft").click()
    expect(other.page.get_by_text("Written as a draft.")).to_be_visible()
    page.get_by_role("button", name="I have read it, approve it").click()
    expect(page.get_by_text("The draft was changed after you read it.")).to_be_visible()
    expect(page.get_by_text("Written on while somebody reads it.")).to_be_visible()
    visitor.look("policy-read-again")
    page.get_by_role("button", name="I have read it, approve it").click()
    expect(page.get_by_text("1 more person has to approve it")).to_be_visible()
    visitor.look("policy-approved-by-one")
