"""Sharing in a browser: a nurse at half past five before Easter, the night team, and nobody's mouse needed."""

from __future__ import annotations

import re
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
    expect(page.get_by_text("Nobody has this: ring Priya Sandhu, Out of Hours Team: 01632 960102")).to_be_visible()
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
    page.get_by_label("What will you do, and when?").first.fill("visiting tonight")
    page.get_by_role("button", name="Take receipt").click()
    expect(page.get_by_text("Dan Mercer has it: “visiting tonight”")).to_be_visible()
    seen("7-received")

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server.url, "amy.croft")
    expect(page.get_by_role("region", name="Somebody has this")).to_contain_text("by Dan Mercer: “visiting tonight”.")
    seen("8-home")


def test_one_tick_sends_it_to_who_is_on_duty_as_well(
    demo_db: None, live_server: LiveServer, page: Page, check_accessibility: Check, take_screenshot: Shot
) -> None:
    sign_in(page, live_server.url, "amy.croft")
    page.goto(f"{live_server.url}/shares/")
    find_hania(page)
    page.get_by_label("Urgent: a child may not be safe").check()
    page.get_by_label("What happened?").fill("Hania has a burn on her hand.")
    page.get_by_text("Other teams (").click()
    page.get_by_label("Front Door, Wealdshire Children’s Social Care").check()
    page.get_by_role("group", name="Does the family know").get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Front Door is shut until Tuesday 2 April 09:00").first).to_be_visible()
    page.get_by_label("Out of Hours Team, Wealdshire Children’s Social Care: 01632 960102").check()
    look(page, "3-check-shut", check_accessibility, take_screenshot)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Who have you spoken to?")).to_be_visible()
    look(page, "4-sent-both", check_accessibility, take_screenshot)
    page.get_by_role("link", name="Follow this share").click()
    expect(
        page.get_by_role("heading", name="Front Door, Wealdshire Children’s Social Care", exact=True)
    ).to_be_visible()
    expect(
        page.get_by_role("heading", name="Out of Hours Team, Wealdshire Children’s Social Care", exact=True)
    ).to_be_visible()


def test_it_works_without_scripts(demo_db: None, live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server.url, "amy.croft")
    page.goto(f"{live_server.url}/shares/")
    find_hania(page)
    say_what_happened(page)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()


def test_an_urgent_share_is_three_pages_and_six_answers_by_keyboard_alone(
    demo_db: None, live_server: LiveServer, page: Page
) -> None:
    """Counted from the home page to “Sent”: every page that asks, and every answer that has to be given."""
    sign_in(page, live_server.url, "amy.croft")
    asked: list[str] = []
    answers: list[str] = []
    page.on("framenavigated", lambda frame: asked.append(frame.url.partition("/shares/")[2]))
    _press(page, "Share information")
    expect(page.get_by_role("heading", name="Who is it about?")).to_be_visible()
    _type(page, "Child’s full name", "hania wilk", answers)
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Is it one of these children?")).to_be_visible()
    _tick(page, "Hania Wilk, born", answers)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What do you share, and with whom?")).to_be_visible()
    _tick(page, "Urgent: a child may not be safe", answers)
    _type(page, "What happened?", "Hania has a burn on her hand.", answers)
    _tick(page, "Out of Hours Team", answers)
    # Radios are one stop of the Tab key; Space chooses the first.
    _tick(page, "Yes", answers)
    _press(page, "Continue")
    expect(page.get_by_role("heading", name="Check before you send")).to_be_visible()
    _press(page, "Send now")
    expect(page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()
    pages = {"/".join(part for part in each.split("/") if len(part) < 12) for each in asked if "/sent/" not in each}
    assert len(pages) <= 3, pages
    assert len(answers) <= 6, answers


def test_what_is_typed_survives_a_closed_tab_and_trouble_is_said(
    demo_db: None, live_server: LiveServer, browser: Browser
) -> None:
    at_work = browser.new_context()
    page = at_work.new_page()
    sign_in(page, live_server.url, "amy.croft")
    page.goto(f"{live_server.url}/shares/")
    find_hania(page)
    address = page.url
    page.get_by_label("What happened?").fill("Hania has a burn on her hand. She sa")
    expect(page.get_by_text(re.compile(r"^Saved \d\d:\d\d. Not sent yet.$"))).to_be_visible(timeout=20_000)
    page.close()  # the browser crashed, perhaps

    page = at_work.new_page()
    page.goto(address)
    expect(page.get_by_label("What happened?")).to_have_value("Hania has a burn on her hand. She sa")
    at_work.set_offline(True)
    page.get_by_label("What happened?").fill("Hania has a burn on her hand. She said: “Mama slept.”")
    expect(page.get_by_text("Nothing has been sent. If it is urgent, ring.")).to_be_visible(timeout=20_000)
    at_work.set_offline(False)
    expect(page.get_by_text(re.compile(r"^Saved \d\d:\d\d. Not sent yet.$"))).to_be_visible(timeout=20_000)
    at_work.close()


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


def _type(page: Page, label: str, words: str, answers: list[str]) -> None:
    _reach(page, label)
    page.keyboard.type(words)
    answers.append(label)


def _tick(page: Page, label: str, answers: list[str]) -> None:
    _reach(page, label)
    page.keyboard.press("Space")
    answers.append(label)


def _press(page: Page, name: str) -> None:
    _reach(page, name)
    page.keyboard.press("Enter")
