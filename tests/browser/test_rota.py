"""Easter in Wealdshire: the rota shows its gap, a manager fills it, and two workers swap a night."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_gap_of_easter_sunday_is_seen_and_filled_and_a_night_is_swapped(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("colin.frayne")
    page.get_by_role("link", name="Rotas: who is on duty").click()
    visitor.look("rotas")
    page.get_by_role("link", name="Out of Hours Team").click()
    expect(page.get_by_text("Ring Priya Sandhu, Out of Hours Team: 01632 960102").first).to_be_visible()
    expect(page.get_by_role("img", name="Cover of Out of Hours Team")).to_be_visible()
    expect(page.get_by_text("Worker: Sun 31 Mar 09:00 to 21:00").first).to_be_visible()
    visitor.look("rota-week")
    page.get_by_role("link", name="Name somebody").click()
    page.get_by_label("Who?").select_option("Ines Doyle")
    page.get_by_label("Role on the shift").fill("Duty social worker")
    visitor.look("rota-put-in")
    page.get_by_role("button", name="Put in").click()
    expect(page.get_by_text("Put in: Ines Doyle, worker, Sun 31 Mar 09:00 to 21:00.").first).to_be_visible()
    expect(page.get_by_text("No gap this week.")).to_be_visible()

    page.get_by_role("link", name="Sun 31 Mar 09:00 to 21:00").first.click()
    page.get_by_role("link", name="Hand it to somebody, or swap").click()
    page.get_by_label("Who is asked?").select_option("Priya Sandhu")
    visitor.look("rota-offer")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Priya Sandhu is asked.")).to_be_visible()
    visitor.look("rota-shift")
    visitor.sign_in("priya.sandhu")
    page.get_by_role("link", name="Rotas: who is on duty").click()
    visitor.look("rotas-asked")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("The shift is yours now.")).to_be_visible()
