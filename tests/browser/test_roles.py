"""What each role comes for: what do I owe and why, who is this child, what was done, and what is wrong here."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.protecting import fill_judgement, fill_outcome
from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_duty_social_worker_sees_what_the_team_owes_and_why_and_takes_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("ines.doyle")
    owed = page.get_by_role("region", name="What we owe")
    soonest = owed.get_by_role("article").filter(has_text="Hania Wilk").first  # after those of other children
    expect(soonest).to_contain_text("Overdue since Thursday 28 March 17:20 (10 minutes)")
    expect(soonest).to_contain_text("Front Door, Wealdshire Children’s Social Care")
    expect(soonest).to_contain_text("Nobody has taken this yet")
    soonest.get_by_text("Why is this here?").click()
    expect(soonest).to_contain_text("It is insufficient to just pass it on")
    expect(soonest).to_contain_text("1 clock hour")
    expect(soonest).to_contain_text("newsletter")
    visitor.look("roles-home-why")
    soonest.get_by_role("button", name="Take receipt").click()
    expect(page.get_by_text("You have taken receipt. The sender sees your name.")).to_be_visible()
    visitor.open("/")
    accepting = owed.get_by_role("article").filter(has_text="Hania Wilk").filter(has_text="Accept it").first
    accepting.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("Your name stands on it now.")).to_be_visible()
    mine = owed.get_by_role("article").filter(has_text="Ines Doyle (you)")
    expect(mine).to_have_count(1)
    page.get_by_role("link", name="Taken by me").click()
    expect(owed.get_by_role("article")).to_have_count(1)
    visitor.look("roles-taken")


def test_a_schools_lead_finds_the_child_of_the_school_and_no_other(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    _find(page, "Hania Wilk")
    expect(page.get_by_role("link", name="Hania Wilk")).to_have_count(0)
    visitor.look("roles-find-none")
    _find(page, "Calum Reve")  # as one hears it
    page.get_by_role("link", name="Callum Reeve").click()
    expect(page.get_by_role("heading", name="Callum Reeve", level=1)).to_be_visible()


def _find(page: Page, name: str) -> None:
    page.get_by_role("link", name="Find a child").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Find", exact=True).click()


def test_the_childs_picture_shows_what_its_table_tells(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("fatima.noor")
    visitor.open("/children/child-one/")
    table = page.get_by_role("table", name="What happened, in the order of time")
    rows = table.get_by_role("row").count() - 1  # without the head
    whole = page.get_by_role("figure", name="The whole time")
    drawn = _labels(whole)
    single = [int(number) for number in re.findall(r"^(\d+), ", "\n".join(drawn), re.MULTILINE)]
    groups = [int(n) for n in re.findall(r"^(\d+) things that happened close", "\n".join(drawn), re.MULTILINE)]
    assert rows > 40
    assert len(single) + sum(groups) == rows
    assert len(set(single)) == len(single)
    for number in (single[0], single[-1]):
        mark = whole.get_by_role("link", name=re.compile(f"^{number}, "))
        what = (mark.get_attribute("aria-label") or "").rpartition(", ")[2]
        row = page.locator(mark.get_attribute("href") or "")
        expect(row).to_contain_text(what)
    visitor.look("roles-child")


def _labels(picture: Locator) -> list[str]:
    return [link.get_attribute("aria-label") or "" for link in picture.get_by_role("link").all()]


def test_a_judgement_of_harm_becomes_arrangements_that_each_agency_understands(visitor: Visitor) -> None:
    page = visitor.page
    # Given that a nurse judged on the evening before a bank holiday that significant harm is suspected
    visitor.sign_in("fatima.noor")
    _judge(visitor, "child-one", "Hania was alone outside at night. Nobody sober could look after her.")
    expect(page.get_by_text("Out of Hours Team, Wealdshire Children’s Social Care is told")).to_be_visible()
    # When the night team's manager finds it with the team, calls the others, and decides with them
    visitor.sign_in("colin.frayne")
    page.get_by_role("link", name="Hold a strategy discussion").click()
    expect(page.get_by_text("Out of Hours Team, Wealdshire Children’s Social Care (duty manager)")).to_be_visible()
    page.get_by_role("link", name="Record what was done").click()
    visitor.look("strategy-overview")
    page.get_by_role("link", name="Call a strategy discussion").click()
    visitor.look("strategy-call")
    page.get_by_label("What is it about?").fill("Hania was found alone outside.")
    page.get_by_role("button", name="Call it").click()
    expect(page.get_by_text("Not reached yet: police and health")).to_be_visible()
    visitor.look("strategy-call-sheet")
    where = page.url.removeprefix(visitor.address)
    page.get_by_role("link", name="Write down what was decided").click()
    fill_outcome(
        page,
        "Colin Frayne",
        {"Wealdshire Police": "Dan Mercer", "Weald General Hospital": "Amy Croft"},
        "A child of three alone outside at night.",
        "She stays on the ward. Her mother does not visit.",
        "Priya Sandhu, with an interpreter",
    )
    visitor.look("strategy-hold")
    page.get_by_role("button", name="Record it and tell everybody").click()
    visitor.look("strategy-held")
    page.get_by_role("link", name="Read it back to Dan Mercer Wealdshire Police").click()
    page.get_by_role("button", name="Dan Mercer understands").click()
    expect(page.get_by_text("Dan Mercer said so, today 17:30. Written down by Colin Frayne")).to_be_visible()
    # Then the duty is gone, and the agency that was not there reads its part and accepts it with one press
    visitor.open("/")
    expect(page.get_by_role("link", name="Hold a strategy discussion")).to_have_count(0)
    visitor.sign_in("jean.pascoe")
    visitor.open(where)
    page.get_by_role("button", name="We understand, and accept our part").press("Enter")
    expect(page.get_by_text("Jean Pascoe, today 17:30", exact=True)).to_be_visible()


def _judge(visitor: Visitor, child: str, reason: str) -> None:
    page = visitor.page
    visitor.open(f"/children/{child}/judgement/")
    visitor.look(f"judgement-{child}")
    fill_judgement(page, reason)


def test_a_clinician_hears_a_child_speak_of_suicide_and_does_the_same_day_what_the_procedures_ask(
    visitor: Visitor,
) -> None:
    page = visitor.page
    asked = ("Get a mental health worker to assess the child today", "Make a plan with the child: what helps")
    # Given a boy who tells his clinician, on the evening before a bank holiday
    visitor.sign_in("nina.foss")
    visitor.open("/children/child-two/")
    page.get_by_role("link", name="Record something").click()
    page.get_by_role("button", name="The child spoke of suicide").click()
    page.get_by_label("What was seen, heard or said").fill("“I do not want to wake up.” He said it when we were alone.")
    page.get_by_role("button", name="Record it").click()
    # Then two things are owed today, and each is gone once she has written down what she did
    for words, done in zip(asked, ("assessed", "planned"), strict=True):
        expect(page.get_by_role("link", name=words).first).to_be_visible()
        page.get_by_role("link", name=words).first.click()
        page.get_by_role("link", name="Record what was done").click()
        visitor.look(f"clinician-{done}")
        page.get_by_role("button", name="Record it").click()
        visitor.open("/children/child-two/")
        expect(page.get_by_role("link", name=words)).to_have_count(0)


@pytest.mark.parametrize(
    "press, label, said",
    [
        ("Not ours", "Why is it not your team’s?", "Said to be another team’s"),
        ("This is wrong, because…", "This is wrong, because…", "Said to be wrong"),
    ],
)
def test_a_duty_can_be_answered_and_its_clock_goes_on(visitor: Visitor, press: str, label: str, said: str) -> None:
    page, reason = visitor.page, "She moved away in February. The other area has her record."
    visitor.sign_in("ines.doyle")
    page.get_by_role("link", name="Accept it, or pass it on").first.click()
    page.get_by_role("link", name=press).click()
    page.get_by_role("button", name="Record it").click()  # without a reason nobody could answer
    expect(page.get_by_role("alert")).to_contain_text("Say w")
    page.get_by_label(label).fill(reason)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text(f"“{reason}”")).to_be_visible()
    expect(page.get_by_text("Due today 20:20")).to_be_visible()
    visitor.look("roles-answered-" + press.split()[0].lower())
