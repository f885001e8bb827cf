"""How do people carry a review on: decide, find, ask, answer, test, close? By what they see, in several stories."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from browser.visiting import Visitor

MOST_ANSWERS = 40


@dataclass(frozen=True)
class Asked:
    """`owner` is as the form says it, `who` answers, and `part` is whose part the Board tests and closes."""

    words: str
    owner: str
    who: str
    part: str
    agencies: tuple[str, ...] = ()


def put_forward(visitor: Visitor, child: str, by: str, why: str) -> None:
    page = visitor.page
    visitor.sign_in(by)
    visitor.open(f"/children/{child}/serious-incidents/")
    page.get_by_role("link", name="Put this case forward").click()
    page.get_by_label("Why should this case be looked at?").fill(why)
    page.get_by_label("Not urgent").check()
    page.get_by_role("button", name="Put it forward").click()
    expect(page.get_by_text("Put forward. The Board’s office has it now")).to_be_visible()


def decide(visitor: Visitor, child: str, title: str, *, holds: bool) -> None:
    """The chair, by the criteria of the day; `holds` where they are met, else to learn without."""
    page = visitor.page
    visitor.sign_in("judith.amory")
    visitor.open(f"/children/{child}/serious-incidents/")
    page.get_by_role("link", name="Decide on a review").click()
    for question, is_yes in (("abuse or neglect", holds), ("died", False), ("seriously harmed", True),
                             ("worked together", True)):  # fmt: skip
        group = page.get_by_role("group").filter(has_text=question).filter(has=page.get_by_role("radio"))
        group.get_by_label("Yes" if is_yes else "No", exact=True).check()
    for reason in page.get_by_label("Why do you answer question").all():
        reason.fill("By what the record shows.")
    page.get_by_label("Hold the review" if holds else "It does not meet the criteria, but learn").check()
    page.get_by_label("Title of the review").fill(title)
    page.get_by_label("Your reasons together").fill("Agencies each held a part, and nobody held the whole.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Criteria met" if holds else "Criteria not met")).to_be_visible()


def find(visitor: Visitor, title: str, side: str, theme: str, words: str, *, entries: str = "", why: str = "") -> None:
    """It rests on `entries` of the one child, or says `why` none shows it."""
    page = visitor.page
    visitor.open("/reviews/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Open the findings").click()
    page.get_by_role("link", name="Write a finding").click()
    page.get_by_label(side).check()
    page.get_by_label("Theme", exact=True).select_option(theme)
    page.get_by_label("What did you find?").fill(words)
    if entries:
        page.get_by_label("Which child is it about?").select_option(index=1)
    page.get_by_label("Numbers of the entries that it rests on").fill(entries)
    page.get_by_label("If no entry shows it: why?").fill(why)
    page.get_by_role("button", name="Write it").click()
    expect(page.get_by_text(words)).to_be_visible()


def ask(visitor: Visitor, title: str, asked: Asked) -> None:
    page = visitor.page
    visitor.open("/recommendations/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Ask something").click()
    page.get_by_label("What do you ask?").fill(asked.words)
    page.get_by_label(asked.owner).check()
    for each in asked.agencies:
        page.get_by_label(each).check()
    page.get_by_role("button", name="Ask it").click()
    expect(page.get_by_role("heading", name=re.compile("Who has to answer"))).to_be_visible()


def answer(visitor: Visitor, asked: Asked) -> None:
    page = visitor.page
    visitor.sign_in(asked.who)
    visitor.open("/recommendations/")
    page.get_by_role("link", name=asked.words).click()
    page.get_by_role("link", name=re.compile("^Say what you will do")).first.click()
    page.get_by_label("What will you do?").fill("We change how we work, and show it.")
    page.get_by_label("Who sees to it?").select_option(index=1)
    day = page.get_by_role("group", name="By which day")
    for name, value in (("Day", "1"), ("Month", "5"), ("Year", "2013")):
        day.get_by_label(name).fill(value)
    page.get_by_label("How will anybody know").fill("Of twenty cases in May, eighteen are right.")
    page.get_by_role("button", name="Accept it").click()
    page.get_by_role("link", name=re.compile("^Show what you did")).first.click()
    page.get_by_label("What did you do, and what shows it?").fill("It is done since April, as the list shows.")
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_text("Shown: to be looked at").first).to_be_visible()


def open_for_the_board(page: Page, visitor: Visitor, title: str, words: str) -> None:
    visitor.open("/recommendations/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name=words).click()


def try_out(visitor: Visitor, title: str, asked: Asked) -> None:
    page = visitor.page
    open_for_the_board(page, visitor, title, asked.words)
    page.get_by_role("link", name=re.compile(f"^Test whether it works.*{asked.part}")).click()
    page.get_by_label("An audit of cases").check()
    page.get_by_label("What does the result rest on?").fill("20 cases of May, drawn by chance")
    page.get_by_label("It works", exact=True).check()
    page.get_by_label("What did you find?").fill("In eighteen of twenty it is right.")
    page.get_by_role("button", name="Write down the test").click()


def close(visitor: Visitor, title: str, asked: Asked) -> None:
    page = visitor.page
    open_for_the_board(page, visitor, title, asked.words)
    page.get_by_role("link", name=re.compile(f"^Close it.*{asked.part}")).click()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("In eighteen of twenty it is right.").first).to_be_visible()


def answer_the_check(visitor: Visitor) -> None:
    """Take every milder wording; say of what is left why it may stay. Where it has found nothing, there is nothing."""
    page = visitor.page
    expect(page.get_by_role("link", name=re.compile("Answer the check|What the check has found"))).to_be_visible()
    asked = page.get_by_role("link", name="Answer the check")
    if not asked.count():
        return
    asked.click()
    milder = page.get_by_role("button", name="Take every milder wording")
    if milder.count():
        milder.click()
    for _ in range(MOST_ANSWERS):
        left = page.get_by_role("link", name=re.compile("^Answer"))
        if not left.count():
            break
        left.first.click()
        keep(page)
    expect(page.get_by_text("Everything is answered.")).to_be_visible()
    page.get_by_role("link", name="Draft", exact=True).click()


def keep(page: Page) -> None:
    """Whichever way it is called: looked for, or kept."""
    page.get_by_role("radio").last.check()
    page.get_by_label("Why may it stay?").fill("Looked in the archive of the local paper: no report of it.")
    page.get_by_role("button", name="Answer").click()
