"""What does an issue say? One content, from which the page, the papers, the letter and the check are all made.

It is data and knows nothing of where it is kept. A line is what somebody may edit by itself, and says where it comes
from. Children are numbered; no name has a place here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from followthrough.service.learning.newsletter.disclosure import without_unseen as as_seen

GOOD, TO_LEARN = "good practice", "learning point"
QUESTIONS = 3


class Part(StrEnum):
    """What a line is, in the order in which an issue tells it."""

    FACT = "facts"
    LEARNING = "learning"
    ASK = "asks"
    FINDING = "table"


PART_TITLES = {
    Part.FACT: "What happened",
    Part.LEARNING: "What we learnt",
    Part.ASK: "What is asked, and of whom",
    Part.FINDING: "Good practice and learning points",
}


@dataclass(frozen=True)
class Line:
    """`origin` is for who composes and is not published. `theme` and `side` are a finding's, `owner` a request's."""

    id: str
    part: Part
    words: str
    origin: str = ""
    theme: str = ""
    side: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Theme:
    """A row of the table: good practice and learning points beside each other."""

    title: str
    good: tuple[str, ...]
    to_learn: tuple[str, ...]


@dataclass(frozen=True)
class Child:
    key: str  # child-1, child-2 … the anchor of the page
    title: str
    lines: tuple[Line, ...]

    def of(self, part: Part) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.part == part)

    @property
    def table(self) -> tuple[Theme, ...]:
        """By theme, in the order in which a theme is first told."""
        found = self.of(Part.FINDING)
        themes = dict.fromkeys(line.theme for line in found)
        return tuple(Theme(theme, _words(found, theme, GOOD), _words(found, theme, TO_LEARN)) for theme in themes)

    @property
    def asks(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """By owner, in the order in which an owner is first asked."""
        found = self.of(Part.ASK)
        owners = list(dict.fromkeys(line.owner for line in found))
        ordered = sorted(found, key=lambda line: owners.index(line.owner))
        return tuple(
            (owner, tuple(line.words for line in lines))
            for owner, lines in groupby(ordered, key=lambda each: each.owner)
        )

    def section(self, part: Part) -> str:
        """The name of a section, as the page's anchor and the documents say it."""
        return f"{self.key}-{part.value}"


@dataclass(frozen=True)
class Content:
    """`corrects` names the issue that this one puts right, and `correction` says what was wrong in it."""

    title: str
    opening: str
    children: tuple[Child, ...]
    questions: tuple[str, ...]
    corrects: str = ""
    correction: str = ""

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of all that a reader finds."""
        told = [child.section(part) for child in self.children for part in Part if child.of(part)]
        return ("opening", *told, *(("questions",) if self.questions else ()))

    @property
    def lines(self) -> Iterator[tuple[Child, Line]]:
        return ((child, line) for child in self.children for line in child.lines)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    def as_published(self) -> dict[str, Any]:
        """What readers are given: without where each line is from, which names reviews."""
        held = self.as_data()
        for line in (line for child in held["children"] for line in child["lines"]):
            del line["origin"]
        return held


def from_data(held: Mapping[str, Any]) -> Content:
    children = tuple(
        Child(each["key"], each["title"], tuple(Line(**{**line, "part": Part(line["part"])}) for line in each["lines"]))
        for each in held["children"]
    )
    return Content(**{**held, "children": children, "questions": tuple(held["questions"])})


def passages(content: Content) -> Iterator[tuple[str, str, str]]:
    """All that a reader reads: where it stands, of which child it tells, and the words."""
    yield "title", "", content.title
    yield "opening", "", content.opening
    yield "correction", "", content.correction
    yield from ((line.id, child.key, line.words) for child, line in content.lines)
    for child in content.children:
        yield from ((f"{child.key}-theme-{n}", child.key, theme.title) for n, theme in enumerate(child.table, 1))
    yield from ((f"question-{number}", "", words) for number, words in enumerate(content.questions, 1))


def section(content: Content, name: str) -> Any:
    """What a writer of one section sees before them, as data."""
    if name == "front":
        return [content.title, content.opening, content.correction]
    if name == "questions":
        return list(content.questions)
    found = ((child, part) for child in content.children for part in Part if child.section(part) == name)
    return [[line.id, line.words] for child, part in found for line in child.of(part)]


def passage(content: Content, where: str) -> str:
    """The words in one place; none where nothing stands there."""
    return next((words for name, _, words in passages(content) if name == where), "")


def with_words(content: Content, where: str, words: str) -> Content:
    """The same issue with other words in one place; a line that has none is gone."""
    front = {name: words if where == name else getattr(content, name) for name in ("title", "opening", "correction")}
    questions = tuple(
        words if where == f"question-{number}" else each for number, each in enumerate(content.questions, 1)
    )
    children = tuple(
        replace(child, lines=tuple(_kept(line, where, words, _themes(child)) for line in child.lines))
        for child in content.children
    )
    found = Content(**front, children=children, questions=questions, corrects=content.corrects)
    return replace(found, children=tuple(_without_empty(child) for child in found.children))


def _themes(child: Child) -> dict[str, str]:
    """Where the name of each theme stands."""
    return {theme.title: f"{child.key}-theme-{number}" for number, theme in enumerate(child.table, 1)}


def _kept(line: Line, where: str, words: str, themes: dict[str, str]) -> Line:
    if line.theme and themes.get(line.theme) == where:
        return replace(line, theme=words)
    return replace(line, words=words) if line.id == where else line


def _without_empty(child: Child) -> Child:
    return replace(child, lines=tuple(line for line in child.lines if line.words.strip()))


def with_lines(content: Content, section: str, lines: Iterable[Line]) -> Content:
    """The same issue with other lines in one section of a child. Lines without words go."""
    kept = tuple(line for line in lines if line.words.strip())

    def put(child: Child) -> Child:
        part = next((part for part in Part if child.section(part) == section), None)
        if part is None:
            return child
        return replace(child, lines=tuple(line for line in child.lines if line.part != part) + kept)

    return replace(content, children=tuple(map(put, content.children)))


def without_unseen(content: Content) -> Content:
    """The same words with no sign inside them that nobody sees."""
    return from_data(_seen(content.as_data()))


def _seen(held: Any) -> Any:
    if isinstance(held, Mapping):
        return {name: _seen(each) for name, each in held.items()}
    return as_seen(held) if isinstance(held, str) else [_seen(each) for each in held]


def _words(found: Iterable[Line], theme: str, side: str) -> tuple[str, ...]:
    return tuple(line.words for line in found if (line.theme, line.side) == (theme, side))
