"""Sharing in a browser: a nurse at half past five before Easter, the night team, and nobody's mouse needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from followthrough.service.demo.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Shot = Callable[[Page, str], object]
WIDTHS = (320, 1280)


def sign_in(page: Page, site: str, username: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def look(page: Page, name: str, check: Check, shot: Shot) -> None:
    """At both widths: nothing for axe to find, nothing cut off."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shot(page, f"sharing-{name}-{width}")


def find_hania(page: Page) -> None:
    page.get_by_label("Child’s full name").fill("hania wilk")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Hania Wilk, born").check()
    page.get_by_role("button", name="Continue").click()


def say_what_happened(page: Page) -> None:
    page.get_by_label("Urgent: a child may not be safe").check()
    page.get_by_label("What happened?").fill("Hania has a burn on her hand. She said: “Mama slept and I made tea.”")
    page.get_by_label("Out of Hours Team").check()
    page.get_by_role("group", name="Does the family know").get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()


def test_an_urgent_share_is_sent_passed_on_and_taken(
    demo_db: None, live_server: LiveServer, page: Page, check_accessibility: Check, take_screenshot: Shot
) -> None:
    def seen(name: str) -> None:
        look(page, name, check_accessibility, take_screenshot)

    sign_in(page, live_server.url, "amy.croft")
    page.get_by_role("link", name="Share information").first.click()
    seen("1-about")
    find_hania(page)
    seen("2-what")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    seen("2-mistakes")
    say_what_happened(page)
    expect(page.get_by_text("Take receipt of it, by name: by today 18:30.")).to_be_visible()
    seen("3-check")
    page.get_by_role("button", name="Send now").click()
    seen("4-sent")
    page.get_by_role("link", name="Follow this share").click()
    expect(page.get_by_text("Nobody has this yet. Ring Priya Sandhu, Out of Hours Team: 01632 960102")).to_be_visible()
    seen("5-share")
    share = page.url

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server.url, "priya.sandhu")
    page.goto(share)
    page.get_by_text("Not ours: pass it on").click()
    page.get_by_label("Who should have it?").select_option(label="Response, Wealdshire Police")
    page.get_by_label("Why is it not yours?").fill("The father is at the house and shouting.")
    page.get_by_role("button", name="Pass it on").click()
    seen("6-passed-on")

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server.url, "dan.mercer")
    page.goto(share)
    page.get_by_role("button", name="Take receipt").click()
    expect(page.get_by_text("Dan Mercer has it.")).to_be_visible()
    seen("7-received")


def test_it_works_without_scripts(demo_db: None, live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server.url, "amy.croft")
    page.goto(f"{live_server.url}/shares/")
    find_hania(page)
    say_what_happened(page)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()


def test_the_keyboard_is_enough(demo_db: None, live_server: LiveServer, page: Page) -> None:
    sign_in(page, live_server.url, "amy.croft")
    page.goto(f"{live_server.url}/shares/")
    _type(page, "Child’s full name", "hania wilk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Is it one of these children?")).to_be_visible()
    _tick(page, "Hania Wilk, born")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What do you share, and with whom?")).to_be_visible()
    _tick(page, "Urgent: a child may not be safe")
    _type(page, "What happened?", "Hania has a burn on her hand.")
    _tick(page, "Out of Hours Team")
    # Radios are one stop of the Tab key; Space chooses the first.
    _tick(page, "Yes")
    _press(page, "Continue")
    expect(page.get_by_role("heading", name="Check before you send")).to_be_visible()
    _press(page, "Send now")
    expect(page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()


def _reach(page: Page, words: str) -> None:
    """Press Tab until the element with this label or text has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(e => ((e.labels && e.labels[0] && e.labels[0].innerText) || e.innerText || ''))(document.activeElement)"
        )
        if said.strip().startswith(words):
            return
    raise AssertionError(f"The Tab key never comes to “{words}”.")


def _type(page: Page, label: str, words: str) -> None:
    _reach(page, label)
    page.keyboard.type(words)


def _tick(page: Page, label: str) -> None:
    _reach(page, label)
    page.keyboard.press("Space")


def _press(page: Page, name: str) -> None:
    _reach(page, name)
    page.keyboard.press("Enter")
