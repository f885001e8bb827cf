"""How do a mark, a look at it and what was said of an injury read? In the words that were written, and no others."""

from __future__ import annotations

from followthrough.pictures import bodymap
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.injuries.queries import Injury, Mark

NOWHERE = "Place not written down"


def where(mark: Mark) -> str:
    return bodymap.words_of(mark.place) if mark.place else NOWHERE


def name(mark: Mark) -> str:
    """ "1. Left cheek: bruise"."""
    kind = str(mark.looks[0].event.data.get("kind", ""))
    return f"{mark.number}. {where(mark)}{f': {kind}' if kind else ''}"


def look(entry: Entry) -> str:
    """ "20 by 12 mm, purple; oval"."""
    data = entry.event.data
    size = " by ".join(str(data[each]) for each in ("size_mm", "width_mm") if each in data)
    said = ", ".join(filter(None, (f"{size} mm" if size else "", str(data.get("colour", "")))))
    gone = "Could no longer be seen" if data.get("gone") else ""
    return "; ".join(filter(None, (gone, said, str(data.get("words", ""))))) or "Nothing more was written down"


def seen(entry: Entry, telling: Telling) -> str:
    """When, and by whom of which agency."""
    who = telling.person(str(entry.event.data.get("by", ""))) or telling.names.get(entry.row.author, "")
    at = dates.near_words(entry.event.occurred_from, telling.now)
    return ", ".join(filter(None, (at, who, telling.agency(entry.event.agency))))


def said(injury: Injury) -> str:
    """Word for word, and by whom."""
    data = injury.entry.event.data
    words, who = str(data.get("explanation", "")).strip("“” "), str(data.get("explained_by", ""))
    if not words:
        return "Nobody has explained it"
    return f"“{words}” ({who})" if who else f"“{words}”"


def put_down_to(injury: Injury) -> str:
    found = {"sibling": "a brother or sister", "self": "the child", "adult": "an adult", "accident": "an accident"}
    return found.get(str(injury.entry.event.data.get("attributed_to", "")), "")


def what(injury: Injury) -> str:
    """What was written of it on the day, and where, by whoever named the place in words."""
    event = injury.entry.event
    data = event.data
    size, colour = data.get("size_mm"), str(data.get("colour", ""))
    first = ", ".join(filter(None, (str(data.get("site", "")), f"{size} mm" if size else "", colour)))
    return ". ".join(filter(None, (first[:1].upper() + first[1:], event.text)))
