"""No figure of the Board points at a child: none is small, and no two days can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from docx import Document
from pypdf import PdfReader

from followthrough.service.assurance.models import MonthlyCount
from followthrough.service.board import queries
from followthrough.service.board.content import Grid, Report
from followthrough.service.board.figures import DEFINITIONS
from followthrough.service.core import clock
from followthrough.service.core.suppressing import LEAST, Told
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.design.quarters import Quarter
from integration.board.conftest import SignIn
from integration.board.test_quarter import PAGE, SPRING, figures_of, follow, over, told
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, local

# Of no child: agencies that signed, reviews, what they ask, what they find.
OF_NO_CHILD = {"reviews", "recommendations", "themes"}
COVER_OF_AGENCIES = ("Agencies that had signed", "With nobody there who can decide", "Gaps in rotas")
PLAIN_COLUMNS = {"Agencies", "Procedures", *COVER_OF_AGENCIES}
SENTENCES_OF_NO_CHILD = ("Signatures", "Reviews that are open", "Recommendations shown", "Found again")


@pytest.fixture
def few(world: World) -> World:
    """One child of whom everything happened that the Board counts."""
    follow(world)
    said = {"challenge": "c-1", "against": "social-care"}
    write(world, "challenge.raised", local(2013, 3, 26, 9, 0), data=said)
    write(world, "challenge.taken-higher", local(2013, 3, 27, 9, 0), data={**said, "stage": 2})
    write(
        world,
        "challenge.closed",
        local(2013, 3, 28, 9, 0),
        data={"challenge": "c-1", "settled": True, "theme": "delay"},
    )
    write(world, "child.not-brought", local(2013, 3, 20, 9, 0), data={"appointment": "a", "service": "clinic"})
    write(world, "home-education.started", local(2013, 3, 21, 9, 0), data={"education": "e-1"})
    for _ in range(6):
        world.send(OUT_OF_HOURS)
    world.send(FRONT_DOOR)
    over(world)
    return world


def figures(report: Report) -> Iterator[tuple[str, str, str]]:
    """Every figure of children: where it stands, what it is of, and what is told."""
    for section in report.sections:
        for grid in section.grids:
            if grid.figure not in OF_NO_CHILD:
                yield from cells(grid)
        for said in section.said:
            if not said.startswith(SENTENCES_OF_NO_CHILD):
                yield section.title, "sentence", said


def cells(grid: Grid) -> Iterator[tuple[str, str, str]]:
    for row in grid.rows:
        for head, cell in zip(grid.head[1:], row[1:], strict=True):
            if head not in PLAIN_COLUMNS:
                yield grid.caption, f"{row[0]}: {head}", cell
    for bar in grid.bars:
        yield grid.caption, f"bar of {bar.label}", f"{bar.first} {bar.said} and {bar.second} {bar.also}"


def small_numbers(words: str) -> list[int]:
    """Without times and percentages."""
    bare = re.sub(r"\d+ (minutes?|hours?|days?|weeks?|in 100)|12 weeks", "", words)
    return [int(each) for each in re.findall(r"(?<![\d,.])\d+(?![\d,])", bare) if 0 < int(each) < LEAST]


def test_no_figure_of_a_small_population_is_small(few: World) -> None:
    held = told(few)
    walked = list(figures(held.report))
    assert {section.key for section in held.report.sections} == {
        "follow-through", "procedures", "cover", "disagreements", "sight", "learning", "groups"
    }  # fmt: skip
    assert len(walked) > 50, "every figure is walked"
    for where, what, words in walked:
        assert small_numbers(words) == [], f"{where}, {what}: {words}"
        assert isinstance(words, Told) or what.startswith("bar of")
    assert any(words == "hidden" for _, _, words in walked)
    assert held.counts["shares"][0]["children"] == held.counts["at_home"][0]["children"] == 1, "it is of one child"


def test_page_pdf_and_word_tell_nothing_of_it_either(few: World, signed_in: SignIn) -> None:
    """One child was missed, is taught at home and had nine shares."""
    chair = signed_in("chair")
    page = plain(text_of(chair, PAGE))
    paper = " ".join(each.extract_text() for each in PdfReader(BytesIO(chair.get(f"{PAGE}report.pdf").content)).pages)
    file = Document(BytesIO(chair.get(f"{PAGE}report.docx").content))
    word = " ".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
    for words in (page, re.sub(r"\s+", " ", paper), word):
        assert "Taught at home hidden" in words.replace("Children hidden", "hidden")
        assert "Taught at home 1" not in words and "Taught at home Children 1" not in words
    assert "Sent, by recipient How many hidden" in page and "Social-Care Sent hidden" in page, "nine, of one child"


def test_every_figure_of_the_page_is_one_that_was_looked_at(few: World) -> None:
    for section in told(few).report.sections:
        for grid in section.grids:
            assert grid.figure in DEFINITIONS
            assert all(type(cell) is Told for row in grid.rows for cell in row[1:])
        assert all(type(said) is Told for said in section.said)


def test_figures_of_two_days_of_a_month_are_the_same(few: World, signed_in: SignIn) -> None:
    chair = signed_in("chair")
    before = figures_of(signed_in, "chair")
    write(few, "child.not-seen", local(2013, 3, 22, 9, 0), data={})
    few.send(OUT_OF_HOURS)
    few.later(days=20)
    for name in ("chair", "board.manager", "policy.lead"):
        assert figures_of(signed_in, name) == before
    assert told(few).counts != queries.count(SPRING, clock.now()), "though it has changed meanwhile"
    few.later(days=10)
    after = plain(text_of(chair, PAGE))
    assert after != before and "Counted on Thursday 2 May 2013" in after


def test_a_quarter_that_goes_on_is_told_by_whole_months(world: World, signed_in: SignIn) -> None:
    follow(world)
    held = told(world)
    assert held.counts["shares"][0]["sent"] == 0, "what was sent in March is told when March is over"
    assert "it was before Friday 1 March 2013" in held.report.counted.replace("they are of what was", "it was")
    chair = signed_in("chair")
    world.later(days=20)
    assert "Its first month is not over yet" in plain(text_of(chair, "/board/"))
    assert chair.get("/board/2013-q2/").status_code == 404
    world.later(days=20)
    assert chair.get("/board/2013-q2/").status_code == 200


def test_nobody_but_the_service_reads_or_writes_what_was_counted(few: World, signed_in: SignIn) -> None:
    told(few)
    new = {"what": "board 2013-q2", "month": date(2013, 4, 1), "counts": {}, "at": clock.now()}
    for name in ("chair", "board.manager", "day"):
        with acting(few.viewer(name)):
            assert MonthlyCount.objects.count() == 0
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                MonthlyCount.objects.create(**new)
    with acting(Viewer.system("counting")):
        assert MonthlyCount.objects.filter(what="board 2013-q1").count() == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            MonthlyCount.objects.update(counts={})
    assert isinstance(signed_in("chair"), Client) and Quarter(2013, 1) == SPRING
