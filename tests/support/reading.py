"""How hard are words to read? The Flesch-Kincaid grade: years of school that a text asks of its reader.

A sentence ends where Flesch lets it end: at a full stop, a question or exclamation mark, a colon or a semicolon.
A numeral or a time is one word of one syllable: it is read at a glance. A term of the field that no plain word can
replace counts as an easy word: the list of them stands in the glossary, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_SENTENCE = re.compile(r"(?<=[.!?:;])[\s”’\"]+|(?<=[.!?:;])$")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’:./-]*")
_TERM = " term "

# What the rules below would count wrongly.
_KNOWN = {
    "area": 3, "areas": 3, "argue": 2, "argues": 2, "being": 2, "business": 2, "carriage": 2, "co-ordinate": 4,
    "colleague": 2, "colleagues": 2, "coordinate": 4, "coordinated": 5, "coordinator": 5, "create": 2, "created": 3,
    "creates": 2, "element": 3, "elements": 3, "evening": 2, "evenings": 2, "every": 2, "everybody": 4,
    "everyone": 3, "everything": 3, "household": 2, "households": 2, "idea": 3, "ideas": 3, "judgement": 2,
    "judgements": 2, "leave": 1, "marriage": 2, "people": 2, "people's": 2, "persuade": 2, "poem": 2, "quiet": 2,
    "react": 2, "real": 1, "reassess": 3, "reassessed": 3, "reopen": 3, "reopened": 3, "safeguard": 2,
    "safeguarded": 3, "safeguarding": 3, "science": 2, "sciences": 3, "sergeant": 2, "society": 4, "somebody": 3,
    "someone": 2, "something": 2, "sometimes": 2, "somewhere": 2, "surgeon": 2, "therefore": 2, "timescale": 2,
    "timescales": 2, "whereas": 2, "wednesday": 2, "whose": 1, "elsewhere": 2, "foretold": 2, "baby": 2,
    "naive": 2, "doing": 2, "going": 2, "fire": 1, "hour": 1, "hours": 1, "our": 1, "ours": 1, "aged": 1,
    "used": 1, "lifetime": 2, "caregiver": 3, "homework": 2, "anyone": 3, "framework": 2, "likewise": 2,
    "reassure": 3, "rulebook": 2, "safety": 2, "suicidal": 4, "suicide": 3, "timeline": 2, "tuition": 3, "twentieth": 3,
    "whoever": 3, "eyes": 1, "millimetres": 4, "lives": 1, "clothes": 1, "custody": 3,
}  # fmt: skip
_LESS = (
    re.compile(r"[^aeiouy]e$(?<![^aeiouyl]le)(?<![^aeiouyr]re)"),  # make, rule; not table, centre
    re.compile(r"[^aeiouysxzcg]es$(?<![^aeiouyl]les)(?<!ches)(?<!shes)"),  # makes; not places, tables, reaches
    re.compile(r"[^aeiouytd]ed$(?<![^aeiouyl]led)|[aeiou]yed$"),  # shared, stayed; not wanted, handled
    re.compile(r"[gq]ues?$"),  # league
    re.compile(r"[^aeiouy](?<![^aeiouyl]l)e(ment|ful|ly|less|ness|where)"),  # placement; not settlement
)
_MORE = (
    re.compile(r"[^tcsgx]i(a|o|u)"),  # period, material; not nation
    re.compile(r"[^gq]u(a|o)"),  # actual; not language
    re.compile(r"(?<![tcr])ien(t|ce|cy)"),  # client; not patient
    re.compile(r"(?<=r)ien(t|ce|cy)"),  # experience
    re.compile(r"[aeiouy].*[^aeiouy]ie(r|st)$"),  # earlier; not tier
    re.compile(r"[aeiou]y[aeiou]"),  # employer
    re.compile(r"(?<![aeiou]y)(?<=[aeiouy])ing"),  # seeing
    re.compile(r"[^g]eo(?!u)"),  # video
    re.compile(r"[^aeiou]ism"),  # autism
    re.compile(r"[ds]n't$"),  # didn't
)


def grade(text: str, terms: Iterable[str] = ()) -> float:
    """The grade of a text, in which `terms` count as easy words. A text without words has grade 0."""
    plain = _eased(text, tuple(terms))
    sentences = [words for part in _SENTENCE.split(plain) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def _eased(text: str, terms: tuple[str, ...]) -> str:
    return _pattern(terms).sub(_TERM, text) if terms else text


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """A term in one or several, with its words apart by blanks or hyphens."""
    longest_first = sorted(terms, key=len, reverse=True)
    parts = (r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", term))) for term in longest_first)
    return re.compile(rf"\b({'|'.join(parts)})(s|es|’s|'s|s’)?\b", re.IGNORECASE)


def syllables(word: str) -> int:
    word = word.lower().replace("’", "'").strip("'.:/-")
    if any(letter.isdigit() for letter in word):
        return 1
    if word in _KNOWN:
        return _KNOWN[word]
    if re.search(r"[-/.]", word):
        return sum(syllables(part) for part in re.split(r"[-/.]", word) if part)
    own = word.removesuffix("'s")
    return _by_rule(own.removesuffix("'")) + (own != word and bool(re.search(r"([sxz]|[cg]e|[cs]h)$", own)))


def _by_rule(word: str) -> int:
    if word in _KNOWN:
        return _KNOWN[word]
    found = len(re.findall(r"[aeiouy]+", word))
    found += sum(bool(pattern.search(word)) for pattern in _MORE)
    if found > 1:
        found -= sum(bool(pattern.search(word)) for pattern in _LESS)
    return max(found, 1)
