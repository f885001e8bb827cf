"""A rule is changed with its proof: the policy lead proposes, the past answers, two others agree."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import Visitor
from followthrough.service.ledger import rulebook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def nothing_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this story agrees is forgotten by the process after it."""
    monkeypatch.setattr(rulebook, "_known", ())


def test_a_time_is_tightened_with_its_proof_and_never_loosened(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("hugh.penrose")
    visitor.open("/rules/")
    page.get_by_role("link", name="Changes of the rules").click()
    visitor.look("changes")
    page.get_by_role("link", name="Propose a change").click()
    visitor.look("change-begin")
    page.get_by_label("A time of the partnership").check()
    page.get_by_label("Which time?").select_option(value="conference-held-within")
    page.get_by_role("button", name="Continue").click()
    said(page, "20 working days")
    expect(page.get_by_text("20 working days would loosen it.").first).to_be_visible()
    expect(page.get_by_label("Why this change?")).to_have_value("Families waited too long.")
    visitor.look("change-refused-by-the-language")
    page.get_by_label("What should it be?").fill("12 working days")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("button", name="Replay it over past histories").click()
    expect(page.get_by_text("How much more work, and for whom")).to_be_visible()
    visitor.look("change-replayed")
    for person, words in (("margaret.thorne", "1 of 2 agreed"), ("judith.amory", "Agreed")):
        agree(visitor, person)
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    visitor.look("change-agreed")


def test_a_new_rule_is_made_from_a_form_and_tried_over_the_reviewed_case(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    visitor.open("/changes/propose/new/owed/")
    page.get_by_label("What is the rule called?").fill("Ask after a child who was not brought")
    page.get_by_label("After what has happened?").select_option(value="child.not-brought")
    page.get_by_label("Who in that agency?").select_option(value="team-manager")
    page.get_by_label("What do they owe?").fill("Ask the family why")
    page.get_by_label("What shows that it is done?").select_option(value="child.seen")
    page.get_by_label("Within what time?").fill("half a day")
    visitor.look("change-new")
    said(page, "2 working days", "home tuition")
    page.get_by_role("button", name="Replay it over past histories").click()
    visitor.look("change-new-replayed")
    page.get_by_role("link", name="Replay it over the reviewed case").click()
    expect(page.get_by_role("heading", name="Over the reviewed case")).to_be_visible()
    expect(page.get_by_text("A duty would have been raised").first).to_be_visible()
    visitor.look("change-over-the-case")


def said(page: Page, value: str, asked: str = "Mental Capacity Act") -> None:
    """What every proposal says besides."""
    page.get_by_label("Within what time?").or_(page.get_by_label("What should it be?")).fill(value)
    recommendation = page.get_by_label("Which recommendation does it carry out?")
    recommendation.select_option(label=recommendation.locator("option", has_text=asked).inner_text())
    page.get_by_label("What does the source say?").fill("Meet sooner.")
    page.get_by_label("Why this change?").fill("Families waited too long.")
    for part, number in (("Day", "1"), ("Month", "5"), ("Year", "2013")):
        page.get_by_label(part).fill(number)
    page.get_by_role("button", name="Propose it").click()


def agree(visitor: Visitor, person: str) -> None:
    page = visitor.page
    visitor.sign_in(person)
    visitor.open("/changes/")
    page.get_by_role("link", name="Hold the first child protection conference").click()
    page.get_by_role("link", name="Agree to this change").click()
    page.get_by_label("Why?").fill("Minuted on 2 April.")
    page.get_by_role("button", name="Agree to this change").click()
