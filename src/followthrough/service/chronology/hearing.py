"""What did the child say, and could the child say it freely? Own words, how they were heard, and through whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followthrough.procedures.model.event import type_of_value
from followthrough.service.chronology.queries import Entry

HEARD = "voice.heard"
FAMILY, NOBODY = "a family member", "nobody though one was needed"
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
    """The field and what is wrong with it: a family member interpreted, and nobody said why."""
    if kind == HEARD and data.get("interpreter") == FAMILY and not str(data.get("why_family", "")).strip():
        return "why_family", WHY_FAMILY
    return None


def last_heard(entries: Iterable[Entry]) -> Entry | None:
    """The last time that somebody wrote down what the child said, in order of when it was said."""
    return next((each for each in reversed(list(entries)) if each.event.kind == HEARD and not each.is_taken_back), None)


def words_of(entry: Entry) -> str:
    """“I want to stay with Gran.” (in talk, without a carer, with an independent interpreter)"""
    data = entry.event.data
    alone = "without a carer" if data.get("alone") else "with a carer there"
    through = _THROUGH.get(str(data.get("interpreter", "")), "")
    said = str(data.get("words", "")).strip("“” ")
    return f"“{said}” ({', '.join(filter(None, (str(data.get('how', '')), alone, through)))})"


def needs_hearing_again(entry: Entry) -> bool:
    return entry.event.data.get("interpreter") in (FAMILY, NOBODY)
