"""A GP practice has no account: a manager enters it, a nurse shares with it, and its nurse answers by link and code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from browser.visiting import Visitor
from followthrough.service.ledger import sweep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRACTICE = "Mill Lane Surgery"
WORDS = "Hania coughs at night, and her mother does not know which doctor to ask."


@pytest.fixture
def surgery(browser: Browser) -> Iterator[Page]:
    """Another browser, which has never been here, and runs no scripts."""
    with browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="en-GB"
    ) as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


def swept() -> None:
    for _ in range(2):
        sweep.run_once()


def test_a_practice_acknowledges_by_link_and_code(
    visitor: Visitor,
    surgery: Page,
    live_server: LiveServer,
    settings: Settings,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], None],
) -> None:
    settings.FOLLOWTHROUGH_ADDRESS = live_server.url
    settings.FOLLOWTHROUGH_CHANNELS = {
        **settings.FOLLOWTHROUGH_CHANNELS,
        "text": "followthrough.service.ledger.channels.kept_text",
    }
    swept()
    page = visitor.page

    # Given a manager who has rung the practice, and enters its numbers
    visitor.sign_in("colin.frayne")
    visitor.open("/organisations/")
    page.get_by_role("link", name="Enter an organisation").click()
    page.get_by_label("Name", exact=True).fill(PRACTICE)
    page.get_by_label("GP practice").check()
    page.get_by_label("E-mail address").fill("reception@mill-lane.example")
    page.get_by_label("Telephone").fill("01632 960333")
    page.get_by_label("Mobile for codes").fill("01632 960333")
    page.get_by_role("button", name="I have checked these numbers").click()
    expect(page.get_by_text("Enter a mobile number").first).to_be_visible()
    visitor.look("by-link-1-not-a-mobile")
    page.get_by_label("Mobile for codes").fill("07700 900333")
    page.get_by_role("button", name="I have checked these numbers").click()
    expect(page.get_by_role("row", name=PRACTICE)).to_contain_text("by Colin Frayne")
    visitor.look("by-link-2-organisations")

    # When a nurse shares with it, like with any team
    visitor.sign_in("amy.croft")
    visitor.begin_share("Hania Wilk")
    visitor.say(asks="Action: somebody must do something", what=WORDS, to=PRACTICE)
    share = visitor.send()
    mail.outbox.clear()
    swept()
    (letter,) = [each for each in mail.outbox if "/open/" in each.body]
    assert letter.to == ["reception@mill-lane.example"] and "Hania" not in letter.body + letter.subject

    # Then its nurse opens the link, asks for the code, and is told nothing before she has it
    link = re.search(r"http\S+/open/\S+", letter.body)
    assert link is not None
    surgery.goto(link[0])
    assert "Hania" not in surgery.content()
    take_screenshot(surgery, "by-link-3-start-360")
    surgery.get_by_role("button", name="Send the code").click()
    surgery.get_by_label("Code from the text").fill("12")
    surgery.get_by_role("button", name="Open it").click()
    expect(surgery.get_by_text("That did not open anything").first).to_be_visible()
    take_screenshot(surgery, "by-link-4-wrong-360")
    swept()
    code = re.search(r"Your code is (\d{6})", next(each.body for each in mail.outbox if "Your code is" in each.body))
    assert code is not None
    surgery.get_by_label("Code from the text").fill(code[1])
    surgery.get_by_role("button", name="Open it").click()
    expect(surgery.get_by_text(WORDS)).to_be_visible()
    take_screenshot(surgery, "by-link-5-read-360")

    # And says who she is, and what she did
    surgery.get_by_label("Your name and your job").fill("Ann Reed, practice nurse")
    surgery.get_by_role("button", name="I have this").click()
    expect(surgery.get_by_text("You are Ann Reed, practice nurse.")).to_be_visible()
    surgery.get_by_label("We acted").check()
    surgery.get_by_label("What was done, and why?").fill("I rang Hania’s mother. They come in on Tuesday at 9.")
    surgery.get_by_role("button", name="Record and tell the sender").click()
    expect(surgery.get_by_text("You have said what you did.")).to_be_visible()
    take_screenshot(surgery, "by-link-6-done-360")

    # So the sender sees her name and her answer, and the link opens nothing else
    visitor.open(share)
    expect(page.get_by_text("Ann Reed, practice nurse has said what was done.")).to_be_visible()
    expect(page.get_by_text("They come in on Tuesday at 9.")).to_be_visible()
    visitor.look("by-link-7-the-sender-sees-it")
    answer = surgery.goto(f"{live_server.url}{share}")
    assert answer is not None and "sign-in" in surgery.url
