"""Of what is any paper made? Headings, sentences, points and tables: every output draws the same pieces, so that none
says more or less than another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Heading:
    """`anchor` is the name of the section that it opens."""

    words: str
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True)
class Words:
    words: str


@dataclass(frozen=True)
class Points:
    points: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """The first row and the first column are headings. A cell holds sentences, one under the other."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


Block: TypeAlias = Heading | Words | Points | Grid


@dataclass(frozen=True)
class Paper:
    """`note` stands above it: for whom it is."""

    title: str
    note: str
    blocks: tuple[Block, ...]
