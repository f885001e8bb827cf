"""docs/tutorial/child-one.md, step by step: what it tells its reader to press and to look for is there.

Its pictures are taken here. To take them anew:
FOLLOWTHROUGH_PICTURES=docs/images make test ARGS=tests/browser/test_tutorial.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.visiting import DEADLINE, HOUR, MORNING, Visitor
from followthrough.cli import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / os.environ.get("FOLLOWTHROUGH_PICTURES", "test-results")
WINDOW = {"width": 1000, "height": 860}
MOST_BYTES = 170_000


def picture(page: Page, name: str, near: Locator | None = None, of: Locator | None = None) -> None:
    """What a reader sees: the top of the page, or the window with `near` at its top, or the part `of` it alone."""
    page.evaluate("scrollTo(0, 0)")
    if near is not None:
        near.evaluate("element => scrollTo(0, element.getBoundingClientRect().top - 48)")
    page.mouse.move(0, 0)
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"child-one-{name}.png"
    (of or page).screenshot(path=path)
    assert path.stat().st_size < MOST_BYTES, f"{path.name} is too heavy for a page of text"


def test_child_one_can_be_walked_through_as_the_tutorial_says(visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size(WINDOW)

    # 1. The nurse's home page
    visitor.open("/sign-in/")
    page.get_by_role("button", name="Amy Croft").click()
    expect(page.get_by_text("The time in Wealdshire is Thursday 28 March 2013, 17:30.")).to_be_visible()
    expect(page.get_by_text("Nobody has this: your urgent share FT-ONE-6 to Front Door")).to_be_visible()
    whom = page.get_by_text(
        "Front Door is shut until Tuesday 2 April 09:00. Ring Priya Sandhu, Out of Hours Team: 01632 960102."
    )
    expect(whom.first).to_be_visible()
    expect(page.get_by_text("Telephone the recipient and make sure that a named person has it").first).to_be_visible()
    expect(page.get_by_text("Due in 50 minutes")).to_be_visible()
    waiting = page.get_by_role("region", name="What we are waiting for")
    expect(waiting).to_contain_text("Overdue since Thursday 28 March 17:20 (10 minutes)")
    picture(page, "1-home")

    # 2. The child
    page.get_by_role("link", name="Find a child").click()
    page.get_by_label("Name").fill("Hania Wilk")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name="Hania Wilk").click()
    expect(page.get_by_text("An interpreter is needed: the family speaks Polish.")).to_be_visible()
    expect(page.get_by_text("79 weeks, from 11 Aug 2011 to 20 Feb 2013")).to_be_visible()
    picture(page, "2-child")
    expect(page.get_by_role("heading", name="A child under two in a home with alcohol")).to_be_visible()
    expect(page.get_by_text("Wednesday 12 January 2011, 15:05").first).to_be_visible()
    expect(page.get_by_text("What does it rest on?").first).to_be_visible()

    # 3. The chronology
    whole = page.get_by_role("figure", name="The whole time")
    expect(page.get_by_text("54 entries").first).to_be_visible()
    for mark in (
        "6, Wednesday 14 July 2010 11:00, A carer’s drinking",
        "7, Saturday 23 October 2010 23:40, A domestic abuse",
        "10, Wednesday 12 January 2011 15:05, A sign of neglect",
    ):
        expect(whole.get_by_role("link", name=mark)).to_have_count(1)
    picture(page, "3-chronology", of=whole)

    # 4. A duty that nobody did
    summer = page.get_by_role("figure", name="A closer look: 1. 24 June to 8 November 2011")
    summer.get_by_role("link", name="A manager reads the whole history of a child under two").click()
    expect(page.get_by_role("heading", name="A manager reads the whole history of a child under two")).to_be_visible()
    expect(page.get_by_text("Overdue since Friday 22 July 2011 17:00")).to_be_visible()
    expect(page.get_by_text("Thursday 21 July 2011 15:10 + 1 working day → Friday 22 July 2011 17:00.")).to_be_visible()
    expect(page.get_by_text("(our default)").first).to_be_visible()
    expect(page.get_by_text("Nobody: it was due before this service began")).to_be_visible()
    picture(page, "4-duty", near=page.get_by_role("heading", name="Why", exact=True))

    # 5. A share that is followed
    visitor.begin_share("Hania Wilk")
    visitor.say(
        asks="Urgent: a child may not be safe",
        what="Hania went home with her mother, who could hardly stand. There was no interpreter.",
        to="Out of Hours Team",
    )
    expect(page.get_by_text("Take receipt of it, by name: by today 18:30.")).to_be_visible()
    visitor.send()
    visitor.press_on(DEADLINE, until="18:21")
    visitor.press_on(DEADLINE, until="18:31")
    expect(page.get_by_text("Overdue since Thursday 28 March 18:30 (1 minute)")).to_be_visible()
    expect(page.get_by_text("Told: team manager, Out of Hours Team (28 Mar 2013, 18:30)")).to_be_visible()
    picture(page, "5-overdue", near=page.get_by_role("heading", name="Hania Wilk", level=1))

    # 6. Whom it has climbed to, and who takes it
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Colin Frayne").click()
    expect(page.get_by_role("region", name="Climbed to you").get_by_role("row", name="18:30")).to_be_visible()
    visitor.press_on(HOUR, until="19:31")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Fatima Noor").click()
    expect(page.get_by_role("region", name="Climbed to you").get_by_role("row", name="March 18:30")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Priya Sandhu").click()
    page.get_by_role("link", name="Open the share").first.click()
    page.get_by_role("button", name="Take receipt").click()
    page.get_by_role("button", name="Accept").click()
    page.get_by_label("We acted").check()
    page.get_by_label("What was done, and why?").fill("I saw her with an interpreter. She sleeps at her aunt’s.")
    page.get_by_role("button", name="Record and tell the sender").click()
    expect(page.get_by_text("Priya Sandhu has said what was done.")).to_be_visible()

    # 7. The sender says whether it is enough
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Amy Croft").click()
    page.get_by_role("link", name="Read what was done, and say whether you agree").click()
    expect(page.get_by_text("Due Tuesday 2 April 17:00")).to_be_visible()
    expect(
        page.get_by_text("Good Friday 29 March, the weekend and Easter Monday 1 April are not counted.", exact=True)
    ).to_be_visible()
    page.get_by_role("link", name="Open the share").click()
    page.get_by_label("Yes, this is enough").check()
    page.get_by_role("button", name="Record your answer").click()
    expect(page.get_by_text("It is finished.")).to_be_visible()
    expect(page.get_by_text("Done late: was due 28 Mar 2013, 18:30.")).to_be_visible()
    picture(page, "6-finished", near=page.get_by_role("heading", name="Hania Wilk", level=1))

    # And the earlier share still waits on Tuesday
    visitor.press_on(MORNING, until="Tuesday 2 April 2013, 09:00")
    visitor.open("/")
    expect(page.get_by_text("Nobody has this: your urgent share FT-ONE-6 to Front Door")).to_be_visible()


def test_the_replays_page_is_as_the_how_to_says(page: Page, tmp_path: Path) -> None:
    written = tmp_path / "child-one.html"
    assert main(["replay", "child-one", "--html", str(written)]) == 0
    page.set_viewport_size(WINDOW)
    page.goto(written.as_uri())
    expect(page.get_by_role("heading", name="Child One", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_contain_text(
        [
            "In short",
            "How long the picture existed",
            "pictures",
            "Who owed what",
            "Patterns",
            "What happened",
            "What did not",
        ]
    )
    expect(page.get_by_role("row", name=re.compile(r"^D\d+ There is always a strategy discussion"))).to_contain_text(
        "Sunday 31 March 2013 23:40"
    )
    picture(page, "7-replay", near=page.get_by_role("heading", name="In short"))
