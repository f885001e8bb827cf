"""How does an issue begin? From what reviews found and ask: each line says which finding or recommendation it is.

Whoever composes it changes the words; the check of disclosure and the second person look at what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from followthrough.service.learning.newsletter.content import Child, Content, Line, Part

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
OPENING = (
    "The Board put the cases of the children below to its Case Review and Child Death Overview Panel. "
    "This is what the reviews found and what they ask, in one report.\n"
    "Good practice is told as well. Each recommendation says who has to act on it."
)
QUESTIONS = (
    "When you pass something on, how do you know that it has arrived and that somebody acts on it?",
    "Which child in your work has nobody seen for a while, and who would notice?",
    "What will you do differently after reading this, and who will ask you about it?",
)


@dataclass(frozen=True)
class Source:
    """A sentence of a review, and where it stands there."""

    words: str
    origin: str
    theme: str = ""
    side: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Told:
    """What reviews tell of one child."""

    facts: tuple[Source, ...]
    learning: tuple[Source, ...]
    findings: tuple[Source, ...]
    asks: tuple[Source, ...]


def compose(title: str, told: Sequence[Told], questions: Sequence[str] = QUESTIONS) -> Content:
    return Content(title, OPENING, tuple(map(_child, range(1, len(told) + 1), told)), tuple(questions))


def _child(number: int, told: Told) -> Child:
    name = NUMBERS[number - 1] if number <= len(NUMBERS) else str(number)
    key = f"child-{number}"
    return Child(key, f"Child {name}", tuple(_lines(key, told)))


def _lines(key: str, told: Told) -> Iterator[Line]:
    parts: Iterable[tuple[Part, tuple[Source, ...]]] = (
        (Part.FACT, told.facts),
        (Part.LEARNING, told.learning),
        (Part.ASK, told.asks),
        (Part.FINDING, told.findings),
    )
    for part, sources in parts:
        for number, each in enumerate(sources, 1):
            id_ = f"{key}-{part.value}-{number}"
            yield Line(id_, part, each.words, each.origin, each.theme, each.side, each.owner)
