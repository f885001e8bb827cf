"""What in an issue could give somebody away? Rules of words, the same answer each time, and a person answers for each.

It finds what we thought of and is never a promise that nothing is left: a second person reads all of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.service.learning.newsletter.disclosure.model import (
    MUST_GO,
    Hit,
    Known,
    Passage,
    Rule,
    mended,
    stands,
)
from followthrough.service.learning.newsletter.disclosure.rules import ALL
from followthrough.service.learning.newsletter.disclosure.words import without_unseen

__all__ = ["MUST_GO", "Hit", "Known", "Passage", "Rule", "check", "mended", "stands", "without_unseen"]


def check(passages: Iterable[Passage], known: Known) -> tuple[Hit, ...]:
    """Each thing once, in the order of the rules and then of the text."""
    given = tuple(passages)
    hits: dict[str, Hit] = {}
    for hit in (hit for rule in ALL for hit in rule(given, known)):
        hits.setdefault(hit.key, hit)  # what the record knows comes before what only reads like it
    return tuple(hits.values())
