"""A report that the chair has signed off stays as it was: on the page, as PDF and as Word, and for the next one."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

import pytest
from django.db import InternalError, ProgrammingError, transaction
from docx import Document
from pypdf import PdfReader

from followthrough.service.board import actions, policies
from followthrough.service.board.models import Report
from followthrough.service.core.viewer import acting
from followthrough.service.design.quarters import Quarter
from integration.board.conftest import SignIn
from integration.board.test_quarter import follow
from integration.chronology.writing import plain, text_of
from integration.sharing.world import OUT_OF_HOURS, World

PAGE = "/board/2013-q1/"


@pytest.fixture
def over(world: World) -> World:
    """The quarter has ended."""
    follow(world)
    world.later(days=6)
    return world


def sign(signed_in: SignIn) -> None:
    assert signed_in("chair").post(f"{PAGE}sign-off/", {"has_read": "on"}).status_code == 302


def test_only_the_chair_signs_off_and_only_when_the_quarter_is_over(world: World, signed_in: SignIn) -> None:
    chair = world.viewer("chair")
    with acting(chair), pytest.raises(policies.CannotSignOff, match="not over yet"):
        actions.sign_off(quarter=Quarter(2013, 1), by=chair)
    world.later(days=6)
    assert "Sign this report off" in text_of(signed_in("chair"), PAGE)
    for other in ("board.manager", "policy.lead", "day"):
        assert signed_in(other).get(f"{PAGE}sign-off/").status_code == 403
        assert signed_in(other).post(f"{PAGE}sign-off/", {"has_read": "on"}).status_code == 403
    unticked = signed_in("chair").post(f"{PAGE}sign-off/", {})
    assert "Tick that you have read the report" in unticked.content.decode()
    sign(signed_in)
    assert "Signed off by Chair on" in plain(text_of(signed_in("board.manager"), PAGE))
    assert signed_in("chair").post(f"{PAGE}sign-off/", {"has_read": "on"}).status_code == 403, "once"


def test_what_happens_later_changes_nothing_in_it_and_is_compared_with_it(over: World, signed_in: SignIn) -> None:
    sign(signed_in)
    before = plain(text_of(signed_in("chair"), PAGE))
    over.send(OUT_OF_HOURS)
    leg = next(leg for leg in [over.leg(over.send(OUT_OF_HOURS))])
    over.do("receive", leg, "duty")
    assert plain(text_of(signed_in("chair"), PAGE)) == before
    now = plain(text_of(signed_in("chair"), "/board/2013-q2/"))
    assert "“Last time” is the report of January to March 2013, as the chair signed it off." in now
    assert "Sent: 2, as last time." in now
    assert "Received: 1 of 2, after 1 of 2 last time. That is too few to say whether it changed." in now


def test_nobody_changes_or_takes_away_a_signed_report(over: World, signed_in: SignIn) -> None:
    sign(signed_in)
    with acting(over.viewer("chair")):
        for change in (lambda: Report.objects.update(counts={}), lambda: Report.objects.all().delete()):
            with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
                change()
        assert Report.objects.count() == 1
    for other in ("day", "duty.manager"):
        with acting(over.viewer(other)):
            assert Report.objects.count() == 0
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Report.objects.create(quarter="2012-q1", counts={}, pages={}, signed_by="x", signed_at=over.at.at)


def test_page_pdf_and_word_say_the_same(over: World, signed_in: SignIn) -> None:
    sign(signed_in)
    chair = signed_in("chair")
    page = plain(text_of(chair, PAGE))
    pdf = PdfReader(BytesIO(chair.get(f"{PAGE}report.pdf").content))
    paper = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in pdf.pages))
    file = Document(BytesIO(chair.get(f"{PAGE}report.docx").content))
    lines = [each.text for each in file.paragraphs]
    cells = {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and pdf.metadata["/Title"] == lines[0]
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    for said in ("Does what we send arrive, and is it acted on?", "Half were received within: 30 minutes."):
        assert said in page and said in paper and any(said in line for line in lines)
    for cell in cells:
        assert re.sub(r"\s+", " ", cell) in page, cell
    assert "Jonas" not in page + paper + " ".join(lines)


def test_the_word_file_has_headings_table_heads_and_nothing_hidden(over: World, signed_in: SignIn) -> None:
    file = Document(BytesIO(signed_in("chair").get(f"{PAGE}report.docx").content))
    levels = [int(each.style.name[-1]) for each in file.paragraphs if each.style.name.startswith("Heading")]
    assert levels[0] == 1 and set(levels) == {1, 2, 3}
    assert all(after - before <= 1 for before, after in pairwise(levels)), "no level is left out"
    assert file.tables and all("w:tblHeader" in table.rows[0]._tr.xml for table in file.tables)
    assert "w:vanish" not in file.element.xml and file.core_properties.author == ""
    assert file.core_properties.title.startswith("How we follow through") and file.core_properties.language == "en-GB"
