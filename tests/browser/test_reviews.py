"""A review from the school that asks for it to a finding: the manager, the chair, and the school’s author.

And its panel: a member with an interest steps back, another works in it until it ends, and sees it no more.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor
from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.reviews import actions as reviews
from followthrough.service.learning.reviews.models import Kind
from followthrough.service.learning.reviews.queries import owing
from followthrough.service.ledger import sweep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "From the classroom to a placement"


def test_a_review_is_carried_from_a_school_to_its_first_finding(visitor: Visitor) -> None:
    _the_school_puts_the_case_forward(visitor)
    _the_chair_decides_to_learn(visitor)
    _the_manager_agrees_scope_and_panel_and_asks_the_school(visitor)
    _the_schools_author_answers_and_reports(visitor)
    _the_chair_looks_at_the_chronology_and_writes_a_finding(visitor)


def test_what_was_owed_of_a_long_record_is_worked_out_in_the_background(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owing, "MOST", 10)
    page = visitor.page
    visitor.sign_in("judith.amory")
    visitor.open("/reviews/")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("region", name="Summary").get_by_role("link").first.click()
    page.get_by_role("link", name="What was owed, met and missed").click()
    expect(page.get_by_text("It is worked out in the background, so that nobody waits.")).to_be_visible()
    visitor.look("reviews-duties-long")
    page.get_by_role("button", name="Work it out in the background").click()
    expect(page.get_by_text("It is being worked out. Open this page again in a minute.")).to_be_visible()
    visitor.look("reviews-duties-waiting")
    sweep.run_once(adopts=False)
    page.reload()
    expect(page.get_by_text("By the procedures of the time:")).to_be_visible()
    expect(page.get_by_role("button", name="Work it out again")).to_be_visible()
    visitor.look("reviews-duties-worked-out")


def _the_school_puts_the_case_forward(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    visitor.open("/children/child-two/")
    page.get_by_role("link", name="Serious incidents and reviews").click()
    page.get_by_role("link", name="Put this case forward").click()
    visitor.look("reviews-put-forward")
    page.get_by_label("Why should this case be looked at?").fill("Nobody led, and he was placed far away in the end.")
    page.get_by_label("Not urgent").check()
    page.get_by_role("button", name="Put it forward").click()
    expect(page.get_by_text("Put forward. The Board’s office has it now")).to_be_visible()


def _the_chair_decides_to_learn(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("judith.amory")
    visitor.open("/children/child-two/serious-incidents/")
    visitor.look("reviews-incident")
    page.get_by_role("link", name="Decide on a review").click()
    for question, is_yes in (("abuse or neglect", False), ("died", False), ("seriously harmed", True),
                             ("worked together", True)):  # fmt: skip
        group = page.get_by_role("group").filter(has_text=question).filter(has=page.get_by_role("radio"))
        group.get_by_label("Yes" if is_yes else "No", exact=True).check()
    for reason in page.get_by_label("Why do you answer question").all():
        reason.fill("By what the record shows.")
    page.get_by_label("It does not meet the criteria, but learn").check()
    page.get_by_label("Title of the review").fill(TITLE)
    page.get_by_label("Your reasons together").fill("Nobody harmed him. Yet nobody led.")
    visitor.look("reviews-decide")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Criteria not met")).to_be_visible()
    visitor.look("reviews-decided")


def _the_manager_agrees_scope_and_panel_and_asks_the_school(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    visitor.open("/reviews/")
    visitor.look("reviews")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Agree the scope").click()
    for group, parts in (("From which day", ("1", "9", "2012")), ("To which day", ("28", "3", "2013"))):
        for label, value in zip(("Day", "Month", "Year"), parts, strict=True):
            page.get_by_role("group", name=group).get_by_label(label).fill(value)
    page.get_by_label("Which questions should it answer?").fill("Who led?\nWho heard him?")
    page.get_by_label("Wealdshire Children’s Social Care").check()
    page.get_by_label("Hillside Primary School").check()
    page.get_by_role("button", name="Agree it").click()
    page.get_by_role("link", name="Seat somebody on the panel").click()
    page.get_by_label("Who sits on the panel?").select_option(label="Weald General Hospital: Fatima Noor")
    page.get_by_label("Member of the panel").check()
    page.get_by_label("There is none").check()
    visitor.look("reviews-seat")
    page.get_by_role("button", name="Seat them").click()
    page.get_by_role("link", name="Ask agencies to take part").click()
    page.get_by_label("Hillside Primary School").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Asked. Each agency says who takes part")).to_be_visible()
    visitor.look("reviews-review")


def _the_schools_author_answers_and_reports(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    page.get_by_role("link", name="Open the review").first.click()
    expect(page.get_by_role("heading", name="Your agency’s part in a review")).to_be_visible()
    visitor.look("reviews-part")
    page.get_by_role("link", name="Say who takes part").click()
    page.get_by_label("Yes").check()
    page.get_by_label("Who takes part?").select_option(label="Helen Marsh")
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("link", name="Give your agency’s report").click()
    page.get_by_label("Your report in short").fill("His teacher saw it first, and told us.")
    page.get_by_role("button", name="Give it").click()
    expect(page.get_by_text("Report is here")).to_be_visible()


def _the_chair_looks_at_the_chronology_and_writes_a_finding(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("judith.amory")
    visitor.open("/reviews/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("region", name="Summary").get_by_role("link").first.click()
    visitor.look("reviews-space")
    page.get_by_role("link", name="What was owed, met and missed").click()
    expect(page.get_by_text("By the procedures of the time:")).to_be_visible()
    visitor.look("reviews-duties")
    page.get_by_role("link", name="Chronology under review").click()
    page.locator("td a", has_text="who knew what").first.click()
    visitor.look("reviews-entry")
    page.get_by_role("link", name="Chronology under review").click()
    page.get_by_role("link", name="Write a finding on it").first.click()
    page.get_by_label("Learning point").check()
    page.get_by_label("Theme", exact=True).select_option("A new theme")
    page.get_by_label("New theme").fill("Lead professional")
    page.get_by_label("What did you find?").fill("Nobody was named who led, so nobody did.")
    visitor.look("reviews-find")
    page.get_by_role("button", name="Write it").click()
    expect(page.get_by_text("Nobody was named who led, so nobody did.")).to_be_visible()
    visitor.look("reviews-findings")


def test_a_member_with_an_interest_steps_back_and_another_works_until_the_review_ends(visitor: Visitor) -> None:
    review = _begin_a_review()
    member, child = f"/reviews/{review}/", f"/reviews/{review}/children/1/"
    visitor.sign_in("carys.webb")
    assert visitor.open("/children/child-two/") == 404, "by nothing but the panel"
    _the_manager_seats_two(visitor)
    _one_has_an_interest_and_steps_back(visitor)
    _the_other_reads_comments_and_finds(visitor)
    _the_manager_ends_it(visitor)
    visitor.sign_in("carys.webb")
    visitor.open("/reviews/")
    expect(visitor.page.get_by_role("link", name=TITLE)).to_have_count(0)
    visitor.look("reviews-after-the-end")
    for address in (member, child, f"{member}findings/", "/children/child-two/"):
        assert visitor.open(address) == 404, address


def _begin_a_review() -> str:
    manager = viewer_of(Practitioner.objects.get(username="margaret.thorne"))
    access.involve(
        agency="board", team="office", subject=Subject("child", "child-two"), reason="heard of the case",
        by=Viewer.system("test"),
    )  # fmt: skip
    with acting(manager):
        return reviews.begin(title=TITLE, kind=Kind.OTHER, children=["child-two"], by=manager).pk


def _the_manager_seats_two(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    for person, interest in (
        ("Wealdshire Child and Adolescent Mental Health Services: Nina Foss", "My sister teaches at his school."),
        ("Wealdshire Domestic Abuse Service: Carys Webb", ""),
    ):
        visitor.open("/reviews/")
        page.get_by_role("link", name=TITLE).click()
        page.get_by_role("link", name="Seat somebody on the panel").click()
        page.get_by_label("Who sits on the panel?").select_option(label=person)
        page.get_by_label("Member of the panel").check()
        page.get_by_label("They named one").check() if interest else page.get_by_label("There is none").check()
        if interest:
            page.get_by_label("Which, and why").fill(interest)
        page.get_by_role("button", name="Seat them").click()
        expect(page.get_by_text("Seated.")).to_be_visible()


def _one_has_an_interest_and_steps_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("nina.foss")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Reviews").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("My sister teaches at his school.")).to_be_visible()
    visitor.look("reviews-of-a-member")
    page.get_by_role("link", name="Step back").click()
    page.get_by_label("Why do you step back?").fill("She taught him, so I cannot judge what the school did.")
    visitor.look("reviews-step-back")
    page.get_by_role("button", name="Step back").click()
    expect(page.get_by_text("You sit on this panel no longer.")).to_be_visible()
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0)


def _the_other_reads_comments_and_finds(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("carys.webb")
    visitor.open("/reviews/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Stepped back: She taught him")).to_be_visible()
    page.get_by_role("region", name="Summary").get_by_role("link").first.click()
    visitor.look("reviews-space-of-a-member")
    page.locator("td a", has_text="who knew what").first.click()
    page.get_by_role("link", name="Comment").first.click()
    page.get_by_label("What does your agency say of it?").fill("Nobody asked us about his mother.")
    visitor.look("reviews-comment")
    page.get_by_role("button", name="Write it").click()
    expect(page.get_by_text("Nobody asked us about his mother.")).to_be_visible()
    page.get_by_role("link", name="Chronology under review").click()
    page.get_by_role("link", name="Write a finding on it").first.click()
    expect(page.get_by_label("Numbers of the entries")).not_to_have_value("")
    page.get_by_label("Learning point").check()
    page.get_by_label("Theme", exact=True).select_option("A new theme")
    page.get_by_label("New theme").fill("Who was told")
    page.get_by_label("What did you find?").fill("Nobody asked who knew his mother.")
    page.get_by_role("button", name="Write it").click()
    expect(page.get_by_text("Nobody asked who knew his mother.")).to_be_visible()
    expect(page.get_by_text("Rests on:")).to_be_visible()
    visitor.look("reviews-finding-of-a-member")


def _the_manager_ends_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    visitor.open("/reviews/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="End this review").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("Ended. Its panel sees it no longer.")).to_be_visible()
