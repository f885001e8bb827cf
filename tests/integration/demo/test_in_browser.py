"""The demo's people and its clock in a browser, without JavaScript too."""

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


@pytest.mark.parametrize("width", [320, 1280])
def test_one_press_signs_in_and_one_press_moves_the_time(
    live_server: LiveServer,
    page: Page,
    width: int,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], object],
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/sign-in/?next=/children/find/")
    check_accessibility(page)
    take_screenshot(page, f"demo-sign-in-{width}")
    page.get_by_role("button", name="Martin Oakes").click()
    expect(page.get_by_role("heading", name="Find a child")).to_be_visible()
    page.get_by_label("Name").fill("Hania")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("cell", name="Hania Wilk").or_(page.get_by_role("rowheader"))).to_be_visible()
    check_accessibility(page)
    take_screenshot(page, f"demo-find-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="One hour on").click()
    expect(page.get_by_text("It is now Thursday 28 March 2013, 18:30 in Wealdshire.")).to_be_visible()


def test_it_works_without_javascript(live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/sign-in/?next=/children/find/")
    page.get_by_role("button", name="Amy Croft").click()
    page.get_by_role("button", name="To the next working morning").click()
    expect(page.get_by_text("It is now Tuesday 2 April 2013, 09:00 in Wealdshire.")).to_be_visible()
