"""How is the text of a chapter built, and what is different between two? Pure: words in, words out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

LONGEST_HEADING = 80
Mark = Literal["", "added", "removed"]


@dataclass(frozen=True)
class Block:
    """A paragraph or a heading."""

    text: str
    is_heading: bool


@dataclass(frozen=True)
class Part:
    """Words of a paragraph, with whether they came or went."""

    words: str
    mark: Mark = ""


@dataclass(frozen=True)
class Pair:
    """A paragraph before and after; a side is empty where there is none."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @property
    def is_same(self) -> bool:
        return not any(part.mark for part in (*self.before, *self.after))


def blocks(text: str) -> list[Block]:
    """What stands between empty lines. One short line without a full stop at its end is a heading."""
    found = [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]
    return [Block(each, _is_heading(each)) for each in found]


def _is_heading(block: str) -> bool:
    return "\n" not in block and len(block) <= LONGEST_HEADING and block[-1] not in ".:;,!?"


def compared(before: str, after: str) -> list[Pair]:
    """Paragraph beside paragraph, and within those that differ word by word."""
    old, new = ([each.text for each in blocks(text)] for text in (before, after))
    pairs: list[Pair] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [Pair((Part(each),), (Part(each),)) for each in old[a:b]]
        else:
            pairs += [_pair(one, other) for one, other in zip_longest(old[a:b], new[c:d], fillvalue="")]
    return pairs


def _pair(before: str, after: str) -> Pair:
    old, new = before.split(), after.split()
    left: list[Part] = []
    right: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_same = tag == "equal"
        left += _part(old[a:b], "" if is_same else "removed")
        right += _part(new[c:d], "" if is_same else "added")
    return Pair(tuple(left), tuple(right))


def _part(words: list[str], mark: Mark) -> Iterator[Part]:
    if words:
        yield Part(" ".join(words), mark)


def counted(pairs: list[Pair]) -> tuple[int, int]:
    """How many words came, and how many went."""

    def of(mark: Mark) -> int:
        parts = [part for pair in pairs for part in (*pair.before, *pair.after)]
        return sum(len(part.words.split()) for part in parts if part.mark == mark)

    return of("added"), of("removed")
