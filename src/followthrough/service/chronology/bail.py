"""Who is on bail, on which conditions, until when, and who was told? The same facts for every page that asks.

Pure: of a child's own entries and those of the home, the oldest first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from followthrough.service.chronology.queries import Entry
from followthrough.service.design.dates import LONDON

GRANTED, EXTENDED, CHANGED, ENDED = "bail.granted", "bail.extended", "bail.conditions-changed", "bail.ended"
RELEASED, CONSIDERED = "suspect.released-under-investigation", "bail.no-contact-considered"
TOLD = "bail.conditions-told"
NO_CONTACT, WATCHED, NO_CONDITION = "no contact", "watched contact only", "no condition"


@dataclass(frozen=True)
class Bail:
    """One release on bail as it stands now. `children` are those whom the condition on contact is about; without any
    named it is about each child of the home. `ended` is the entry that ended it.
    """

    key: str
    granted: Entry
    latest: Entry
    custody: str
    who: str
    contact: str
    children: tuple[str, ...]
    only_carer: bool
    not_at: str
    conditions: str
    until: date | None
    considered: Entry | None = None
    told: tuple[Entry, ...] = ()
    ended: Entry | None = None

    @property
    def roots(self) -> set[str]:
        return {each.root for each in (self.granted, self.latest, self.ended) if each}

    def is_past(self, now: datetime) -> bool:
        """Its last day is over, and nobody wrote that it ended or goes on."""
        return self.ended is None and self.until is not None and self.until < now.astimezone(LONDON).date()

    def is_about(self, child_id: str) -> bool:
        return not self.children or child_id in self.children


def bails(entries: Iterable[Entry]) -> list[Bail]:
    """Every bail that was written down, the latest first."""
    found: dict[str, Bail] = {}
    considered: dict[str, Entry] = {}
    for entry in entries:
        data = entry.event.data
        key = str(data.get("bail", ""))
        if entry.event.kind == CONSIDERED:
            considered[str(data["custody"])] = entry
        elif entry.event.kind in (GRANTED, EXTENDED) and key not in found:
            found[key] = _granted(entry)
        elif key in found:
            found[key] = _after(found[key], entry)
    with_thought = [replace(each, considered=considered.get(each.custody)) for each in found.values()]
    return sorted(with_thought, key=lambda each: each.granted.event.occurred_from, reverse=True)


def in_force(entries: Iterable[Entry]) -> list[Bail]:
    return [each for each in bails(entries) if each.ended is None]


def _granted(entry: Entry) -> Bail:
    data = entry.event.data
    until, children = data.get("ends_on"), data.get("children_meant")
    return Bail(
        key=str(data["bail"]),
        granted=entry,
        latest=entry,
        custody=str(data.get("custody", "")),
        who=str(data.get("who", "")),
        contact=str(data.get("contact", "")),
        children=tuple(children) if isinstance(children, tuple) else (),
        only_carer=bool(data.get("only_carer")),
        not_at=str(data.get("not_at", "")),
        conditions=str(data.get("conditions", "")),
        until=until if isinstance(until, date) else None,
    )


def _after(bail: Bail, entry: Entry) -> Bail:
    kind, data = entry.event.kind, entry.event.data
    if kind in (ENDED, RELEASED):
        return replace(bail, ended=entry)
    if kind == TOLD:
        return replace(bail, told=(*bail.told, entry))
    if kind == EXTENDED:
        until = data.get("ends_on")
        conditions = str(data.get("conditions") or bail.conditions)
        until = until if isinstance(until, date) else bail.until
        return replace(bail, latest=entry, until=until, conditions=conditions)
    if kind == CHANGED:
        children = data.get("children_meant")
        return replace(
            bail,
            latest=entry,
            contact=str(data.get("contact") or bail.contact),
            children=tuple(children) if isinstance(children, tuple) else bail.children,
            only_carer=bool(data["only_carer"]) if "only_carer" in data else bail.only_carer,
            not_at=str(data.get("not_at") or ""),
            conditions=str(data.get("conditions") or ""),
        )
    return bail
