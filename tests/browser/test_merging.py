"""Rosie Dunne was entered twice. The safeguarding lead sees both records side by side, merges them, and parts them
again when her mother says that they are cousins.
"""

from __future__ import annotations

from playwright.sync_api import expect

from browser.visiting import Visitor


def test_two_records_of_one_child(visitor: Visitor) -> None:
    page = visitor.page

    # Given a child whom the school knows as Rosie Dunne, and the police as Rosy Dunn
    visitor.sign_in("ruth.adeyemi")
    visitor.open("/children/find/")
    page.get_by_label("Name").fill("Rosie Dunne")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Rosie Dunne").click()

    # When the safeguarding lead looks for another record and sees both side by side
    page.get_by_role("link", name="Other records of this child").click()
    page.get_by_label("Name").fill("Rosy Dunn")
    page.get_by_role("button", name="Find").click()
    visitor.look("merging-find")
    page.get_by_role("link", name="Rosy Dunn").click()
    expect(page.get_by_role("heading", name="Are these one child?")).to_be_visible()
    expect(page.get_by_text("Name (differs)")).to_be_visible()
    page.get_by_role("button", name="Merge the two records").click()
    visitor.look("merging-beside")

    # And says how she knows
    page.get_by_label("Rosie Dunne, born 14 September 2004").check()
    page.get_by_label("How do you know that it is one child?").fill("School and constable name the same mother.")
    page.get_by_role("button", name="Merge the two records").click()

    # Then there is one page, found by both names, that holds what both agencies wrote
    expect(page.get_by_role("heading", name="Rosie Dunne", level=1)).to_be_visible()
    expect(page.get_by_text("Also recorded as")).to_be_visible()
    expect(page.get_by_role("heading", name="Chronology across agencies")).to_be_visible()
    visitor.look("merging-merged")
    visitor.sign_in("dan.mercer")
    visitor.open("/children/find/")
    page.get_by_label("Name").fill("Rosy Dunn")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Rosie Dunne").click()
    expect(page.get_by_role("heading", name="Rosie Dunne", level=1)).to_be_visible()

    # When it turns out that they are cousins, the lead parts them, and is told who had looked
    visitor.sign_in("ruth.adeyemi")
    visitor.open("/children/demo-rosie-dunne/same/")
    page.get_by_role("link", name="Part them again").click()
    visitor.look("merging-part")
    page.get_by_label("How do you know that they are two children?").fill("I met both girls: they are cousins.")
    page.get_by_role("button", name="Part the two records").click()
    expect(page.get_by_role("heading", name="These two records were parted")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("Dan Mercer")).to_be_visible()
    visitor.look("merging-parted")
    page.get_by_role("link", name="Rosy Dunn").click()
    expect(page.get_by_role("heading", name="Rosy Dunn", level=1)).to_be_visible()
