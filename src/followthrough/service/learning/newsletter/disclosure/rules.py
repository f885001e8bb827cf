"""One function a rule: passages and what is known, in; what gives somebody away, out. None asks a model or a net."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from followthrough.service.learning.newsletter.disclosure import ages, called, events, marks, origins
from followthrough.service.learning.newsletter.disclosure.model import Hit, Known, Passage, Rule, found
from followthrough.service.learning.newsletter.disclosure.words import folded, words

RUN = 7  # words in a row that are the record's own
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+|$)\s*")

SHUT = "at a time when most offices were shut"
_YEARS = {"up to": "for years", "since": "in later years", "from": "in later years", "after": "in later years",
          "until": "for years", "to": "for years", "by": "for years", "before": "for years"}  # fmt: skip


def names(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    """Whole names, however they are written; and a part of one, written as a name, where it stands by itself."""
    why = "Somebody of the record, or who worked with the child, is called so."
    book = called.people(known.names)
    for passage in passages:
        for what, instead in book.found(passage.words):
            yield Hit(Rule.NAME, passage.where, what, why, instead)
    yield from found(Rule.NAME, passages, marks.TITLED, "A person is named here.", "a worker")


def places(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "The directory or an address of the record names it."
    book = called.places(known.places)
    for passage in passages:
        for what, instead in book.found(passage.words):
            yield Hit(Rule.PLACE, passage.where, what, why, instead)
    yield from found(Rule.PLACE, passages, marks.STREET, "It reads like the name of a place.", "a place in the area")
    yield from found(Rule.PLACE, passages, marks.POSTCODE, "It is a postcode.", "in the area")


def dates(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    exact = "Who knows that day knows the child. Newspapers are sorted by day."
    yield from found(Rule.DATE, passages, marks.EXACT, exact, "at that time")
    for passage in passages:
        for match in marks.MONTH.finditer(passage.words):
            why = "A month and a year lead to the reports of that month."
            yield Hit(Rule.DATE, passage.where, match[0], why, "some years ago")
        for match in marks.YEAR.finditer(passage.words):
            if not any(other[0] in (match[0],) or match[0] in other[0] for other in _longer(passage)):
                instead = _YEARS.get((match["at"] or "").lower(), "some years ago")
                yield Hit(Rule.DATE, passage.where, match[0], "A year narrows down who it can be.", instead)
    yield from found(Rule.DATE, passages, marks.WEEKDAY, exact, "one day")
    yield from found(Rule.DATE, passages, marks.CLOCK, "The hour adds to what narrows it down.", "at one time")
    holiday = "There are few such days in a year, and the news of each can be looked up."
    yield from found(Rule.DATE, passages, marks.HOLIDAY, holiday, SHUT)


def _longer(passage: Passage) -> Iterator[re.Match[str]]:
    yield from marks.EXACT.finditer(passage.words)
    yield from marks.MONTH.finditer(passage.words)


def illnesses(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "One child of the area may have it. That care was hard to give says as much."
    yield from found(Rule.ILLNESS, passages, marks.ILLNESS, why, "a health condition")


def family(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "Who knows the family knows who it is."
    yield from found(Rule.FAMILY, passages, marks.PLACE_IN_FAMILY, why, "another child of the family")
    yield from found(Rule.FAMILY, passages, marks.SEVERAL_AT_ONCE, why, None)


def services(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "There is one such place near, and everybody knows its name."
    for passage in passages:
        for match in marks.LOCAL.finditer(passage.words):
            yield Hit(Rule.WHICH, passage.where, match[0], why, f"a {match[1]}")


def numbers(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "So few can be told apart by whoever knows the area."
    for passage in passages:
        for match in marks.FEW.finditer(passage.words):
            yield Hit(Rule.NUMBER, passage.where, match[0], why, f"some {match[1]}")


def quotes(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    """A run of RUN words or more that are words of one entry, as long as it goes."""
    told = [(passage, words(passage.words)) for passage in passages]
    plain = [[token.whole for token in tokens] for _, tokens in told]
    runs = _of_the_record({run for each in plain for run in _runs(each)}, known.record)
    why = f"These are {RUN} words or more of an entry of the record. Who wrote it knows them again."
    for (passage, tokens), each in zip(told, plain, strict=True):
        marked = [start for start, run in enumerate(_runs(each)) if run in runs]
        for _, together in groupby(enumerate(marked), key=lambda pair: pair[1] - pair[0]):
            starts = [start for _, start in together]
            begin, end = tokens[starts[0]].start, tokens[starts[-1] + RUN - 1].end_of_all
            yield Hit(Rule.QUOTE, passage.where, passage.words[begin:end], why)


def _of_the_record(runs: set[tuple[str, ...]], record: Iterable[str]) -> set[tuple[str, ...]]:
    """Those that stand in an entry. The issue is short and the record is long: what is held are the runs of the issue,
    and each word of the record is looked at once.
    """
    found: set[tuple[str, ...]] = set()
    for text in record if runs else ():
        found |= runs.intersection(_runs(list(folded(text))))
    return found


def _runs(read: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(read[start:] for start in range(RUN)), strict=False)


def press(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "Whoever reads that there was a report looks for it, and finds the name."
    for passage in passages:
        for sentence in _SENTENCE.finditer(passage.words):
            if marks.PRESS.search(sentence[0]):
                yield Hit(Rule.PRESS, passage.where, sentence[0].strip(), why, "")


NARROW: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "exact age": (ages.BEFORE, ages.AFTER, ages.BEING, ages.TURNED, ages.SINCE, ages.BIRTHDAY, ages.SCHOOL_YEAR),
    "nationality or language": (origins.BORN_AT, origins.OF_A_PEOPLE),
    "faith": (origins.OF_A_FAITH,),
    "illness": (marks.ILLNESS,),
    "time": (marks.EXACT, marks.MONTH, marks.YEAR, marks.WEEKDAY, marks.HOLIDAY),
}
RARE: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "event": (events.EVENT, marks.PRESS),
    "family": (marks.FAMILY,),
    "way of living": (marks.UNUSUAL,),
}


def together(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    """Within what is told of one child: two or more kinds, one of which narrows it down by itself."""
    for child, told in _by_child(passages):
        narrow, rare = _marked(told, NARROW), _marked(told, RARE)
        if narrow and len(narrow) + len(rare) > 1:
            why = f"Of one child stand here: {', '.join([*narrow, *rare])}. Alone each may do. Together they fit few."
            yield Hit(Rule.TOGETHER, child, " + ".join([*narrow.values(), *rare.values()]), why)


def news(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    """What a person has to answer of every child: can what is told be laid beside a report? With each fact that is
    found. Where no event is among them the answer rests on all words of the child, for nobody knows which would be it.
    """
    for child, told in _by_child(passages):
        facts = dict.fromkeys(fact for patterns in {**NARROW, **RARE}.values() for fact in _each(told, patterns))
        what, ask = " + ".join(facts), "Write down where you looked, and what you found."
        if _first(told, (events.EVENT,)):
            yield Hit(Rule.NEWS, child, what, f"Look whether a news report tells of this. {ask}")
        else:
            why = f"No event is among the words that the check knows. It looked for {', '.join(events.KINDS)}. "
            why += f"Read what is told, and look whether a news report tells of this child. {ask}"
            yield Hit(Rule.NEWS, child, what, why, rests_on=" ".join(passage.words for passage in told))


def _by_child(passages: Iterable[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    told: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.child:
            told.setdefault(passage.child, []).append(passage)
    yield from told.items()


def _marked(told: Sequence[Passage], kinds: Mapping[str, tuple[re.Pattern[str], ...]]) -> dict[str, str]:
    first = {kind: _first(told, patterns) for kind, patterns in kinds.items()}
    return {kind: what for kind, what in first.items() if what}


def _each(told: Sequence[Passage], patterns: Iterable[re.Pattern[str]]) -> list[str]:
    """All of one kind, without what is a part of another: of “August 2008” not the year again."""
    found = [_what(match) for each in patterns for passage in told for match in each.finditer(passage.words)]
    return [each for each in found if not any(each != other and each in other for other in found)]


def _first(told: Sequence[Passage], patterns: Iterable[re.Pattern[str]]) -> str:
    matches = (pattern.search(passage.words) for pattern in patterns for passage in told)
    return next((_what(match) for match in matches if match), "")


def _what(match: re.Match[str]) -> str:
    """Without what only had to stand before it."""
    return (match.groupdict().get("what") or match[0]).strip()


ALL = (
    names, places, dates, ages.ages, origins.origins, origins.faiths, illnesses, family, services,
    numbers, quotes, press, together, news,
)  # fmt: skip
