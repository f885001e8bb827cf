"""Which papers are made of an issue? The newsletter, a briefing of seven minutes, one page, and a paper for the board.

Pure functions of the content. Each is shorter than the one before in what it tells, never other in what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from followthrough.service.learning.newsletter.content import PART_TITLES, Child, Content, Part
from followthrough.service.learning.newsletter.paper import Block, Grid, Heading, Paper, Points, Words

NOTE = "From reviews of practice. Nobody can be known from it, and it may be passed on."
NONE_FOUND = ("None was noted.",)
FOR_YOUR_TEAM = "Questions for your team"
_HEAD = ("Theme", "Good practice", "Learning points")


def newsletter(content: Content) -> Paper:
    return Paper(content.title, NOTE, tuple(_newsletter(content)))


def _newsletter(content: Content) -> Iterator[Block]:
    yield from _opening(content)
    for child in content.children:
        yield Heading(child.title, 2, child.key)
        yield from _points(child, Part.FACT)
        yield from _points(child, Part.LEARNING)
        yield from _asks(child)
        yield from _table(child)
    yield from _questions(content)


def briefing(content: Content) -> Paper:
    """Seven parts, for seven minutes in a team."""
    return Paper(f"Seven-minute briefing: {content.title}", NOTE, tuple(_briefing(content)))


def _briefing(content: Content) -> Iterator[Block]:
    children = content.children
    yield Heading("1. Why this briefing")
    yield from _opening(content, with_heading=False)
    yield Heading("2. What happened")
    for child in children:
        yield Heading(child.title, 3)
        yield Points(tuple(line.words for line in child.of(Part.FACT)))
    yield Heading("3. What went well")
    yield Points(tuple(words for child in children for theme in child.table for words in theme.good) or NONE_FOUND)
    yield Heading("4. What we learnt")
    yield Points(tuple(line.words for child in children for line in child.of(Part.LEARNING)))
    yield Heading("5. What is to be learnt, by theme")
    yield Points(tuple(f"{theme.title}: {' '.join(theme.to_learn)}" for child in children for theme in child.table
                       if theme.to_learn))  # fmt: skip
    yield Heading("6. What is asked")
    for owner, asks in by_owner(content):
        yield Heading(owner, 3)
        yield Points(asks)
    yield Heading("7. Talk it over")
    yield Points(content.questions)


def one_page(content: Content) -> Paper:
    """What was learnt, what is asked of everybody, and what to talk over."""
    learnt = tuple(line.words for child in content.children for line in child.of(Part.LEARNING))
    asks = by_owner(content)
    first = next((found for owner, found in asks if owner == "All agencies"), ())
    others = tuple(owner for owner, _ in asks if owner != "All agencies")
    blocks: list[Block] = [
        Heading("What we learnt"),
        Points(learnt),
        Heading("What is asked of every agency"),
        Points(first),
    ]
    if others:
        blocks.append(Words(f"More is asked of: {'; '.join(others)}. The newsletter says what."))
    blocks += [Heading(FOR_YOUR_TEAM), Points(content.questions)]
    return Paper(f"{content.title}: one page", NOTE, tuple(blocks))


def board_paper(content: Content) -> Paper:
    """Every recommendation with its owner in one table, and the themes with how often each came up."""
    return Paper(f"Paper for the board: {content.title}", NOTE, tuple(_board_paper(content)))


def _board_paper(content: Content) -> Iterator[Block]:
    yield Heading("What the board is asked to do")
    yield Points(("To take note of what the reviews found.", "To agree the recommendations and who owns each.",
                  "To say when it looks at what has come of them."))  # fmt: skip
    yield Heading("What the reviews found")
    yield from _opening(content, with_heading=False)
    yield Points(tuple(line.words for child in content.children for line in child.of(Part.LEARNING)))
    yield Heading("Recommendations by owner")
    rows = tuple(((owner,), (child.title,), asks) for child in content.children for owner, asks in child.asks)
    yield Grid("Recommendations", ("Owner", "From the review of", "What is asked"), tuple(sorted(rows)))
    yield Heading("Themes")
    yield Grid("Good practice and learning points by theme", ("Theme", "In the review of", *_HEAD[1:]), tuple(
        ((theme.title,), (child.title,), theme.good or NONE_FOUND, theme.to_learn or NONE_FOUND)
        for child in content.children for theme in child.table
    ))  # fmt: skip


def by_owner(content: Content) -> list[tuple[str, tuple[str, ...]]]:
    """Over all children, in the order in which an owner is first asked."""
    found: dict[str, list[str]] = {}
    for child in content.children:
        for owner, asks in child.asks:
            found.setdefault(owner, []).extend(asks)
    return [(owner, tuple(asks)) for owner, asks in found.items()]


def _opening(content: Content, *, with_heading: bool = True) -> Iterator[Block]:
    if with_heading:
        yield Heading("About this issue", 2, "opening")
    if content.corrects:
        yield Words(f"This issue corrects “{content.corrects}”. {content.correction}")
    yield from (Words(each) for each in content.opening.splitlines() if each.strip())


def _points(child: Child, part: Part) -> Iterator[Block]:
    if child.of(part):
        yield Heading(PART_TITLES[part], 3, child.section(part))
        yield Points(tuple(line.words for line in child.of(part)))


def _asks(child: Child) -> Iterator[Block]:
    if child.asks:
        yield Heading(PART_TITLES[Part.ASK], 3, child.section(Part.ASK))
    for owner, asks in child.asks:
        yield Heading(owner, 4)
        yield Points(asks)


def _table(child: Child) -> Iterator[Block]:
    if child.table:
        yield Heading(PART_TITLES[Part.FINDING], 3, child.section(Part.FINDING))
        rows = tuple(((theme.title,), theme.good or NONE_FOUND, theme.to_learn or NONE_FOUND) for theme in child.table)
        yield Grid(f"{child.title}: good practice and learning points, by theme", _HEAD, rows)


def _questions(content: Content) -> Iterator[Block]:
    if content.questions:
        yield Heading(FOR_YOUR_TEAM, 2, "questions")
        yield Points(content.questions)


@dataclass(frozen=True)
class Edition:
    title: str
    make: Callable[[Content], Paper]


EDITIONS: Mapping[str, Edition] = {
    "newsletter": Edition("Newsletter", newsletter),
    "briefing": Edition("Seven-minute briefing", briefing),
    "one-page": Edition("One page", one_page),
    "board-paper": Edition("Paper for the board", board_paper),
}
