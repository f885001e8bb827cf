"""How does the example read as an issue? With the words that may leave it, without a database."""

from __future__ import annotations

from typing import Final

from followthrough.service.demo.learnt import Learnt, learnt
from followthrough.service.learning.newsletter.composing import Source, Told, compose
from followthrough.service.learning.newsletter.content import Content

TITLE: Final = "What reviews of practice taught us"
OWNERS: Final = {
    "all": "All agencies",
    "police": "Police",
    "policies-and-procedures-group": "Policies and Procedures Group",
    "learning-and-improvement-group": "Learning and Improvement Group",
    "case-review-group": "Case Review Group",
}


def issue(*, is_released: bool = True) -> Content:
    """`is_released` with the words that are left when the check of disclosure has been heard."""
    return compose(TITLE, [_told(each, is_released=is_released) for each in learnt()])


def _told(each: Learnt, *, is_released: bool) -> Told:
    return Told(
        facts=tuple(Source(said.released if is_released else said.words, "The review") for said in each.facts),
        learning=tuple(Source(said.released if is_released else said.words, "The review") for said in each.learning),
        findings=tuple(
            Source(found.released if is_released else found.words, found.key, theme=found.theme, side=found.side)
            for found in each.findings
        ),
        asks=tuple(
            Source(asked.words, asked.key, owner=OWNERS[asked.asked[0] if asked.owner == "agency" else asked.owner])
            for asked in each.recommendations
        ),
    )
