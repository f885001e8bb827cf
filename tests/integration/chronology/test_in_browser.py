"""The pages of work and of a child in a browser: at two widths with axe, and where no script runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from followthrough.service.core import clock
from followthrough.service.demo.clock import DemoClock

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def wealdshire_time(demo_db: None) -> Iterator[None]:
    with clock.use(DemoClock()):
        yield


def sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_role("button", name=who).click()
    expect(page.get_by_role("heading", name="What we owe")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_fits(
    live_server: LiveServer,
    page: Page,
    width: int,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], object],
) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    def look(name: str) -> None:
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        take_screenshot(page, f"{name}-{width}")

    sign_in(page, live_server.url, "Martin Oakes")
    look("home")
    page.get_by_role("link", name="Why, not ours, or wrong?").first.click()
    look("duty")
    page.get_by_role("link", name="This is wrong, because").click()
    page.get_by_role("button", name="Record it").click()
    look("duty-wrong-error")
    page.goto(f"{live_server.url}/children/child-one/")
    expect(page.get_by_text("An interpreter is needed: the family speaks Polish.")).to_be_visible()
    look("child")
    page.locator(".ft-chronology a").nth(4).click()
    look("entry")
    page.goto(f"{live_server.url}/children/child-one/record/")
    look("record-choose")
    page.get_by_role("button", name="A child protection conference was held").click()
    look("record")


def test_a_duty_is_taken_and_done_without_scripts(live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, live_server.url, "Martin Oakes")
    page.get_by_text("Overdue for more than 4 weeks (").first.click()
    whole_history = "A manager reads the whole history of a child under two"
    card = page.locator("article", has_text=whole_history)
    card.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("Your name stands on it now.")).to_be_visible()
    page.get_by_text("Overdue for more than 4 weeks (").first.click()
    page.locator("article", has_text=whole_history).get_by_role("link", name="Record what was done").click()
    page.get_by_role("button", name="A manager read the whole history and decided").click()
    page.get_by_label("I am a manager, and I decide").check()
    page.get_by_label("Bring the agencies together").check()
    page.get_by_label("What does the history show?").fill("Drink and violence come back together.")
    page.get_by_label("I have read the history on this page").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("That closes this duty: A manager reads the whole history")).to_be_visible()
    context.close()
