"""The sign-in page in a browser, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from integration.agencies import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_wrong_password_is_told_where_one_looks(
    live_server: LiveServer,
    page: Page,
    width: int,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], object],
) -> None:
    making.agency("police", "response")
    making.practitioner("constable", ("police", "response", "worker"))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/sign-in/")
    check_accessibility(page)
    take_screenshot(page, f"sign-in-{width}")
    page.get_by_label("Username").fill("constable")
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The username or the password is not right")
    expect(page.get_by_label("Password")).to_have_value("")
    check_accessibility(page)
    take_screenshot(page, f"sign-in-wrong-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
