"""How do a mark, a look at it and what was said of an injury read? In the words that were written, and no others."""

from __future__ import annotations

from followthrough.pictures import bodymap
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.injuries import queries
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
    """Word for word, and by whom; every account, in the order of time."""
    later = [f"{_BESIDE.get(str(each.event.data.get('beside')), 'Later')}: {_words(each)}" for each in injury.explained]
    return " ".join(filter(None, (_words(injury.entry), *later))) or "Nobody has explained it"


def accounts(injury: Injury, telling: Telling) -> tuple[str, ...]:
    """Each account, the first one first: whose words, to whom they were said, and when."""
    first = _words(injury.entry)
    found = [f"{first} {seen(injury.entry, telling)}"] if first else []
    for each in injury.explained:
        data = each.event.data
        beside = _BESIDE.get(str(data.get("beside")), "Later")
        put = f"Put down to {_PUT[str(data['attributed_to'])]}." if data.get("attributed_to") in _PUT else ""
        what = f"Different: {data['reason']}" if data.get("reason") else ""
        to = telling.person(str(data.get("said_to", "")))
        heard = f"Said to {to}, {_when(each, telling)}" if to else seen(each, telling)
        found.append(" ".join(filter(None, (f"{beside}: {_words(each)}", put, what, heard))))
    return tuple(found) or ("Nobody has explained it",)


_BESIDE = {
    queries.FIRST: "Said later",
    queries.SAME: "The same again",
    queries.MORE: "More of the same",
    queries.CHANGED: "A changed account",
}
_PUT = {"sibling": "a brother or sister", "self": "the child", "adult": "an adult", "accident": "an accident"}


def _words(entry: Entry) -> str:
    data = entry.event.data
    words, who = str(data.get("explanation", "")).strip("“” "), str(data.get("explained_by", ""))
    return f"“{words}” ({who})" if words and who else f"“{words}”" if words else ""


def _when(entry: Entry, telling: Telling) -> str:
    at = dates.near_words(entry.event.occurred_from, telling.now)
    return f"{at}, {telling.agency(entry.event.agency)}"


def put_down_to(injury: Injury) -> str:
    """As it was at first, and as it is now where that has changed."""
    told = [each.event.data.get("attributed_to") for each in (injury.entry, *injury.explained)]
    found = list(dict.fromkeys(_PUT[str(each)] for each in told if str(each) in _PUT))
    return ", then ".join(found)


def what(injury: Injury) -> str:
    """What was written of it on the day, and where, by whoever named the place in words."""
    event = injury.entry.event
    data = event.data
    size, colour = data.get("size_mm"), str(data.get("colour", ""))
    first = ", ".join(filter(None, (str(data.get("site", "")), f"{size} mm" if size else "", colour)))
    return ". ".join(filter(None, (first[:1].upper() + first[1:], event.text)))
