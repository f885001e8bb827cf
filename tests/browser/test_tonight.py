"""The 2 a.m. page on a phone: without scripts, at 360 px, on a slow line; a screen and a half, and under 50 KB."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.test_phone import MOST, Line, phone
from browser.visiting import Visitor
from followthrough.service.demo.people import PASSWORD

__all__ = ["phone"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREEN = 740
WHO = {"child-one": "ines.doyle", "child-two": "ines.doyle", "child-three": "jean.pascoe"}


@pytest.mark.parametrize("child", WHO)
def test_a_screen_and_a_half_and_under_fifty_kilobytes(
    visitor: Visitor, phone: Page, take_screenshot: Callable[[Page, str], None], child: str
) -> None:
    line = Line(phone)
    phone.goto(f"{visitor.address}/now/children/{child}/")
    phone.get_by_label("Username").fill(WHO[child])
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_text("How to talk together", exact=True)).to_be_visible()
    assert line.bytes <= MOST, f"{line.bytes} bytes came over the line for the first visit"
    take_screenshot(phone, f"tonight-{child}-360")
    high = phone.locator(".tonight").evaluate("answers => answers.getBoundingClientRect().bottom")
    print(f"{child}: {line.bytes} bytes, {high} px")
    assert high <= 1.5 * SCREEN, f"the last answer ends at {high} px"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.sign_in(WHO[child])
    visitor.open(f"/now/children/{child}/")
    visitor.look(f"tonight-{child}")
    visitor.page.locator(".gaps button").first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
