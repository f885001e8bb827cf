"""The gallery in a real browser: nothing for axe to find, nothing cut off, big enough to hit, no script needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser
SIZES = (320, 768, 1280)
PAGES = ("gallery/", "gallery/form/")
TOO_SMALL = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter(e => getComputedStyle(e).position !== 'absolute')
    .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24)).map(([html]) => html)"""


@pytest.fixture
def site(settings: Settings) -> Iterator[str]:
    """The gallery alone, without a database."""
    settings.ROOT_URLCONF = "unit.design.urls"
    settings.MIDDLEWARE = [
        "csp.middleware.CSPMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "unit.design.urls.sign_somebody_in",
    ]
    settings.DESIGN_NAVIGATION = (("Gallery", "design:gallery"), ("Questions", "design:gallery-form", "main"))
    server = LiveServer("127.0.0.1")
    yield f"{server.url}/design/"
    server.stop()


@pytest.mark.parametrize("width", SIZES)
def test_pages_are_accessible_at_every_width(
    site: str, page: Page, check_accessibility: Callable[[Page], None], width: int
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        page.goto(site + address)
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_SMALL) == []
    page.click("main button[type=submit]")
    check_accessibility(page)
    assert complaints == []


def test_the_error_summary_takes_the_focus_and_leads_to_the_question(site: str, page: Page) -> None:
    page.goto(f"{site}gallery/form/")
    page.click("main button[type=submit]")
    expect(page).to_have_title("Error: Every kind of question – Followthrough")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    for link in page.locator(".govuk-error-summary__list a").all():
        link.click()
        expect(page.locator(link.get_attribute("href") or "nothing")).to_be_focused()


def test_a_further_question_opens_under_its_option(site: str, page: Page) -> None:
    page.goto(f"{site}gallery/form/")
    phone = page.get_by_label("Number on which you can be reached tonight")
    expect(phone).to_be_hidden()
    page.get_by_label("Now: a child may not be safe tonight").check()
    expect(phone).to_be_visible()
    page.get_by_label("In the next working days").check()
    expect(phone).to_be_hidden()


def test_without_scripts_every_question_stands_there(site: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}gallery/form/")
    expect(page.get_by_label("Number on which you can be reached tonight")).to_be_visible()


def test_the_keyboard_reaches_the_main_part_first(site: str, page: Page) -> None:
    page.goto(f"{site}gallery/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_first_page_is_light(site: str, page: Page) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{site}gallery/", wait_until="networkidle")
    # Sent plain here; the service compresses, to less than a third.
    assert 0 < sum(sizes) < 300_000


def test_paper_carries_the_handling_words_and_nothing_to_click(site: str, page: Page) -> None:
    page.goto(f"{site}gallery/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Sensitive: about a child.")).to_be_visible()
    for gone in (page.locator(".ft-nav"), page.locator(".ft-clock-bar"), page.get_by_role("button", name="Take this")):
        expect(gone.first).to_be_hidden()
