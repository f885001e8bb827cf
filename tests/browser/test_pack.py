"""The pack opens in a browser from a file, without our service; when its cover has ended, it refuses and says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from followthrough.service.core import clock
from followthrough.service.outofhours.sealing import sealed_file

PASSWORD = "five plain words of mine"
PAGE = "<h2>Open cases (1)</h2><p>Robin Example</p><img src=x onerror=\"document.title='taken over'\">"
pytestmark = pytest.mark.browser


def _file(folder: Path, expires_at: datetime) -> str:
    path = folder / "pack.html"
    path.write_text(
        sealed_file(PAGE, title="Out-of-hours pack: Night", password=PASSWORD, expires_at=expires_at), encoding="utf-8"
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
