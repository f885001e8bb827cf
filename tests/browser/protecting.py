"""How do people protect a child on the pages of that child: write down, judge, draw, call, decide? In several stories.

What is owed is asked of the record itself: a page shows a part of it.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from browser.visiting import Visitor
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty

WAITS = ("open", "breached")


def owed(child: str) -> set[str]:
    """The procedures by which somebody owes something about the child now."""
    with as_assessor():
        found = Duty.objects.filter(subject_kind="child", subject_id=child, state__in=WAITS, adoption="on")
        return set(found.values_list("procedure", flat=True))


def count(child: str, procedure: str) -> int:
    with as_assessor():
        return Duty.objects.filter(subject_id=child, state__in=WAITS, adoption="on", procedure=procedure).count()


def record(visitor: Visitor, child: str, what: str, *, choose: tuple[str, ...] = (), words: str = "") -> None:
    """Write an entry down: what happened, which answers are chosen, and in whose words."""
    page = visitor.page
    visitor.open(f"/children/{child}/record/")
    page.get_by_role("button", name=what, exact=True).first.click()
    for each in choose:
        page.get_by_label(each, exact=True).check()
    if words:
        page.get_by_label("What was seen, heard or said").fill(words)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Recorded.").first).to_be_visible()


def do(visitor: Visitor, child: str, action: str, *, choose: tuple[str, ...] = ()) -> None:
    """What a duty asks for, from the duty: nothing that it knows is asked again."""
    page = visitor.page
    visitor.open(f"/children/{child}/")
    page.get_by_role("link", name=action).first.click()
    page.get_by_role("link", name="Record what was done").click()
    for each in choose:
        page.get_by_label(each, exact=True).check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Recorded. That closes this duty")).to_be_visible()


def see(visitor: Visitor, child: str, place: str, words: str, how: str = "In talk") -> None:
    page = visitor.page
    visitor.open(f"/children/{child}/visit/seen/")
    page.get_by_role("group", name="without a carer?").get_by_label("Yes").check()
    page.get_by_label(place, exact=True).check()
    page.get_by_label("What did the child say or show?").fill(words)
    page.get_by_label(how, exact=True).check()
    page.get_by_label("No interpreter was needed").check()
    page.get_by_role("button", name="Record it").click()
    expect(page).not_to_have_url(re.compile("/visit/seen/"))  # it is recorded


def fill_judgement(page: Page, reason: str) -> None:
    page.get_by_role("group", name="Is the child in danger now?").get_by_label("Yes").check()
    page.get_by_role("radio", name="Elsewhere, or not known").check()
    page.get_by_role("radio", name="More than one of these").check()
    page.get_by_label("What do you judge, and why?").fill(reason)
    page.get_by_role("button", name="Record my judgement").click()


def fill_outcome(page: Page, led_by: str, present: dict[str, str], reason: str, arranged: str, told: str) -> None:
    """Everything but the press: an enquiry together with the police, and police protection."""
    page.get_by_label("Who led it?").fill(led_by)
    for agency, person in present.items():
        page.get_by_label(agency).fill(person)
    page.get_by_label("Enquiry into harm, together with the police").check()
    page.get_by_label("Why?").fill(reason)
    page.get_by_label("Police protection").check()
    page.get_by_label("What is arranged for the child?").fill(arranged)
    page.get_by_label("Who tells the family, and how?").fill(told)
    page.get_by_label("I have read the history on this page").check()


def fill_injury(page: Page, what: str, put_down_to: str) -> None:
    page.get_by_label("What did you see?").fill(what)
    page.get_by_role("group", name="Can the child move about").get_by_label("Yes").check()
    page.get_by_label(put_down_to).check()
    page.get_by_role("group", name="Do you call it a significant").get_by_label("No").check()
    page.get_by_role("button", name="Record it and draw the marks").click()


def fill_mark(page: Page) -> None:
    page.get_by_label("Bruise").check()
    page.get_by_label("How long is it").fill("20")
    page.get_by_role("button", name="Draw this mark").click()
