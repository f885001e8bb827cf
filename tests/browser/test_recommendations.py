"""A review asks the police; they say what they will do and show it; the Board tests it, and it is open again.

And a policy is written, approved by two others, and read by a constable.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.viewer import acting
from followthrough.service.learning.reviews import actions as reviews
from followthrough.service.learning.reviews.models import Kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = "Fill in the form for a vulnerable child whenever a child is present."


def begin_a_review() -> None:
    manager = viewer_of(Practitioner.objects.get(username="margaret.thorne"))
    with acting(manager):
        held = reviews.begin(title="A young child found alone", kind=Kind.OTHER, children=[], by=manager)
        reviews.find(
            review=held,
            theme="Follow through",
            side="learning point",
            words="Nobody asked.",
            without_entry="Told by the family.",
            by=manager,
        )


def day(visitor: Visitor, label: str, *parts: str) -> None:
    boxes = visitor.page.get_by_role("group", name=label)
    for name, value in zip(("Day", "Month", "Year"), parts, strict=True):
        boxes.get_by_label(name).fill(value)


def test_the_police_show_what_they_did_and_the_board_opens_it_again(visitor: Visitor) -> None:
    begin_a_review()
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Recommendations").click()
    visitor.look("recommendations-ours")
    page.get_by_role("link", name="A young child found alone").click()
    page.get_by_role("link", name="Ask something").click()
    page.get_by_label("What do you ask?").fill(ASKED)
    page.get_by_label("One agency, or some").check()
    page.get_by_label("Wealdshire Police").check()
    page.get_by_label("Nobody asked.").check()
    visitor.look("recommendation-make")
    page.get_by_role("button", name="Ask it").click()
    expect(page.get_by_role("heading", name="Who has to answer (1)")).to_be_visible()
    visitor.look("recommendation-asked")

    visitor.sign_in("susan.varley")
    visitor.look("recommendation-at-home")
    expect(page.get_by_role("link", name="Open the recommendation").first).to_be_visible()
    visitor.open("/recommendations/")
    page.get_by_role("link", name=ASKED).click()
    page.get_by_role("link", name=re.compile("^Say what you will do.*Wealdshire Police")).click()
    page.get_by_label("What will you do?").fill("The desk turns back a report with a child and no form.")
    page.get_by_label("Who sees to it?").select_option("Karen Tulloch")
    day(visitor, "By which day", "1", "5", "2013")
    page.get_by_label("How will anybody know").fill("Of twenty reports of May, eighteen have the form.")
    visitor.look("recommendation-accept")
    page.get_by_role("button", name="Accept it").click()
    page.get_by_role("link", name="Add an action").click()
    page.get_by_label("What will you do?").fill("Each shift hears at its start why the form is needed.")
    page.get_by_label("Who sees to it?").select_option("Dan Mercer")
    day(visitor, "By which day", "15", "4", "2013")
    page.get_by_label("How will anybody know").fill("Of ten officers, nine say why.")
    page.get_by_role("button", name="Accept it").click()
    visitor.look("recommendation-two-actions")
    page.get_by_role("link", name="Show what you did").click()
    page.get_by_label("The desk turns back").check()
    page.get_by_label("Each shift hears").check()
    visitor.look("recommendation-show")
    page.get_by_label("What did you do, and what shows it?").fill("The desk has turned back reports since 2 April.")
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_text("Shown: to be looked at")).to_be_visible()
    visitor.look("recommendation-of-an-agency")

    visitor.sign_in("selma.rook")
    visitor.open("/recommendations/")
    expect(page.get_by_role("heading", name="For your group to look at")).to_be_visible()
    visitor.look("recommendations-for-a-group")
    page.get_by_role("link", name=ASKED).click()
    page.get_by_role("link", name="Say whether it is enough").click()
    page.get_by_label("Yes, what they did is enough").check()
    visitor.look("recommendation-look")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Done, not tested yet")).to_be_visible()
    visitor.sign_in("karen.tulloch")
    visitor.open("/recommendations/")
    expect(page.get_by_role("heading", name="You see to these")).to_be_visible()
    visitor.look("recommendations-named")

    visitor.sign_in("margaret.thorne")
    visitor.open("/recommendations/")
    page.get_by_role("link", name="A young child found alone").click()
    visitor.look("recommendations-of-a-review")
    page.get_by_role("link", name=ASKED).click()
    page.get_by_role("link", name="Count duties before and after").click()
    page.get_by_label("Which duty?").select_option(index=1)
    page.get_by_label("Quarter before").select_option(index=2)
    page.get_by_label("Quarter after").select_option(index=1)
    visitor.look("recommendation-count")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("Counted from the duties in this service")).to_be_visible()
    visitor.look("recommendation-counted")
    page.get_by_label("It does not work").check()
    page.get_by_label("What did you find?").fill("In nine of twenty the form is missing.")
    visitor.look("recommendation-test")
    page.get_by_role("button", name="Write down the test").click()
    expect(page.get_by_text("Open again: it did not work")).to_be_visible()
    expect(page.get_by_text("It does not work: duties met")).to_be_visible()
    expect(page.get_by_text(re.compile("^Duties under “"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Close it"))).to_have_count(0)
    visitor.look("recommendation-open-again")


def test_a_policy_is_written_approved_by_two_others_and_read(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("hugh.penrose")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Policies").click()
    page.get_by_role("link", name="Begin a chapter").click()
    page.get_by_label("What is the chapter called?").fill("Talking about one child")
    page.get_by_label("What is it about?").fill("When agencies talk before something is decided.")
    page.get_by_role("button", name="Go on to its text").click()
    version = "/policies/talking-about-one-child"
    write(visitor, "Who talks\n\nThe agencies talk within five days. A meeting is held.", "The first version.")
    visitor.look("policy-draft")
    approve(visitor, f"{version}/1/")
    visitor.sign_in("hugh.penrose")
    visitor.open(f"{version}/write/")
    write(visitor, "Who talks\n\nThe agencies always talk within one day. A call is enough.", "Always, and sooner.")
    approve(visitor, f"{version}/2/")

    visitor.sign_in("dan.mercer")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Policies").click()
    expect(page.get_by_text("For you to read")).to_have_count(2)
    visitor.look("policies")
    page.get_by_role("link", name="Talking about one child").click()
    visitor.look("policy-chapter")
    page.get_by_role("link", name="Read the version in force").click()
    visitor.look("policy-version")
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("You have said that you read it")).to_be_visible()
    page.get_by_role("link", name="Compare with version 1").click()
    expect(page.get_by_role("insertion").first).to_be_visible()
    visitor.look("policy-compare")
    visitor.sign_in("hugh.penrose")
    visitor.open(f"{version}/2/readers/")
    row = page.get_by_role("row").filter(has_text="Wealdshire Children’s Social Care")
    expect(row).to_be_visible()
    expect(page.get_by_text("Hillside Primary School")).to_have_count(0)
    visitor.look("policy-readers")


def write(visitor: Visitor, text: str, new: str) -> None:
    page = visitor.page
    page.get_by_label("What does it say?").fill(text)
    page.get_by_label("What is new?").fill(new)
    page.get_by_label("Everybody who works here").check()
    visitor.look("policy-write")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text("Two others have to approve it")).to_be_visible()


def approve(visitor: Visitor, version: str) -> None:
    for username in ("margaret.thorne", "judith.amory"):
        visitor.sign_in(username)
        visitor.open(version)
        visitor.page.get_by_role("link", name="Approve it").click()
        visitor.page.get_by_role("button", name="Approve it").click()
        expect(visitor.page.get_by_text("Approved.").first).to_be_visible()
