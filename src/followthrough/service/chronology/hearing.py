"""What did the child say, and could the child say it freely? Own words, how they were heard, and through whom.

Words that a visit brought are words of the child like any other: written once, with the visit, and counted everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followthrough.procedures.model.event import type_of_value
from followthrough.service.chronology.queries import Entry

HEARD, SEEN = "voice.heard", "child.seen"
NOT_NEEDED = "none was needed"
FAMILY, NOBODY = "a family member", "nobody though one was needed"
NO_WORDS = "Enter what the child said or showed, or leave out how you heard the child"
WHO = "Select who interpreted what the child said"
WHY_FAMILY = (
    "A child may not say everything through a family member. Get an independent interpreter if you can. "
    "If you could not, say why a family member interpreted"
)
_THROUGH = {
    FAMILY: "a family member interpreted: hear the child again without",
    NOBODY: "no interpreter came: hear the child again with one",
    "independent interpreter": "with an independent interpreter",
}


def problem(kind: str, data: Mapping[str, type_of_value]) -> tuple[str, str] | None:
    """The field and what is wrong with it: words without who interpreted, or a family member and nobody said why."""
    has_words, through = bool(str(data.get("words") or "").strip()), data.get("interpreter")
    if kind == SEEN and has_words and not through:
        return "interpreter", WHO
    if kind == SEEN and through and not has_words:
        return "words", NO_WORDS
    if kind in (HEARD, SEEN) and through == FAMILY and not str(data.get("why_family") or "").strip():
        return "why_family", WHY_FAMILY
    return None


def is_said(entry: Entry) -> bool:
    """Somebody wrote down what the child said: on purpose, or at a visit."""
    return entry.event.kind == HEARD or (entry.event.kind == SEEN and bool(entry.event.data.get("words")))


def last_heard(entries: Iterable[Entry]) -> Entry | None:
    """The last time that somebody wrote down what the child said, in order of when it was said."""
    return next((each for each in reversed(list(entries)) if is_said(each) and not each.is_taken_back), None)


def words_of(entry: Entry) -> str:
    """“I want to stay with Gran.” (in talk, without a carer, with an independent interpreter)"""
    data = entry.event.data
    alone = {True: "without a carer", False: "with a carer there"}.get(data.get("alone"), "")  # type: ignore[call-overload]
    through = _THROUGH.get(str(data.get("interpreter", "")), "")
    said = str(data.get("words", "")).strip("“” ")
    return f"“{said}” ({', '.join(filter(None, (str(data.get('how', 'at a visit')), alone, through)))})"


def needs_hearing_again(entry: Entry) -> bool:
    return entry.event.data.get("interpreter") in (FAMILY, NOBODY)
