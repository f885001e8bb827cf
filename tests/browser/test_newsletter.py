"""From three reviews to a teacher’s telephone: composed, checked, released by a second person, read and talked over."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import Visitor
from followthrough.service.core import clock
from followthrough.service.demo import reviewed
from followthrough.service.demo.clock import DemoClock, set_time

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_ANSWERS, NAMED = 20, "Hania Wilk"


@pytest.fixture
def reviews(visitor: Visitor) -> None:
    """The third review has come with the demo’s time."""
    set_time(datetime(2013, 4, 10, 8, tzinfo=UTC))
    with clock.use(DemoClock()):
        reviewed.bring_due(clock.now())


def test_an_issue_is_composed_checked_released_and_read(visitor: Visitor, reviews: None) -> None:
    page = visitor.page
    compose(visitor)
    answer_the_check(visitor)
    page.get_by_role("link", name="Read it as its readers will").click()
    expect(page.get_by_text("You wrote in this issue.")).to_be_visible()
    visitor.sign_in("judith.amory")
    visitor.open("/newsletters/")
    page.get_by_role("link", name="What reviews of practice taught us").click()
    page.get_by_role("link", name="Read it and release it").click()
    visitor.look("newsletter-read")
    page.get_by_label("I have read every line.").check()
    page.get_by_role("button", name="Release this issue").click()
    expect(page.get_by_text("Issue 1 is out.")).to_be_visible()
    visitor.look("newsletter-issue")
    page.get_by_role("link", name="How far it reached").click()
    visitor.look("newsletter-reach")
    read_on_a_telephone(visitor)


def compose(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Newsletter", exact=True).click()
    visitor.look("newsletters")
    page.get_by_role("link", name="Compose an issue").click()
    visitor.look("newsletter-compose")
    page.get_by_role("button", name="Compose it").click()
    expect(page.get_by_role("heading", name="Child Three")).to_be_visible()
    expect(page.get_by_text("From: Recommendation").first).to_be_visible()
    visitor.look("newsletter-draft")
    page.get_by_role("link", name=re.compile("Change.*Child One, What we learnt")).click()
    page.get_by_label(re.compile("^Point")).last.fill(f"{NAMED} was seen by nobody for a while.")
    visitor.look("newsletter-section")
    page.get_by_role("button", name="Keep it in the draft").click()


def answer_the_check(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Answer the check").click()
    expect(page.get_by_text("“aged three”").first).to_be_visible()
    visitor.look("newsletter-check")
    reword_the_name(visitor)
    page.get_by_role("button", name="Take every milder wording").click()
    for number in range(MOST_ANSWERS):
        left = page.get_by_role("link", name=re.compile("^Answer"))
        if not left.count():
            break
        left.first.click()
        if number == 0:
            visitor.look("newsletter-answer")
        keep(page)
    expect(page.get_by_text("Everything is answered.")).to_be_visible()
    page.get_by_role("link", name="Draft", exact=True).click()


def reword_the_name(visitor: Visitor) -> None:
    """Nothing that is said for a name keeps it."""
    page = visitor.page
    page.get_by_role("link", name=re.compile(f"^Answer.*A name.*{NAMED}")).click()
    expect(page.get_by_label("It stays")).to_have_count(0)
    page.get_by_label("Write it in other words").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("still stands in it").first).to_be_visible()
    visitor.look("newsletter-name-must-go")
    page.get_by_label("The whole passage in your words").fill("The child was seen by nobody for a while.")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Answered.")).to_be_visible()


def keep(page: Page) -> None:
    """Whichever way it is called: looked for, or kept."""
    page.get_by_role("radio").last.check()
    page.get_by_label("Why may it stay?").fill("Looked in the archive of the local paper: no report of it.")
    page.get_by_role("button", name="Answer").click()


def read_on_a_telephone(visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 320, "height": 640})
    visitor.sign_in("helen.marsh")
    visitor.open("/newsletters/")
    page.get_by_role("link", name="What reviews of practice taught us").click()
    expect(page.get_by_role("heading", name="Child One")).to_be_visible()
    expect(page.get_by_text("aged three")).to_have_count(0)
    expect(page.get_by_text(NAMED)).to_have_count(0)
    expect(page.get_by_text("The child was seen by nobody for a while.")).to_be_visible()
    page.get_by_role("link", name="Write down what your team talked over").click()
    visitor.look("newsletter-talk")
    page.get_by_role("radio").first.check()
    page.get_by_label("In supervision").check()
    page.get_by_label("It is done in part").check()
    visitor.look("newsletter-talk-tested")
    page.get_by_label("What did the team say?").fill("We ring the next day.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("We ring the next day.")).to_be_visible()
