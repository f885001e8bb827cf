"""The pack opens in a browser from a file, without our service; when its cover has ended, it refuses and says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from followthrough.service.core import clock
from followthrough.service.outofhours.sealing import sealed_file

PASSWORD = "five plain words of mine"
PAGE = "<h2>Open cases (1)</h2><p>Robin Example</p><img src=x onerror=\"document.title='taken over'\">"
pytestmark = pytest.mark.browser


def _long() -> str:
    """The longest things that it holds: a name, a word, a telephone number."""
    return render_to_string(
        "outofhours/pack.html",
        {
            "pack": {
                "made": "Thursday 28 March 2013, 17:00",
                "ends": "Tuesday 2 April 2013, 09:00",
                "on_duty": [
                    {"team": "Out of Hours Team", "telephone": "01632 960102", "people": ["Colin Frayne (manager)"]}
                ],
                "urgent": [
                    {"child": "Robin Example-Featherstonehaugh", "what": "Say that you have it", "due": "18:30"}
                ],
                "cases": [
                    {
                        "name": "Robin Example",
                        "interpreter": "An interpreter is needed: the family speaks Polish.",
                        "rows": [("Lives", ["Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-Street"])],
                    }
                ],
            }
        },
    )


def _file(folder: Path, expires_at: datetime, inside: str = PAGE) -> str:
    path = folder / "pack.html"
    path.write_text(
        sealed_file(inside, title="Out-of-hours pack: Night", password=PASSWORD, expires_at=expires_at),
        encoding="utf-8",
    )
    return path.as_uri()


def test_it_opens_with_its_password_and_closes_again(page: Page, tmp_path: Path) -> None:
    page.context.set_offline(True)
    page.goto(_file(tmp_path, clock.real_now() + timedelta(hours=9)))
    page.get_by_label("Password of the pack").fill("not this one at all")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("status")).to_contain_text("It does not open")
    page.get_by_label("Password of the pack").fill(PASSWORD)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("Robin Example")).to_be_visible()
    assert page.title() == "Out-of-hours pack: Night"  # nothing inside it can run
    page.get_by_role("button", name="Close the pack").click()
    expect(page.get_by_text("Robin Example")).to_have_count(0)


def test_it_refuses_when_its_cover_has_ended(page: Page, tmp_path: Path) -> None:
    page.goto(_file(tmp_path, clock.real_now() - timedelta(minutes=1)))
    expect(page.get_by_role("status")).to_contain_text("out of date")
    expect(page.get_by_label("Password of the pack")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_can_be_read_on_a_telephone_and_by_everybody(
    page: Page,
    tmp_path: Path,
    width: int,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], None],
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(_file(tmp_path, clock.real_now() + timedelta(hours=9), _long()))
    take_screenshot(page, f"pack-closed-{width}")
    page.get_by_label("Password of the pack").fill(PASSWORD)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Who is on duty")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check_accessibility(page)
    take_screenshot(page, f"pack-open-{width}")
