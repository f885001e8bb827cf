"""A report that the chair has signed off stays as it was: on the page, as PDF and as Word, and for the next one."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.test import Client
from docx import Document
from pypdf import PdfReader

from followthrough.service.board import actions, policies, queries
from followthrough.service.board.content import digest, to_data
from followthrough.service.board.models import Report
from followthrough.service.core.viewer import acting
from followthrough.service.design.quarters import Quarter
from integration.board.conftest import SignIn
from integration.board.test_quarter import follow_many
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import OUT_OF_HOURS, World, local

PAGE = "/board/2013-q1/"


@pytest.fixture
def over(world: World) -> World:
    """The quarter has ended."""
    follow_many(world)
    world.later(days=6)
    return world


def digest_read(chair: Client) -> str:
    """As the page of the report leads to signing it."""
    found = re.search(r"sign-off/\?read=([0-9a-f]{64})", text_of(chair, PAGE))
    assert found is not None
    return found[1]


def sign(signed_in: SignIn) -> None:
    chair = signed_in("chair")
    said = {"has_read": "on", "read": digest_read(chair)}
    assert chair.post(f"{PAGE}sign-off/", said).status_code == 302


def test_only_the_chair_signs_off_and_only_when_the_quarter_is_over(world: World, signed_in: SignIn) -> None:
    chair = world.viewer("chair")
    with acting(chair), pytest.raises(policies.CannotSignOff, match="not over yet"):
        actions.sign_off(quarter=Quarter(2013, 1), read="", by=chair)
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


def test_what_was_read_is_signed_and_nothing_else(over: World, signed_in: SignIn) -> None:
    chair = signed_in("chair")
    assert chair.get(f"{PAGE}sign-off/").headers["Location"] == PAGE, "it is read first"
    read = digest_read(chair)
    with acting(over.viewer("chair")):
        shown = to_data(queries.quarterly(over.viewer("chair"), Quarter(2013, 1)).report)
    for _ in range(6):
        over.send(OUT_OF_HOURS, occurred_from=over.at.at, occurred_to=over.at.at)
    write(over, "child.seen", local(2013, 3, 28, 9, 0))
    over.later(days=30)  # counted again in May
    refused = chair.post(f"{PAGE}sign-off/", {"has_read": "on", "read": read})
    assert refused.status_code == 200 and "This report has changed since you opened it" in refused.content.decode()
    assert "This report has changed" in chair.post(f"{PAGE}sign-off/", {"has_read": "on"}).content.decode()
    with acting(over.viewer("chair")):
        assert Report.objects.count() == 0
    again = digest_read(chair)
    assert again != read
    chair.post(f"{PAGE}sign-off/", {"has_read": "on", "read": again})
    with acting(over.viewer("chair")):
        kept = Report.objects.get()
        assert digest(queries.quarterly(over.viewer("chair"), Quarter(2013, 1)).report) == again
    assert kept.pages != shown


def test_what_happens_later_changes_nothing_in_it_and_is_compared_with_it(over: World, signed_in: SignIn) -> None:
    sign(signed_in)
    before = plain(text_of(signed_in("chair"), PAGE))
    follow_many(over, children=7)
    assert plain(text_of(signed_in("chair"), PAGE)) == before
    over.later(days=30)
    now = plain(text_of(signed_in("chair"), "/board/2013-q2/"))
    assert "“Last time” is the report of January to March 2013, as the chair signed it off." in now
    assert "Sent: 7, after 14 last time." in now
    assert "Received: 7 of 7, after 7 of 14 last time. That is too few to say whether it changed." in now


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


@pytest.mark.parametrize(
    ("viewer", "signed_by", "quarter", "stands"),
    [
        ("chair", "chair", "2013-q1", True),
        ("chair", "chair", "2012-q4", True),
        ("policy.lead", "chair", "2013-q1", False),
        ("policy.lead", "policy.lead", "2013-q1", False),
        ("board.manager", "chair", "2013-q1", False),
        ("chair", "board.manager", "2013-q1", False),
        ("chair", "chair", "2013-q2", False),
        ("chair", "chair", "2013-q9", False),
        ("chair", "chair", "soon", False),
    ],
)
def test_the_database_takes_a_report_of_the_chair_alone_for_a_quarter_that_is_over(
    over: World, viewer: str, signed_by: str, quarter: str, stands: bool
) -> None:
    by = over.people[signed_by].pk
    row = Report(quarter=quarter, counts={}, pages={}, signed_by=by, signed_at=over.at.at)
    with acting(over.viewer(viewer)):
        if not stands:
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Report.objects.bulk_create([row])
        else:
            Report.objects.bulk_create([row])
        assert Report.objects.exists() == stands


def test_the_quarter_is_over_at_midnight_in_london(world: World) -> None:
    chair = world.viewer("chair")
    row = Report(quarter="2013-q1", counts={}, pages={}, signed_by=chair.practitioner_id, signed_at=world.at.at)
    world.at.at = Quarter(2013, 1).until - timedelta(seconds=1)
    with acting(chair), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Report.objects.bulk_create([row])
    world.at.at = Quarter(2013, 1).until
    with acting(chair):
        Report.objects.bulk_create([row])


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
