"""What does the check find in an issue, and what did somebody say to it?"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from followthrough.service.core.asread import digest_of
from followthrough.service.learning.newsletter.content import Content, passages
from followthrough.service.learning.newsletter.disclosure import MUST_GO, Hit, Known, Passage, check
from followthrough.service.learning.newsletter.models import Answer, Issue, Way
from followthrough.service.learning.newsletter.queries.knowing import known


@dataclass(frozen=True)
class Checked:
    """`answer` is why it stays; None while somebody has to say something."""

    hit: Hit
    passage: str
    answer: Answer | None

    @property
    def mark(self) -> str:
        """A short name for an address, which tells nothing of the words."""
        return f"{zlib.crc32(self.hit.key.encode()):08x}"


def checked(issue: Issue, beside: Known | None = None) -> list[Checked]:
    """What is open first. `beside` is what our own record knows, where that was asked already."""
    told = [Passage(where, words, child) for where, child, words in passages(issue.issue)]
    words = {each.where: each.words for each in told}
    kept = {each.key: each for each in issue.answers.filter(way=Way.KEPT)}
    hits = check(told, beside or known(issue.reviews))
    found = [Checked(hit, words.get(hit.where, ""), None if hit.rule in MUST_GO else kept.get(hit.key)) for hit in hits]
    return sorted(found, key=lambda each: each.answer is not None)


def unanswered(found: Sequence[Checked]) -> list[Checked]:
    return [each for each in found if each.answer is None]


def digest(content: Content) -> str:
    """The same for the same words, so that nothing else is released than was read."""
    return digest_of(content.as_published())
