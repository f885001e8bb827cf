"""On Tuesday after Easter the day team finds what the night leaves, and accepts it; the directory is kept meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor
from followthrough.service.core.viewer import Viewer
from followthrough.service.demo.actions import move_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_day_team_accepts_what_the_night_leaves_piece_by_piece(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("amy.croft")
    visitor.begin_share("Hania Wilk")
    visitor.say(asks="Urgent", what="She has a burn on her hand.", to="Out of Hours Team")
    visitor.send()
    move_to(at=datetime(2013, 4, 2, 8, tzinfo=UTC), by=Viewer.system("test"))  # nine o’clock, in summer time
    visitor.sign_in("ines.doyle")
    visitor.open("/rotas/hand-over/")
    visitor.look("hand-overs")
    page.get_by_role("link", name="Tuesday 2 April 2013, 09:00").first.click()
    visitor.look("hand-over")
    page.get_by_text("Ask about it").first.click()
    page.get_by_label("What do you need to know?").first.fill("Was the home visited?")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    expect(page.get_by_text("Asked. Until it is answered and accepted")).to_be_visible()
    page.get_by_role("button", name="Accept").first.click()
    expect(page.get_by_text("You have accepted it")).to_be_visible()
    visitor.look("hand-over-accepted")


def test_an_administrator_keeps_the_numbers_of_the_agency(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("grace.holt")
    page.get_by_role("link", name="Directory of agencies").click()
    visitor.look("directory")
    page.get_by_role("link", name="Wealdshire Children’s Social Care").click()
    visitor.look("directory-agency")
    page.get_by_role("link", name="Add a team").click()
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill("wealdshire-demo")
        page.get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="Add a team")).to_be_visible()
    visitor.look("directory-team")
