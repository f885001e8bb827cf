"""How does a page become a Word file that can be edited and read aloud? By real headings, lists and header rows.

It holds what it shows and nothing else: no author, no comment, no hidden text, no picture of itself.
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
from docx.table import _Cell

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "en-GB"
_OF_THE_TEMPLATE = ("thumbnail", "customXml", "extended-properties")
Said = str | tuple[str, ...]  # of one cell: several sentences become a list


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
    made = blank(title, points=11)
    made.core_properties.created = made.core_properties.modified = at
    made.add_heading(title, level=1)
    for line in lines:
        made.add_paragraph(line)
    for part in parts:
        _part(made, part)
    return in_bytes(made)


def blank(title: str, *, points: int) -> Doc:
    """The title and the language stand in it; what the library's template brought along is gone."""
    made = Document()
    said = made.core_properties
    for element in list(said._element):
        said._element.remove(element)
    said.title, said.language = title, LANGUAGE
    for rels in (made.part.package.rels, made.part.rels):
        for key in [key for key, rel in rels.items() if any(name in rel.reltype for name in _OF_THE_TEMPLATE)]:
            rels.pop(key)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Arial", Pt(points)
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    return made


def in_bytes(made: Doc) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def table(made: Doc, head: Sequence[str], rows: Iterable[Sequence[Said]], *, has_row_heads: bool = False) -> None:
    drawn = made.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, title in zip(drawn.rows[0].cells, head, strict=True):
        _fill(cell, title, is_head=True)
    mark = OxmlElement("w:tblHeader")  # Word then says it again on each page, and a reader knows it as headings
    mark.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in rows:
        for at, (cell, said) in enumerate(zip(drawn.add_row().cells, row, strict=True)):
            _fill(cell, said, is_head=has_row_heads and at == 0)
    made.add_paragraph()


def _part(made: Doc, part: Part) -> None:
    made.add_heading(part.title, level=part.level)
    for line in part.lines:
        made.add_paragraph(line)
    for each in part.tables:
        made.add_heading(each.caption, level=part.level + 1)
        if each.rows:
            table(made, each.head, each.rows)
        elif each.empty:
            made.add_paragraph(each.empty)


def _fill(cell: _Cell, said: Said, *, is_head: bool) -> None:
    first, *rest = (said,) if isinstance(said, str) else said or ("",)
    cell.paragraphs[0].add_run(first).bold = is_head
    if rest:
        cell.paragraphs[0].style = "List Bullet"
    for each in rest:
        cell.add_paragraph(each, style="List Bullet")
