"""A visitor of the demo, on its own clock, from half past five on the Thursday before Easter 2013."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from browser.visiting import Visitor

MOST_WAIT = 10_000  # milliseconds, for what will never come


@pytest.fixture
def visitor(
    demo_db: None,
    live_server: LiveServer,
    page: Page,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], None],
) -> Visitor:
    page.set_default_timeout(MOST_WAIT)
    return Visitor(page, live_server.url, check_accessibility, take_screenshot)
