"""How does the matrix of findings read? Themes in rows, good practice and learning points side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from followthrough.procedures.explain.words import kind_words
from followthrough.service.design.components import Link
from followthrough.service.learning.reviews.presenters.words import called, day
from followthrough.service.learning.reviews.queries import Cited, Found, ThemeRow
from followthrough.service.ledger import rulebook

UNREAD = "an entry that you may not read"


@dataclass(frozen=True)
class FoundWords:
    id: str
    words: str
    child: str
    cites: tuple[Link, ...]
    without_entry: str


@dataclass(frozen=True)
class MatrixRow:
    theme: str
    good: tuple[FoundWords, ...]
    learning: tuple[FoundWords, ...]


def rows_of(found: Sequence[ThemeRow]) -> tuple[MatrixRow, ...]:
    return tuple(MatrixRow(each.theme.title, _words(each.good), _words(each.learning)) for each in found)


def _words(found: Sequence[Found]) -> tuple[FoundWords, ...]:
    return tuple(
        FoundWords(
            id=each.finding.pk,
            words=each.finding.words,
            child=called(each.finding.child) if each.finding.child else "",
            cites=tuple(_cite(cited) for cited in each.cites),
            without_entry=each.finding.without_entry,
        )
        for each in found
    )


def _cite(cited: Cited) -> Link:
    if cited.row is None:
        return Link(UNREAD, "")
    words = f"{kind_words(cited.row.kind, rulebook.current().vocabulary)}, {day(cited.row.occurred_from)}"
    return Link(words, reverse("chronology:entry", args=[cited.child_id, cited.root]))
