"""The Thursday before Easter: the board’s manager sees who has not signed, and the agency signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor
from followthrough.service.demo.clock import set_time
from followthrough.service.ledger import sweep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_board_sees_a_gap_and_the_agency_closes_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Cover over bank holidays").click()
    visitor.look("cover-periods")
    page.get_by_role("link", name="The report for the board").click()
    gaps = page.get_by_role("listitem").filter(has_text="has not signed")
    expect(gaps.filter(has_text="Mental Health")).to_have_count(1)
    visitor.look("cover-report")
    visitor.open("/followed/")
    expect(page.get_by_text("Each recipient of a share counts once.")).to_be_visible()
    visitor.look("followed")
    visitor.sign_in("gareth.ives")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Cover over bank holidays").click()
    page.get_by_role("link", name="Sign for your agency").click()
    visitor.look("cover-sign")
    page.get_by_label("Who is on duty?").fill("Dr Noor, on call from Thursday 17:00 to Tuesday 9:00")
    page.get_by_label("A manager is on duty who can decide").check()
    page.get_by_label("How are they reached?").fill("01632 960188")
    page.get_by_label("How do they learn what is open?").fill("The crisis team’s list, on Thursday at 16:00.")
    page.get_by_role("button", name="Sign: this cover is in place").click()
    expect(page.get_by_text("Signed. The board sees your agency’s cover")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="01632 960188")
    expect(row).to_contain_text("A manager is on duty who can decide")


def test_a_signature_that_does_not_come_climbs_to_the_board(visitor: Visitor) -> None:
    """The weekend of the May bank holiday is asked for in April; nobody signs for ten working days before."""
    for at in (datetime(2013, 4, 5, 8, tzinfo=UTC), datetime(2013, 4, 22, 8, tzinfo=UTC)):
        set_time(at)
        sweep.run_once(adopts=False)
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    climbed = page.get_by_role("region", name="Climbed to you")
    expect(climbed.get_by_role("link", name="Each agency signs that its cover is in place").first).to_be_visible()
    visitor.look("cover-climbed")
    visitor.open("/cover/2013-05-04/")
    expect(page.get_by_role("listitem").filter(has_text="has not signed. It was due").first).to_be_visible()
    expect(page.get_by_text("Gaps not filled in time").first).to_be_visible()
    visitor.look("cover-report-late")
