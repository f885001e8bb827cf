"""A school forwards a mail to the front door after hours. The night's social worker matches it, finds that it was the
wrong girl, undoes it, sees who had looked, and matches it again.
"""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from browser.visiting import Visitor


def test_a_forwarded_mail_is_matched_unmatched_and_matched_again(visitor: Visitor) -> None:
    page = visitor.page

    # Given a mail that came in after the front door had shut
    visitor.sign_in("priya.sandhu")
    card = page.get_by_role("article").filter(has_text="Read what came in")
    expect(card).to_contain_text("Due today")
    page.get_by_role("link", name="What came in").first.click()
    visitor.look("intake-items")
    page.get_by_role("link", name="Fwd: a pupil without a coat").click()
    expect(page.get_by_text("She said that nobody is at home until Sunday.")).to_be_visible()
    visitor.look("intake-item")

    # When she looks for the child as the mail spells her
    _look_for(visitor, "Rosie Dunn")
    visitor.look("intake-found")
    expect(page.get_by_text("A name spelt almost alike, same birth date").first).to_be_visible()

    # And takes the wrong one of two
    page.get_by_label("Rosy Dunn, born").check()
    page.get_by_role("button", name="It is about this child").click()
    expect(page.get_by_role("heading", name="Rosy Dunn", level=1)).to_be_visible()
    expect(_chronology(visitor).get_by_text("Information came in from outside")).to_be_visible()

    # Then a constable may read it there
    visitor.sign_in("dan.mercer")
    visitor.open("/children/demo-rosy-dunn/")
    expect(_chronology(visitor).get_by_text("without a coat").first).to_be_visible()

    # When she finds the mistake and undoes it
    visitor.sign_in("priya.sandhu")
    page.get_by_role("link", name="What came in").first.click()
    page.get_by_role("link", name="Fwd: a pupil without a coat").click()
    page.get_by_role("link", name="undo the match").click()
    page.get_by_label("How do you know that it is another child?").fill("The school has Rosie, not Rosy.")
    visitor.look("intake-unmatch")
    page.get_by_role("button", name="Undo the match").click()

    # Then it waits again, and she is told who had looked
    expect(page.get_by_role("table").get_by_text("Dan Mercer")).to_be_visible()
    visitor.look("intake-undone")

    # And she matches it to the right one, whose chronology has it at the time at which it was written
    _look_for(visitor, "Rosie Dunn")
    page.get_by_label("Rosie Dunne, born").check()
    page.get_by_role("button", name="It is about this child").click()
    expect(page.get_by_role("heading", name="Rosie Dunne", level=1)).to_be_visible()
    expect(_chronology(visitor).get_by_text("15:52")).to_be_visible()
    visitor.look("intake-matched")


def _chronology(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("table", name="What happened, in the order of time")


def _look_for(visitor: Visitor, name: str) -> None:
    page = visitor.page
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Day").fill("14")
    page.get_by_label("Month").fill("9")
    page.get_by_label("Year").fill("2004")
    page.get_by_role("button", name="Find", exact=True).click()
