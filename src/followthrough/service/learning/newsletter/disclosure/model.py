"""What is looked at, what is known beside it, and how does something that gives somebody away come out?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Rule(StrEnum):
    NAME = "a name"
    PLACE = "a place or a school"
    DATE = "a day, a date or a year"
    AGE = "an exact age"
    ORIGIN = "a nationality or a language"
    FAITH = "a faith"
    ILLNESS = "an illness that few have"
    FAMILY = "a place in the family"
    WHICH = "a service of which there is one"
    NUMBER = "a small number"
    QUOTE = "words of the record"
    PRESS = "a news report"
    TOGETHER = "facts that are rare together"
    NEWS = "something the news may have told"


# A child, its family and where they live are never told, whatever is said for it. All else may stay, with a reason.
MUST_GO: Final = frozenset({Rule.NAME, Rule.PLACE})

GONE: Final = " · "  # stands for what was found already, so that no part of it is found again


@dataclass(frozen=True)
class Passage:
    """`where` is the id of a line, `child` the key of whom it tells; empty for the words at the front."""

    where: str
    words: str
    child: str = ""


@dataclass(frozen=True)
class Known:
    """What our own record knows and a reader may not learn. `names` and `places` say what to write instead, and
    `languages` are spoken in the home.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    record: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """`what` stands in the passage word for word. `milder` goes in its place: "" takes it out, and None says that only
    a person can find other words. `rests_on` are words beside these that an answer is about.
    """

    rule: Rule
    where: str
    what: str
    why: str
    milder: str | None = None
    rests_on: str = ""

    @property
    def key(self) -> str:
        """The same for the same words in the same place, so that what was answered stays answered."""
        return ":".join(filter(None, (self.rule.name, self.where, self.what.casefold(), self.rests_on.casefold())))


def found(
    rule: Rule, passages: Iterable[Passage], pattern: re.Pattern[str], why: str, milder: str | None
) -> Iterator[Hit]:
    for passage in passages:
        for match in pattern.finditer(passage.words):
            yield Hit(rule, passage.where, match[0], why, milder)


def mended(words: str, hit: Hit) -> str:
    """The passage with the milder wording in it, as a sentence again."""
    if hit.milder is None:
        return words
    said = _said_once(_placed(words, hit.what, hit.milder), hit.milder)
    said = re.sub(r"\s+([.,;:])", r"\1", re.sub(r"\s{2,}", " ", said)).strip()
    return re.sub(r"(^|[.!?] )([a-z])", lambda match: match[1] + match[2].upper(), said)


_LETTER = r"[^\W_]"
_SMALL = ("a|an|the", "in|at|on|of|from|to|near|by")  # two of a kind never stand beside each other


def _placed(words: str, what: str, milder: str) -> str:
    """With the small word before it gone, where the milder words bring their own: not “in at home”."""
    for kind in _SMALL:
        if re.match(rf"(?:{kind})\b", milder, re.I):
            words = re.sub(rf"\b(?:{kind}) (?={_alone(what)})", "", words, flags=re.I)
    if re.match(_LETTER, milder):  # “an eleven year old boy”, and “a secondary-school boy”
        article = "an" if milder[0].lower() in "aeiou" else "a"
        words = re.sub(rf"\b(a)n? (?={_alone(what)})", lambda match: match[1] + article[1:] + " ", words, flags=re.I)
    return re.sub(_alone(what), lambda _: milder, words)


def stands(what: str, words: str) -> bool:
    """By itself, and not as a part of a longer word: “Will” does not stand in “Willing”."""
    return re.search(_alone(what), words) is not None


def _alone(what: str) -> str:
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, what) else ""
    after = rf"(?!{_LETTER})" if re.match(_LETTER, what[-1:]) else ""
    return f"{before}{re.escape(what)}{after}"


def _said_once(words: str, milder: str) -> str:
    """Where the passage said the same before or after already."""
    told = [re.escape(each) for each in milder.split()]
    if len(told) < 2:
        return words
    same = rf"\b{told[0]} (?:the )?{' '.join(told[1:])}\b"
    return re.sub(rf"({same})(?:,? (?:and )?{same})+", r"\1", words, flags=re.I)
