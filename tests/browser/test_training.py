"""The mental health service teaches social care: a register without names, and who came is asked now and later."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor
from followthrough.service.demo.clock import set_time
from followthrough.service.ledger import sweep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_clinician_teaches_and_who_came_is_asked_now_and_later(visitor: Visitor) -> None:
    page = visitor.page
    course(visitor)
    visitor.sign_in("nina.foss")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Training", exact=True).click()
    page.get_by_role("link", name="What self-harm tells us").click()
    page.get_by_role("link", name="Plan a session").click()
    for part, number in (("Day", "9"), ("Month", "4"), ("Year", "2013"), ("Time", "10:00")):
        page.get_by_label(part, exact=True).fill(number)
    page.get_by_label("Where is it?").fill("Online")
    page.get_by_label("Who gives it?").fill("Nina Foss, clinician")
    visitor.look("training-plan")
    page.get_by_role("button", name="Continue").click()
    set_time(datetime(2013, 4, 9, 12, tzinfo=UTC))
    register(visitor)
    visitor.sign_in("ines.doyle")
    visitor.open("/training/")
    page.get_by_role("link", name="What self-harm tells us").first.click()
    page.get_by_label("Yes").check()
    page.get_by_label("What will you do otherwise?").fill("Ask what happened before, not only why.")
    visitor.look("training-answer")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Your answer is kept, and nothing that says it is yours.")).to_be_visible()
    set_time(datetime(2013, 7, 10, 8, tzinfo=UTC))
    sweep.run_once(adopts=False)
    visitor.open("/training/")
    expect(page.get_by_role("link", name="three months later")).to_be_visible()
    visitor.look("training-asked-later")
    visitor.sign_in("selma.rook")
    visitor.open("/training/")
    page.get_by_role("link", name="What self-harm tells us").click()
    visitor.look("training-reach")


def course(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("selma.rook")
    visitor.open("/training/")
    visitor.look("training")
    page.get_by_role("link", name="Add a course").click()
    page.get_by_label("What is the course called?").fill("What self-harm tells us")
    page.get_by_label("Which recommendation does it carry out?").select_option(index=1)
    page.get_by_label("Which agency gives it?").select_option(value="camhs")
    visitor.look("training-course-add")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Add a group that needs it").click()
    page.get_by_label("Which agency?").select_option(value="social-care")
    page.get_by_label("Which team or group?").fill("Front door")
    page.get_by_label("How many people are in it?").fill("twelve")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Enter a whole number, such as 24").first).to_be_visible()
    page.get_by_label("How many people are in it?").fill("14")
    page.get_by_label("Its training comes first").check()
    visitor.look("training-group-add")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("None yet")).to_be_visible()


def register(visitor: Visitor) -> None:
    page, ines = visitor.page, "ines.doyle@social-care.wealdshire.example"
    page.get_by_role("link", name="Bring the register").click()
    rows = [f"p{n}@wealdshire.example,Children’s social care,Front door" for n in range(7)]
    said = "\n".join(["email,agency,team", f"{ines},social-care,Front door", *rows, "x@x.example,The moon,Front door"])
    page.get_by_label("The register").set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": said.encode()}
    )
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("“The moon” is no agency of the partnership")).to_be_visible()
    visitor.look("training-register")
    page.get_by_role("button", name="Take in 8 rows").click()
    expect(page.get_by_text("Taken in: 8 who had not been counted before.")).to_be_visible()
    visitor.look("training-session")
