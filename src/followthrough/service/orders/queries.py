"""Which orders does a child's record hold, in force and past?

Pure: of the child's own entries, the oldest first. What is true of bail stands in `chronology.bail`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from followthrough.service.chronology.bail import GRANTED, RELEASED
from followthrough.service.chronology.queries import Entry
from followthrough.service.design.dates import LONDON

MADE, EXTENDED, ENDED = "order.made", "order.extended", "order.ended"
ARRESTED, AGREED, NAMED = "adult.arrested", "safe-carer.agreed", "safe-carer.named"


SIGNED, AGREEMENT_ENDED = "agreement.signed", "agreement.ended"
CHECKED, BROKEN = "conditions.checked", "conditions.broken"


@dataclass(frozen=True)
class Agreement:
    """What a family agreed in writing, the last time that somebody looked, and that it was broken."""

    signed: Entry
    ended: Entry | None = None
    checked: Entry | None = None
    broken: Entry | None = None

    @property
    def roots(self) -> set[str]:
        return {each.root for each in (self.signed, self.ended, self.checked, self.broken) if each}


@dataclass(frozen=True)
class Order:
    key: str
    made: Entry
    latest: Entry
    type: str
    words: str
    until: date | None
    ended: Entry | None = None

    @property
    def roots(self) -> set[str]:
        return {each.root for each in (self.made, self.latest, self.ended) if each}

    def is_past(self, now: datetime) -> bool:
        """Its last day is over, and nobody wrote that it ended or goes on."""
        return self.ended is None and self.until is not None and self.until < now.astimezone(LONDON).date()


def orders(entries: Iterable[Entry]) -> list[Order]:
    """Every order that was written down, the latest first."""
    found: dict[str, Order] = {}
    for entry in entries:
        kind, data = entry.event.kind, entry.event.data
        key, until = str(data.get("order", "")), data.get("ends_on")
        ends = until if isinstance(until, date) else None
        if kind == MADE and key not in found:
            found[key] = Order(key, entry, entry, str(data.get("type", "")), str(data.get("words", "")), ends)
        elif kind == EXTENDED and key in found:
            found[key] = replace(found[key], latest=entry, until=ends or found[key].until)
        elif kind == ENDED and key in found:
            found[key] = replace(found[key], ended=entry)
    return sorted(found.values(), key=lambda each: each.made.event.occurred_from, reverse=True)


def arrest_without_bail(entries: Iterable[Entry], custodies: set[str]) -> Entry | None:
    """The last arrest whose custody number no bail bears yet."""
    found = [each for each in entries if each.event.kind == ARRESTED and each.event.data["custody"] not in custodies]
    return found[-1] if found else None


def agreements(entries: Iterable[Entry]) -> list[Agreement]:
    """Every written agreement, the latest first."""
    found: dict[str, Agreement] = {}
    for entry in entries:
        kind, key = entry.event.kind, str(entry.event.data.get("agreement", ""))
        if kind == SIGNED:
            found[key] = Agreement(entry)
        elif kind == AGREEMENT_ENDED and key in found:
            found[key] = replace(found[key], ended=entry)
        elif kind in (CHECKED, BROKEN) and entry.event.data.get("of") == "written agreement":
            meant = [key] if key else list(found)  # a check that names none is of all that there are
            name = "checked" if kind == CHECKED else "broken"
            found |= {each: replace(found[each], **{name: entry}) for each in meant if each in found}
    return sorted(found.values(), key=lambda each: each.signed.event.occurred_from, reverse=True)


def under_investigation(entries: Iterable[Entry]) -> list[Entry]:
    """Releases under investigation after which nobody was put on bail in the same custody; the latest first."""
    found: dict[object, Entry] = {}
    for entry in entries:
        if entry.event.kind == RELEASED:
            found[entry.event.data.get("custody")] = entry
        elif entry.event.kind == GRANTED:
            found.pop(entry.event.data.get("custody"), None)
    return list(found.values())[::-1]
