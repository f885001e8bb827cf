"""Three children, each from the case that somebody puts forward to the newsletter, with the effect shown of what was
asked of each kind of owner.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from browser import carrying
from browser.carrying import Asked
from browser.visiting import HOUR, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Carried:
    child: str
    by: str
    title: str
    holds: bool
    asked: tuple[Asked, ...]


CHILDREN = (
    Carried("child-three", "jean.pascoe", "A young person who was seldom seen", False, (
        Asked("Renew the training on disabled children.", "Learning and Improvement Group", "selma.rook", "Learning"),
    )),
    Carried("child-two", "helen.marsh", "A child who asked for help in many places", False, (
        Asked("Sit with schools when a case is reviewed.", "Case Review Group", "judith.amory", "Case Review"),
        Asked("Tell the triage team of every incident.", "All agencies", "susan.varley", "Police"),
    )),
    Carried("child-one", "jean.pascoe", "A small child and a long weekend", True, (
        Asked("Change the chapter on talks.", "Policies and Procedures Group", "hugh.penrose", "Policies"),
        Asked("Fill in the form each time.", "One agency, or some", "susan.varley", "Police", ("Wealdshire Police",)),
    )),
)  # fmt: skip


def test_each_child_is_carried_from_a_worry_to_a_newsletter(visitor: Visitor) -> None:
    page = visitor.page
    for each in CHILDREN:
        carrying.put_forward(visitor, each.child, each.by, "We each held a part of it.")
        carrying.decide(visitor, each.child, each.title, holds=each.holds)
        visitor.sign_in("margaret.thorne")
        carrying.find(
            visitor, each.title, "Good practice", "Parents and carers", f"{each.title}: somebody rang.", entries="1"
        )
        carrying.find(visitor, each.title, "Learning point", "Parents and carers", f"{each.title}: nobody asked on.",
                      why="Looked through the whole chronology: no entry tells of a question.")  # fmt: skip
        for asked in each.asked:
            carrying.ask(visitor, each.title, asked)
        for asked in each.asked:
            carrying.answer(visitor, asked)
    # The demo's clock stands still: what was shown is tested later, and closed later again.
    for do in (carrying.try_out, carrying.close):
        visitor.sign_in("margaret.thorne")
        page.get_by_role("button", name=HOUR).click()
        for each in CHILDREN:
            for asked in each.asked:
                do(visitor, each.title, asked)
    compose_and_release(visitor)
    for each in CHILDREN:
        expect(page.get_by_text(f"{each.title}: somebody rang.")).to_be_visible()
        for asked in each.asked:
            expect(page.get_by_text(asked.words)).to_be_visible()
    visitor.look("three-children-issue")


def compose_and_release(visitor: Visitor) -> None:
    """By the manager; the chair, who wrote nothing in it, reads and releases it."""
    page, titles = visitor.page, [each.title for each in CHILDREN]
    visitor.sign_in("margaret.thorne")
    visitor.open("/newsletters/compose/")
    for box in page.get_by_role("checkbox").all():
        label = page.locator(f'label[for="{box.get_attribute("id")}"]').inner_text()
        box.set_checked(any(title in label for title in titles))
    page.get_by_role("button", name="Compose it").click()
    carrying.answer_the_check(visitor)
    visitor.sign_in("judith.amory")
    visitor.open("/newsletters/")
    page.get_by_role("link", name="What reviews of practice taught us").click()
    page.get_by_role("link", name="Read it and release it").click()
    page.get_by_label("I have read every line.").check()
    page.get_by_role("button", name="Release this issue").click()
    expect(page.get_by_text("Issue 1 is out.")).to_be_visible()
