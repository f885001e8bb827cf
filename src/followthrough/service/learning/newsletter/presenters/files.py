"""How does a paper become a file? Each draws the same pieces: PDF, Word, plain text, a page of its own, a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, Final

from django.template.loader import render_to_string

from followthrough.service.design.documents import pdf
from followthrough.service.learning.newsletter.paper import Block, Grid, Heading, Paper, Points, Words
from followthrough.service.learning.newsletter.presenters.word import word

_KINDS: Final = {Heading: "heading", Words: "words", Points: "points", Grid: "table"}


def as_data(paper: Paper) -> dict[str, Any]:
    """For templates: each piece says of which kind it is, and each cell of a table stands with its heading."""
    blocks = [{"kind": _KINDS[type(block)], **asdict(block)} for block in paper.blocks]
    for block in blocks:
        if block["kind"] == "table":
            block["cells"] = [list(zip(block["head"], row, strict=True)) for row in block["rows"]]
    return {"title": paper.title, "note": paper.note, "blocks": blocks}


def as_pdf(paper: Paper) -> bytes:
    """Raises Busy."""
    return pdf("learning/newsletter/paper.typ", as_data(paper))


def as_text(paper: Paper) -> str:
    lines = [paper.title.upper(), paper.note, ""]
    for block in paper.blocks:
        lines += [*_text(block), ""]
    return "\n".join(lines)


def _text(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.words.upper() if block.level < 3 else block.words
    elif isinstance(block, Words):
        yield block.words
    elif isinstance(block, Points):
        yield from (f"- {each}" for each in block.points)
    else:
        yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    """A row is told under its first cell, as whoever listens to it hears it."""
    yield grid.caption
    for first, *rest in grid.rows:
        yield f"{' '.join(first)}:"
        for head, cell in zip(grid.head[1:], rest, strict=True):
            yield f"  {head}: {' '.join(cell)}"


def as_html(paper: Paper) -> str:
    """A page of its own, which opens without us: for a website, and in a letter."""
    return render_to_string("newsletter/alone.html", {"paper": as_data(paper)})


def as_mail(paper: Paper) -> bytes:
    """Text and HTML that say the same; whoever sends it puts in to whom. It holds the published words alone."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = paper.title
    letter.set_content(as_text(paper))
    letter.add_alternative(as_html(paper), subtype="html")
    return letter.as_bytes()


FORMATS: Mapping[str, tuple[str, Callable[[Paper], bytes]]] = {
    "html": ("text/html; charset=utf-8", lambda paper: as_html(paper).encode()),
    "pdf": ("application/pdf", as_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    "txt": ("text/plain; charset=utf-8", lambda paper: as_text(paper).encode()),
    "eml": ("message/rfc822", as_mail),
}
