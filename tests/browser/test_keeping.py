"""A record comes to its end: the records manager reviews it, a privacy officer agrees, a certificate stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_people_destroy_an_old_file_and_a_hold_stops_them_meanwhile(visitor: Visitor) -> None:
    page = visitor.page
    # The board sets for how long.
    visitor.sign_in("margaret.thorne")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="How long records are kept").click()
    visitor.look("keeping-periods")
    page.get_by_role("link", name="An enquiry into harm").click()
    page.get_by_label("For how many years?").fill("40")
    page.get_by_label("Where does this come from?").fill("Minute 7 of March 2013")
    page.get_by_label("Why?").fill("People come back for their records after decades.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("What the board decided is written down.")).to_be_visible()
    visitor.look("keeping-period")

    # The records manager finds a file whose time is over, and proposes that it goes.
    visitor.sign_in("nora.quill")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Keeping and destroying records").click()
    visitor.look("keeping-overview")
    page.get_by_role("link", name="Lorna Pike").click()
    visitor.look("keeping-review")
    page.get_by_role("link", name="Hold this record back").click()
    page.get_by_label("Who asks for it?").fill("The county court")
    page.get_by_label("Why?").fill("A claim is expected.")
    visitor.look("keeping-hold")
    page.get_by_role("button", name="Set the hold").click()
    page.get_by_role("link", name="Lorna Pike").click()
    expect(page.get_by_text("A legal hold stands: The county court.")).to_be_visible()
    page.get_by_role("link", name="Keeping records").click()
    page.get_by_role("link", name="The county court").click()
    page.get_by_label("Why is it no longer needed?").fill("No claim came.")
    page.get_by_role("button", name="End the hold").click()
    page.get_by_role("link", name="Lorna Pike").click()
    page.get_by_label("Why can this record go?").fill("Seen once, and nobody asked for it since.")
    page.get_by_role("button", name="Propose to destroy it").click()
    expect(page.get_by_text("Somebody of another team has to agree.")).to_be_visible()

    # Somebody of another team agrees.
    visitor.sign_in("ruth.ansell")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Keeping and destroying records").click()
    page.get_by_role("link", name="D-").first.click()
    visitor.look("keeping-second")
    page.get_by_label("I agree: destroy it now").check()
    page.get_by_label("Why?").fill("I rang social care, and nobody needs it.")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", name="Certificate of destruction")).to_be_visible()
    visitor.look("keeping-certificate")
    with page.expect_download() as got:
        page.get_by_role("link", name="Get it as a PDF").click()
    assert got.value.suggested_filename.startswith("certificate-D-")
    visitor.sign_in("ines.doyle")
    assert visitor.open("/children/old-file/") == 404
