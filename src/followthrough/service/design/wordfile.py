"""How does a page become a Word file that a screen reader can read? Real headings, and tables whose first row is one.

It holds what it shows and nothing else: no author, no comment, no hidden text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as WordTable

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Rows:
    """A table: its caption stands as a line above it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str = ""


@dataclass(frozen=True)
class Part:
    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Rows] = field(default=())
    level: int = 2


def word(title: str, lines: Iterable[str], parts: Iterable[Part], *, at: datetime) -> bytes:
    """`at` is when it was made, so that the same content gives the same file."""
    made = Document()
    _about(made, title, at)
    made.add_heading(title, level=1)
    for line in lines:
        made.add_paragraph(line)
    for part in parts:
        _part(made, part)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _about(made: Doc, title: str, at: datetime) -> None:
    said = made.core_properties
    said.title, said.language = title, "en-GB"
    said.author = said.last_modified_by = said.comments = said.keywords = ""
    said.created = said.modified = at
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Arial", Pt(11)


def _part(made: Doc, part: Part) -> None:
    made.add_heading(part.title, level=part.level)
    for line in part.lines:
        made.add_paragraph(line)
    for table in part.tables:
        made.add_heading(table.caption, level=part.level + 1)
        if table.rows:
            _table(made, table)
        elif table.empty:
            made.add_paragraph(table.empty)


def _table(made: Doc, table: Rows) -> None:
    drawn = made.add_table(rows=1, cols=len(table.head), style="Table Grid")
    _fill(drawn, 0, table.head, is_head=True)
    _repeat_head(drawn)
    for row in table.rows:
        drawn.add_row()
        _fill(drawn, len(drawn.rows) - 1, row)
    made.add_paragraph()


def _fill(drawn: WordTable, at: int, words: Sequence[str], *, is_head: bool = False) -> None:
    for cell, said in zip(drawn.rows[at].cells, words, strict=True):
        cell.paragraphs[0].add_run(said).bold = is_head


def _repeat_head(drawn: WordTable) -> None:
    """Word then knows the first row as the headings, and says them again on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(mark)
