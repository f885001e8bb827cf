"""The Board reads a quarter and its chair signs it off; a commissioner answers a child's story; cases are drawn."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from browser.visiting import Visitor
from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.viewer import acting
from followthrough.service.demo.clock import START, set_time
from followthrough.service.ledger.actions import NewEvent, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
APRIL, MAY = datetime(2013, 4, 3, 9, tzinfo=UTC), datetime(2013, 5, 2, 9, tzinfo=UTC)
EXAMPLE = {
    "What the child needed": "Somebody to talk to within days, and one person to ring.",
    "What happened, and who knew what": "The school asked for help. So did the GP. Neither knew of the other.",
    "What was missing between services, and why": "Each service thought that another had the child.",
    "What it led to for the child": "It got worse, and the child was moved far away.",
    "What would have helped": "One door for all requests.",
}


def test_the_board_reads_a_quarter_and_the_chair_signs_it_off(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("margaret.thorne")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="How the partnership does").click()
    visitor.look("board-quarters")
    page.get_by_role("link", name="January to March 2013").click()
    expect(page.get_by_role("heading", name="Does what we send arrive, and is it acted on?")).to_be_visible()
    expect(page.get_by_text("they are of what was before Friday 1 March 2013", exact=False)).to_be_visible()
    expect(page.get_by_text("is the report of October to December 2012", exact=False)).to_be_visible()
    visitor.look("board-quarter")
    page.locator("a[href$='/figures/conformance/']").first.click()
    expect(page.get_by_text("no person is counted", exact=False)).to_be_visible()
    visitor.look("board-figure")
    set_time(APRIL)
    visitor.sign_in("judith.amory")
    visitor.open("/board/2013-q1/")
    page.get_by_role("link", name="Sign this report off").click()
    visitor.look("board-sign-off")
    page.get_by_label("I have read this report").check()
    page.get_by_role("button", name="Sign it off").click()
    expect(page.get_by_text("Signed off by Judith Amory")).to_be_visible()
    visitor.look("board-quarter-signed")
    read_again(visitor)
    set_time(MAY)
    visitor.sign_in("judith.amory")
    visitor.open("/board/2013-q2/")
    expect(page.get_by_text("as the chair signed it off", exact=False)).to_be_visible()


def read_again(visitor: Visitor) -> None:
    """The files of the report that was signed are opened and say what its page says."""
    page = visitor.page
    shown = " ".join(page.locator("main").inner_text().split())
    with page.expect_download() as taken:
        page.get_by_role("link", name="This report as a PDF").click()
    paper = PdfReader(str(taken.value.path()))
    said = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    with page.expect_download() as taken:
        page.get_by_role("link", name="This report as a Word file").click()
    file = Document(str(taken.value.path()))
    for section in ("Does what we send arrive, and is it acted on?", "Which children does nobody see?"):
        assert section in shown and section in said and section in [each.text for each in file.paragraphs]
    cells = {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    assert cells and all(" ".join(each.split()) in shown for each in cells)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"], "its parts have tags"


def test_a_childs_story_reaches_the_commissioner_without_a_name(visitor: Visitor) -> None:
    clinician = viewer_of(Practitioner.objects.get(username="gareth.ives"))
    with acting(clinician):
        said = {"gap": "g-1", "tier": 3, "words": "Nobody held his help together"}
        child = Subject("child", "child-two")
        record([NewEvent(kind="service-gap.found", subject=child, occurred_from=START, data=said)], by=clinician)
    page = visitor.page
    visitor.sign_in("gareth.ives")
    visitor.open("/children/child-two/gaps/")
    visitor.look("gaps")
    page.get_by_role("link", name="Write the case example").click()
    page.get_by_label("Title").fill("Nobody held it together")
    for label, words in EXAMPLE.items():
        page.get_by_label(label).fill(words)
    visitor.look("case-example-write")
    page.get_by_role("button", name="Keep it").click()
    visitor.look("case-example")
    example = page.url.removeprefix(visitor.address)
    visitor.sign_in("margaret.thorne")
    visitor.open(example)
    page.get_by_role("link", name="Release it as the second person").click()
    visitor.look("case-example-release")
    page.get_by_label("I have read all of it").check()
    page.get_by_role("button", name="Release it").click()
    visitor.sign_in("bryony.stead")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Case examples without names").click()
    page.get_by_role("link", name="Need, waits and coordination by tier").click()
    visitor.look("need-by-tier")
    visitor.open(example)
    page.get_by_role("link", name="Say what will change").click()
    page.get_by_label("What will change, and by when?").fill("One door from May.")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("One door from May.")).to_be_visible()
    visitor.look("case-example-answered")
    visitor.sign_in("gareth.ives")
    visitor.open("/children/child-two/gaps/")
    visitor.look("gaps-released")
    page.get_by_role("link", name="Write a correction").click()
    expect(page.get_by_label("Title")).to_have_value("Nobody held it together")
    visitor.look("case-example-correction")
    page.get_by_label("Who pays for it?").select_option(index=0)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("What was wrong in example")).to_be_visible()


def test_an_agency_audits_itself_and_cases_are_drawn(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("fatima.noor")
    visitor.open("/audits/")
    page.get_by_role("link", name="Audit your agency").click()
    page.get_by_role("button", name="Begin, or go on").click()
    visitor.look("self-audit")
    page.get_by_role("link", name="Staff are trained and supervised").click()
    page.get_by_label("Partly met").check()
    page.get_by_label("What shows it?").fill("40 of 60 are trained.")
    page.get_by_label("What will you do, and by when?").fill("The others by July.")
    visitor.look("self-audit-standard")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("40 of 60 are trained.")).to_be_visible()
    visitor.sign_in("margaret.thorne")
    visitor.open("/audits/")
    visitor.look("audits")
    page.get_by_role("link", name="Cases that are read together").click()
    page.get_by_role("link", name="Draw cases").click()
    page.get_by_label("Title").fill("Are plans made after a child comes into care?")
    page.get_by_label("What do you want to know of each case?").fill("Did the child know the plan?")
    page.get_by_label("Another topic, or a dip sample").check()
    page.get_by_label("Cases in which this procedure fell due").select_option(
        label="Each placement has a plan within five working days"
    )
    for name, (day, month, year) in {"From": ("1", "1", "2013"), "To": ("28", "3", "2013")}.items():
        parts = page.get_by_role("group", name=name, exact=True)
        for label, value in zip(("Day", "Month", "Year"), (day, month, year), strict=True):
            parts.get_by_label(label).fill(value)
    page.get_by_label("So many of all").check()
    page.get_by_label("How many of each part?").fill("2")
    visitor.look("draw-cases")
    page.get_by_role("button", name="Draw them by chance").click()
    expect(page.get_by_text("To draw again")).to_be_visible()
    visitor.look("case-audit")
