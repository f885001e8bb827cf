"""The what-if page in a browser: no fault that axe can see, no wider than a phone, a table beside each picture."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from followthrough import cli
from followthrough.procedures.engines.relational.store import write
from followthrough.procedures.model.event import Subject
from followthrough.replay.asking import read_rulebook, read_story

EXAMPLE = Path(__file__).parents[1] / "replay" / "example"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    vocabulary = read_rulebook(EXAMPLE, "then").vocabulary
    story = read_story("ada", EXAMPLE, vocabulary)
    write(tmp_path / "store", vocabulary, story.stated, [Subject("child", "ada")], made_by="test")
    draft = Path(shutil.copytree(EXAMPLE, tmp_path / "draft"))
    settings = draft / "partnership" / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("1 clock hour", "3 clock hours"), encoding="utf-8")
    page = tmp_path / "whatif.html"
    words = ["--rulebook", str(draft), "--against", str(EXAMPLE), "--over", str(tmp_path / "store")]
    assert cli.main(["whatif", *words, "--as-of", "2013-04-12 17:00", "--html", str(page)]) == 0
    return page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_holds_for_everybody(
    page: Page,
    made: Path,
    width: int,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], None],
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(made.as_uri())
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for picture in page.locator("figure svg").all():
        title = picture.locator("title").text_content()
        assert page.locator("table caption", has_text=title or "no title").count() == 1
    take_screenshot(page, f"whatif-{width}")
