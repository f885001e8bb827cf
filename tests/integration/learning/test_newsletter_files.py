"""Every paper of an issue is opened again and read as its reader reads it: it says all, and nothing beside it."""

from __future__ import annotations

import email
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from followthrough.cli import main
from followthrough.service.demo.learnt.issue import issue
from followthrough.service.learning.newsletter.content import Content, from_data
from followthrough.service.learning.newsletter.editions import EDITIONS, newsletter
from followthrough.service.learning.newsletter.paper import Grid, Heading, Paper
from followthrough.service.learning.newsletter.presenters.files import FORMATS, as_html, as_mail, as_pdf, as_text
from followthrough.service.learning.newsletter.presenters.word import word

ISSUE = issue()
PAPERS = {name: edition.make(ISSUE) for name, edition in EDITIONS.items()}


def _of_word(held: bytes) -> str:
    made = Document(io.BytesIO(held))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return " ".join([*(each.text for each in made.paragraphs), *cells])


def _of_page(held: bytes) -> str:
    reader = Reader()
    reader.feed(held.decode())
    return " ".join(reader.words)


def _of_letter(held: bytes) -> str:
    letter = email.message_from_bytes(held, policy=default)
    assert isinstance(letter, EmailMessage)
    return " ".join(str(part.get_content()) for part in letter.iter_parts())


READ: dict[str, Callable[[bytes], str]] = {
    "pdf": lambda held: " ".join(page.extract_text() for page in PdfReader(io.BytesIO(held)).pages),
    "docx": _of_word, "html": _of_page, "eml": _of_letter, "txt": bytes.decode,
}  # fmt: skip


def headings(paper: Paper) -> list[tuple[int, str]]:
    return [(1, paper.title), *((each.level, each.words) for each in paper.blocks if isinstance(each, Heading))]


def flat(words: str) -> str:
    return "".join(words.split())


def told(content: Content) -> list[str]:
    return [line.words for _, line in content.lines]


def test_an_issue_is_the_same_after_it_was_kept() -> None:
    assert from_data(ISSUE.as_data()) == ISSUE


def test_an_issue_tells_every_line_of_its_content_once() -> None:
    text = as_text(newsletter(ISSUE))
    assert all(line in text for line in told(ISSUE))
    assert {child.title for child in ISSUE.children} == {"Child One", "Child Two", "Child Three"}


@pytest.mark.parametrize("name", PAPERS)
class TestWord:
    def test_its_headings_are_headings_and_its_tables_have_header_rows(self, name: str) -> None:
        made = Document(io.BytesIO(word(PAPERS[name])))
        read = [
            (int(each.style.name.removeprefix("Heading ")), each.text)
            for each in made.paragraphs
            if each.style is not None and each.style.name.startswith("Heading ")
        ]
        assert read == headings(PAPERS[name])
        grids = [each for each in PAPERS[name].blocks if isinstance(each, Grid)]
        assert len(made.tables) == len(grids)
        for table, grid in zip(made.tables, grids, strict=True):
            assert tuple(cell.text for cell in table.rows[0].cells) == grid.head
            assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
            assert len(table.rows) == len(grid.rows) + 1

    def test_nothing_is_hidden_in_it(self, name: str) -> None:
        file = zipfile.ZipFile(io.BytesIO(word(PAPERS[name])))
        parts = set(file.namelist())
        assert not [part for part in parts if "comment" in part or "thumbnail" in part or "customXml" in part]
        body = file.read("word/document.xml").decode()
        assert not any(f"<w:{tag}" in body for tag in ("vanish", "ins ", "del ", "commentReference"))
        assert 'w:val="en-GB"' in file.read("word/styles.xml").decode()
        said = Document(io.BytesIO(word(PAPERS[name]))).core_properties
        assert (said.title, said.language) == (PAPERS[name].title, "en-GB")
        assert not (said.author or said.last_modified_by or said.comments or said.keywords or said.created)


@pytest.mark.parametrize("name", PAPERS)
class TestPdf:
    def test_it_is_tagged_has_a_language_and_a_title_and_names_no_author(self, name: str) -> None:
        reader = PdfReader(io.BytesIO(as_pdf(PAPERS[name])))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        about = reader.metadata
        assert about is not None and about.title == PAPERS[name].title
        assert not about.author and about.creation_date is None

    def test_its_tags_are_the_papers_headings_and_tables(self, name: str) -> None:
        reader = PdfReader(io.BytesIO(as_pdf(PAPERS[name])))
        kinds = list(tags(reader.trailer["/Root"]["/StructTreeRoot"]))
        paper = PAPERS[name]
        found = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
        assert found == [level for level, _ in headings(paper)]
        grids = [each for each in paper.blocks if isinstance(each, Grid)]
        assert kinds.count("/Table") == len(grids)
        assert kinds.count("/TH") == sum(len(grid.head) for grid in grids)

    def test_it_says_all_that_the_text_says(self, name: str) -> None:
        read = flat(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(PAPERS[name]))).pages))
        said = [words for _, words in headings(PAPERS[name])]
        assert all(flat(words)[:40] in read for words in said)


def tags(node: DictionaryObject) -> list[str]:
    found: list[str] = []
    held = node.get_object()
    if isinstance(held, DictionaryObject):
        found += [str(held["/S"])] if "/S" in held else []
        below = held["/K"].get_object() if "/K" in held else []
        for each in below if isinstance(below, list) else [below]:
            found += tags(each)
    return found


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_has_an_anchor_for_each_section() -> None:
    reader = Reader()
    reader.feed(as_html(newsletter(ISSUE)))
    assert set(ISSUE.sections) <= set(reader.ids)
    assert "script" not in reader.found and reader.found.count("h1") == 1


def test_the_letter_says_the_same_as_text_and_as_html_and_names_nobody_to_send_it_to() -> None:
    letter = email.message_from_bytes(as_mail(newsletter(ISSUE)), policy=default)
    assert isinstance(letter, EmailMessage)
    kinds = [part.get_content_type() for part in letter.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert not letter["To"] and not letter["From"]
    text, page = (part.get_content() for part in letter.iter_parts())
    assert all(line in text for line in told(ISSUE))
    assert all(child.title in page for child in ISSUE.children)


def test_what_somebody_wrote_is_never_markup() -> None:
    held = ISSUE.as_data()
    held["opening"] = "<b>#strong[x]</b> & *y*"
    paper = newsletter(from_data(held))
    assert "&lt;b&gt;" in as_html(paper)
    assert "#strong[x]" in PdfReader(io.BytesIO(as_pdf(paper))).pages[0].extract_text()


def test_one_page_is_one_page_and_a_briefing_has_seven_parts() -> None:
    assert len(PdfReader(io.BytesIO(as_pdf(PAPERS["one-page"]))).pages) == 1
    assert [words[0] for level, words in headings(PAPERS["briefing"]) if level == 2] == list("1234567")


def test_the_board_reads_every_recommendation_with_its_owner() -> None:
    (grid, _) = (each for each in PAPERS["board-paper"].blocks if isinstance(each, Grid))
    asked = [ask for *_, asks in grid.rows for ask in asks]
    assert sorted(asked) == sorted(words for child in ISSUE.children for _, asks in child.asks for words in asks)


def test_the_command_writes_every_paper_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["newsletter", "--out", str(tmp_path / "out")]) == 0
    written = {each.name for each in (tmp_path / "out").iterdir()}
    assert written == {f"{name}.{ending}" for name in EDITIONS for ending in FORMATS}
    assert "4 papers of one issue" in capsys.readouterr().out
    for name, paper in PAPERS.items():
        said = [flat(words) for _, words in headings(paper)]
        for ending, read in READ.items():
            said_in = flat(read((tmp_path / "out" / f"{name}.{ending}").read_bytes()))
            assert all(words.casefold() in said_in.casefold() for words in said), (name, ending)
    whole = flat(READ["docx"]((tmp_path / "out" / "newsletter.docx").read_bytes()))
    assert all(flat(words) in whole for words in told(ISSUE))
