"""A rule is changed with its proof: the policy lead proposes, the past answers, two others agree."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import Visitor
from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.viewer import acting
from followthrough.service.demo.clock import set_time
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import NewEvent, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
APRIL = datetime(2013, 4, 3, 9, tzinfo=UTC)
TWO = Subject("child", "child-two")


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
    expect(page.get_by_text("What you wrote, 20 working days, may loosen it.").first).to_be_visible()
    expect(page.get_by_label("Why this change?")).to_have_value("Families waited too long.")
    visitor.look("change-refused-by-the-language")
    page.get_by_label("What should it be?").fill("12 working days")
    page.get_by_role("button", name="Continue").click()
    visitor.look("change-checked")
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
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("button", name="Replay it over past histories").click()
    visitor.look("change-new-replayed")
    page.get_by_role("link", name="Replay it over the reviewed case").click()
    expect(page.get_by_role("heading", name="Over the reviewed case")).to_be_visible()
    expect(page.get_by_text("A duty would have been raised").first).to_be_visible()
    visitor.look("change-over-the-case")


def test_a_loosening_is_refused_a_tightening_agreed_and_it_makes_duties(visitor: Visitor) -> None:
    """A time that was read in a source, in the rule of a talk with a child who was missing."""
    page = visitor.page
    visitor.sign_in("hugh.penrose")
    visitor.open("/changes/propose/time/return-interview-within/")
    said(page, "96 clock hours", day="2", month="4")
    expect(page.get_by_text("This time is 72 clock hours and rests on a source").first).to_be_visible()
    visitor.look("change-sourced-refused")
    page.get_by_label("What should it be?").fill("48 clock hours")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("button", name="Replay it over past histories").click()
    expect(page.get_by_text("Children whose record is sealed are left out.")).to_be_visible()
    visitor.look("change-sourced-replayed")
    for person, words in (("margaret.thorne", "1 of 2 agreed"), ("judith.amory", "Agreed")):
        agree(visitor, person, "Talk with a child who was missing")
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    set_time(APRIL)
    found = viewer_of(Practitioner.objects.get(username="ines.doyle"))
    with acting(found):
        data = {"report": "r-1"}
        record([NewEvent(kind="child.found", subject=TWO, occurred_from=APRIL, data=data)], by=found)
    visitor.sign_in("ines.doyle")
    visitor.open("/children/child-two/")
    expect(page.get_by_text("Have somebody independent talk with the child").first).to_be_visible()
    expect(page.get_by_text("Due Friday 5 April 10:00").first).to_be_visible()
    visitor.look("change-sourced-makes-a-duty")


def test_a_rule_from_a_pattern_makes_duties(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("hugh.penrose")
    visitor.open("/changes/propose/")
    page.get_by_label("A new rule").check()
    page.get_by_label("What kind of rule?").select_option(value="notice")
    visitor.look("change-begin-new")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What is the rule called?").fill("Tell social care when a missing child is found")
    page.get_by_label("After what has happened?").select_option(value="child.found")
    page.get_by_label("Who in that agency?").select_option(value="team-manager")
    page.get_by_label("Which agency is told?").select_option(value="social-care")
    page.get_by_label("What do they owe?").fill("Tell social care that the child was found")
    visitor.look("change-new-notice")
    said(page, "4 clock hours", "home tuition", day="2", month="4")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("button", name="Replay it over past histories").click()
    visitor.look("change-new-notice-replayed")
    for person, words in (("margaret.thorne", "1 of 2 agreed"), ("judith.amory", "Agreed")):
        agree(visitor, person, "Tell social care when a missing child is found")
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    set_time(APRIL)
    found = viewer_of(Practitioner.objects.get(username="dan.mercer"))
    with acting(found):
        data = {"report": "r-1"}
        record([NewEvent(kind="child.found", subject=TWO, occurred_from=APRIL, data=data)], by=found)
    visitor.sign_in("susan.varley")
    expect(page.get_by_text("Tell social care that the child was found").first).to_be_visible()
    visitor.look("change-new-notice-owed")


def said(page: Page, value: str, asked: str = "Mental Capacity Act", *, day: str = "1", month: str = "5") -> None:
    """What every proposal says besides."""
    page.get_by_label("Within what time?").or_(page.get_by_label("What should it be?")).fill(value)
    recommendation = page.get_by_label("Which recommendation does it carry out?")
    recommendation.select_option(label=recommendation.locator("option", has_text=asked).inner_text())
    page.get_by_label("What does the source say?").fill("Meet sooner.")
    page.get_by_label("Why this change?").fill("Families waited too long.")
    for part, number in (("Day", day), ("Month", month), ("Year", "2013")):
        page.get_by_label(part).fill(number)
    page.get_by_role("button", name="Continue").click()


def agree(visitor: Visitor, person: str, change: str = "Hold the first child protection conference") -> None:
    page = visitor.page
    visitor.sign_in(person)
    visitor.open("/changes/")
    page.get_by_role("link", name=change).click()
    page.get_by_role("link", name="Agree to this change").click()
    page.get_by_label("Why?").fill("Minuted on 2 April.")
    page.get_by_role("button", name="Agree to this change").click()
