"""How does a paper become a Word file that can be edited and read aloud? By real headings, lists and header rows.

It holds what it shows and nothing else: no author, no comment, no picture of itself, no time of its making.
"""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell

from followthrough.service.learning.newsletter.paper import Block, Grid, Heading, Paper, Points, Words

LANGUAGE = "en-GB"
_OF_THE_TEMPLATE = ("thumbnail", "customXml", "extended-properties")


def word(paper: Paper) -> bytes:
    made = Document()
    _clean(made, paper.title)
    made.add_heading(paper.title, level=1)
    made.add_paragraph(paper.note)
    for block in paper.blocks:
        _draw(made, block)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _clean(made: Doc, title: str) -> None:
    """The title and the language stay; what the template brought along goes."""
    said = made.core_properties
    for element in list(said._element):
        said._element.remove(element)
    said.title, said.language = title, LANGUAGE
    for rels in (made.part.package.rels, made.part.rels):
        for key in [key for key, rel in rels.items() if any(name in rel.reltype for name in _OF_THE_TEMPLATE)]:
            rels.pop(key)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Arial", Pt(12)
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _draw(made: Doc, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.words, level=block.level)
    elif isinstance(block, Words):
        made.add_paragraph(block.words)
    elif isinstance(block, Points):
        for point in block.points:
            made.add_paragraph(point, style="List Bullet")
    else:
        _grid(made, block)


def _grid(made: Doc, grid: Grid) -> None:
    caption = made.add_paragraph(grid.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    drawn = made.add_table(rows=1, cols=len(grid.head), style="Table Grid")
    for cell, title in zip(drawn.rows[0].cells, grid.head, strict=True):
        _fill(cell, (title,), is_head=True)
    mark = OxmlElement("w:tblHeader")  # Word then says it again on each page, and a reader knows it as headings
    drawn.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in grid.rows:
        cells = drawn.add_row().cells
        for at, words in enumerate(row):
            _fill(cells[at], words, is_head=at == 0)
    made.add_paragraph()


def _fill(cell: _Cell, words: tuple[str, ...], *, is_head: bool) -> None:
    """Several sentences are a list; one stands as it is."""
    first, *rest = words or ("",)
    cell.paragraphs[0].add_run(first).bold = is_head
    if rest:
        cell.paragraphs[0].style = "List Bullet"
    for each in rest:
        cell.add_paragraph(each, style="List Bullet")
