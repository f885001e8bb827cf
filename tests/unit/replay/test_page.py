"""Does the page stand alone, escape what it is told, and hold for everybody?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from followthrough.replay.as_html import as_html
from followthrough.replay.replaying import Replay


@pytest.fixture(scope="module")
def page_text(ask: Callable[..., Replay]) -> str:
    return as_html([ask()])


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        held = dict(attrs)
        self.ids += [held["id"]] if held.get("id") else []
        self.links += [held["href"]] if held.get("href") else []


def collect(page_text: str) -> _Collector:
    collector = _Collector()
    collector.feed(page_text)
    return collector


def test_nothing_is_asked_of_any_network_and_nothing_runs(page_text: str) -> None:
    found = collect(page_text)
    assert not found.names & {"script", "link", "img", "iframe", "object"}
    assert all(link.startswith("#") for link in found.links)
    assert "style" not in found.attributes
    assert not {name for name in found.attributes if name.startswith("on")}
    assert not re.search(r"url\((?!#)|@import", page_text)


def test_each_id_stands_once_and_each_link_leads_somewhere(ask: Callable[..., Replay]) -> None:
    found = collect(as_html([ask()]))
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)


def test_what_a_story_says_is_text_and_never_markup(page_text: str) -> None:
    assert "Wet clothes &lt;b&gt;&amp; cold&lt;/b&gt;." in page_text
    assert "<b>& cold" not in page_text


def test_every_duty_event_and_signal_stands_in_a_table_or_card(ask: Callable[..., Replay], page_text: str) -> None:
    told = ask()
    ids = set(collect(page_text).ids)
    expected = {f"ada-d-{duty.number.lower()}" for duty in told.duties}
    expected |= {f"ada-e-{event.number}" for event in told.events} | {"ada-s-s1", "ada-g-g1"}
    assert expected <= ids


def test_invented_dates_are_marked(page_text: str) -> None:
    rows = re.findall(r'<tr role="row" id="ada-e-\d+">.*?</tr>', page_text)
    assert len(rows) == 7
    assert sum(">invented<" in row for row in rows) == 6


def another(told: Replay) -> Replay:
    """The same story under another name, for a page of two."""
    story = replace(told.story, id="ada-again", title="Ada again")
    return replace(told, question=replace(told.question, story=story))


@pytest.mark.browser
def test_two_stories_share_a_page(
    page: Page, ask: Callable[..., Replay], tmp_path: Path, check_accessibility: Callable[[Page], None]
) -> None:
    two = as_html([ask(), another(ask(perspective="police"))])
    found = collect(two)
    assert len(found.ids) == len(set(found.ids))
    file = tmp_path / "two.html"
    file.write_text(two, encoding="utf-8")
    page.goto(file.as_uri())
    check_accessibility(page)
    page.get_by_role("navigation", name="Stories").get_by_role("link", name="Ada again").click()
    assert page.url.endswith("#ada-again")


def test_a_time_before_everything_makes_an_honest_empty_page(ask: Callable[..., Replay]) -> None:
    empty = as_html([ask(as_of="2009-01-01")])
    assert "No duty arose." in empty
    assert "<figure" not in empty


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_it_holds_on_every_screen(
    page: Page, page_text: str, tmp_path: Path, width: int, check_accessibility: Callable[[Page], None]
) -> None:
    file = tmp_path / "ada.html"
    file.write_text(page_text, encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())
    check_accessibility(page)
    page.locator("summary").first.click()
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg.swimlane:visible").count() >= 1
    assert asked == [file.as_uri()]
