"""How does a paper become a Word file? Heading by heading, list by list, table by table."""

from __future__ import annotations

from docx.document import Document as Doc

from followthrough.service.design import wordfile
from followthrough.service.learning.newsletter.paper import Block, Heading, Paper, Points, Words


def word(paper: Paper) -> bytes:
    made = wordfile.blank(paper.title, points=12)
    made.add_heading(paper.title, level=1)
    made.add_paragraph(paper.note)
    for block in paper.blocks:
        _draw(made, block)
    return wordfile.in_bytes(made)


def _draw(made: Doc, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.words, level=block.level)
    elif isinstance(block, Words):
        made.add_paragraph(block.words)
    elif isinstance(block, Points):
        for point in block.points:
            made.add_paragraph(point, style="List Bullet")
    else:
        caption = made.add_paragraph(block.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
        wordfile.table(made, block.head, block.rows, has_row_heads=True)
