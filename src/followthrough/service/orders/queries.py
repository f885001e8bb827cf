"""Which orders does a child's record hold, in force and past?

Pure: of the child's own entries, the oldest first. What is true of bail stands in `chronology.bail`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from followthrough.service.chronology.queries import Entry
from followthrough.service.design.dates import LONDON

MADE, EXTENDED, ENDED = "order.made", "order.extended", "order.ended"
ARRESTED, AGREED, NAMED = "adult.arrested", "safe-carer.agreed", "safe-carer.named"


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
