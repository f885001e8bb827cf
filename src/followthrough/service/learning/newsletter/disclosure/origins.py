"""Where is a family from, what does it speak, what does it believe, and what says as much of what is to be learnt?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from followthrough.service.learning.newsletter.disclosure.marks import MONTH_NAME
from followthrough.service.learning.newsletter.disclosure.model import GONE, Hit, Known, Passage, Rule
from followthrough.service.learning.newsletter.disclosure.peoples import (
    ABROAD,
    AT_HOME,
    COUNTRIES,
    FAITHS,
    HERITAGE,
    WORSHIP,
)

_ANY = f"(?:{ABROAD}|{AT_HOME})"
_NOUNS = "family|families|mother|father|parents?|couple|child|children|girl|boy|woman|man|household|community|home"
# Before a noun: who is told of is the noun, and needs no word in its place.
_OF = "".join((r"(?:(?<=\b", r" )|(?<=\b".join(("a", "A", "an", "An", "the", "The", "his", "her", "their")), " ))"))
_NOUN = r"([a-z][\w’-]+)"

BORN_AT = re.compile(rf"\b[Bb]orn (?:in|at|near) (?!{MONTH_NAME}\b)[A-Z][\w’'-]+(?:,? [A-Z][\w’'-]+)*")
OF_A_PEOPLE = re.compile(rf"\b(?:{HERITAGE}|{_ANY}s?|{COUNTRIES})\b")
OF_A_FAITH = re.compile(rf"\b(?:{FAITHS}|{WORSHIP})s?\b")

_NOT_ENGLISH = "whose first language is not English"
Milder = Sequence[tuple[re.Pattern[str], str | None]]
# The longest first. None: only a person finds other words.
PEOPLES: Milder = (
    (BORN_AT, "born elsewhere"),
    (re.compile(rf"\b(?:{_ANY} )*(?:{HERITAGE}|{AT_HOME}) ({_NOUNS})\b"), r"\1"),
    (re.compile(rf"\b(?:{ABROAD})(?:-speaking)? ({_NOUNS})\b"), rf"\1 {_NOT_ENGLISH}"),
    (re.compile(rf"\b(speaks?|speaking|spoke) (?:only )?{_ANY}\b"), r"\1 a language other than English"),
    (re.compile(rf"\b{_ANY}-speaking {_NOUN}"), r"\1 who speaks their language"),
    (re.compile(rf"\b{_ANY}-speaking\b"), _NOT_ENGLISH),
    (re.compile(rf"\b{_ANY} (?:national|citizen)\b"), "person from another country"),
    (re.compile(rf"{_OF}(?:{_ANY} )+{_NOUN}"), r"\1"),
    (re.compile(rf"\b(?:the )?(?:{COUNTRIES})\b"), "another country"),
    (re.compile(rf"\b(?:{HERITAGE}|(?:{AT_HOME})s?)\b"), None),
    (re.compile(rf"(?:(?<=\ba )|(?<=\bA )|(?<=\ban )|(?<=\bAn )){_ANY}\b"), None),
    (re.compile(rf"\b(?:{ABROAD})s?\b"), "from another country"),
)
BELIEFS: Milder = (
    (re.compile(rf"\b(?:{FAITHS}) ({_NOUNS})\b"), r"\1"),
    (re.compile(rf"{_OF}(?:{FAITHS}) {_NOUN}"), r"\1"),
    (re.compile(rf"\b(is|are|was|were) (?:{FAITHS})s?\b"), r"\1 religious"),
    (re.compile(rf"\b(?:{WORSHIP})\b"), "place of worship"),
    (re.compile(rf"\b(?:{WORSHIP})s\b"), "places of worship"),
    (re.compile(rf"\b(?:{FAITHS})s?\b"), None),
)


def origins(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "Few families of an area share it. That an interpreter was needed says what is to be learnt."
    spoken = [(re.compile(rf"\b{re.escape(each)}\b", re.I), "another language") for each in known.languages]
    return _found(Rule.ORIGIN, passages, [*PEOPLES, *spoken], why)


def faiths(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "Few families of an area share it. Say it only where it is what is to be learnt."
    return _found(Rule.FAITH, passages, BELIEFS, why)


def _found(rule: Rule, passages: Iterable[Passage], patterns: Milder, why: str) -> Iterator[Hit]:
    for passage in passages:
        rest = passage.words
        for pattern, instead in patterns:
            for match in pattern.finditer(rest):
                yield Hit(rule, passage.where, match[0], why, instead if instead is None else match.expand(instead))
            rest = pattern.sub(GONE, rest)
