"""Which injuries does a child's record hold, with which marks? Brothers' and sisters' too, as far as they may be read.

There is no table of them: what is in the record says it. An injury is one occasion; each of its marks is drawn by
itself, and a later look at a mark names the entry that drew it first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from followthrough.pictures.bodymap import Place
from followthrough.procedures.model.event import Subject
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design.dates import LONDON

SEEN, DRAWN, PHOTOGRAPHED = "injury.seen", "injury.body-map", "injury.photographed"
CONSIDERED, EXAMINED, EXPLAINED = "injury.explanation-considered", "medical.examined", "injury.explained"
_ABOUT = (DRAWN, PHOTOGRAPHED, CONSIDERED, EXAMINED, EXPLAINED)
FIRST, SAME, MORE, CHANGED = "the first account", "the same as before", "more of the same", "a changed account"


@dataclass(frozen=True)
class Mark:
    """One mark, with every look at it, the oldest first. `number` is its own among all of the child."""

    number: int
    injury: str
    looks: tuple[Entry, ...]

    @property
    def id(self) -> str:
        return self.looks[0].root

    @property
    def latest(self) -> Entry:
        return self.looks[-1]

    @property
    def place(self) -> Place | None:
        """None where nobody said where."""
        site = self.looks[0].event.data.get("site")
        return (str(site), str(self.looks[0].event.data.get("side", "middle"))) if site else None

    @property
    def seen_on(self) -> date:
        return day_of(self.latest)

    @property
    def is_gone(self) -> bool:
        return self.latest.event.data.get("gone") is True


@dataclass(frozen=True)
class Injury:
    """What was seen on one occasion, and what was written about it since."""

    entry: Entry
    marks: tuple[Mark, ...] = ()
    photographs: tuple[Entry, ...] = ()
    opinions: tuple[Entry, ...] = ()
    considered: tuple[Entry, ...] = ()
    explained: tuple[Entry, ...] = ()  # later; what was said at first stands with what was seen

    @property
    def id(self) -> str:
        return self.entry.root

    @property
    def is_explained(self) -> bool:
        """Whether anybody has said how it came about."""
        return bool(self.entry.event.data.get("explanation") or self.explained)

    @property
    def has_changed(self) -> bool:
        return any(each.event.data.get("beside") == CHANGED for each in self.explained)

    @property
    def roots(self) -> list[str]:
        """Of all entries that belong to it."""
        looks = [look for mark in self.marks for look in mark.looks]
        return [
            each.root
            for each in (self.entry, *looks, *self.photographs, *self.opinions, *self.considered, *self.explained)
        ]


def injuries(chronicle: Chronicle, subject: Subject | None = None) -> list[Injury]:
    """Of the child, or of a brother or sister in the same record; the latest first."""
    whose = subject or chronicle.subject
    entries = [each for each in chronicle.entries if each.event.subject == whose and not each.is_taken_back]
    about: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for each in entries:
        if each.event.kind in _ABOUT:
            about[each.event.kind, str(each.event.data.get("injury", ""))].append(each)
    marks = _marks(entry for (kind, _), found in about.items() if kind == DRAWN for entry in found)
    found = [
        Injury(
            seen,
            tuple(mark for mark in marks if mark.injury == seen.root),
            *(tuple(about[kind, seen.root]) for kind in (PHOTOGRAPHED, EXAMINED, CONSIDERED, EXPLAINED)),
        )
        for seen in entries
        if seen.event.kind == SEEN
    ]
    return found[::-1]


def of_others(chronicle: Chronicle) -> dict[str, list[Injury]]:
    """By brother or sister: their injuries, the latest first."""
    subjects = {each.event.subject for each in chronicle.entries if each.event.kind == SEEN} - {chronicle.subject}
    found = {each.id: injuries(chronicle, each) for each in sorted(subjects, key=lambda each: each.id)}
    return {child: held for child, held in found.items() if held}


def marks_of(injuries: Iterable[Injury]) -> list[Mark]:
    return [mark for each in injuries for mark in each.marks]


def day_of(entry: Entry) -> date:
    return entry.event.occurred_from.astimezone(LONDON).date()


def _marks(drawn: Iterable[Entry]) -> list[Mark]:
    """Each look goes to the mark that it names; one that names none, or one that is gone, is a mark by itself."""
    ordered = sorted(drawn, key=lambda each: (each.event.occurred_from, each.event.recorded_at, each.root))
    known = {each.root for each in ordered}
    looks: dict[str, list[Entry]] = {}
    for each in ordered:
        named = str(each.event.data.get("mark", ""))
        looks.setdefault(named if named in known else each.root, []).append(each)
    first = [sorted(found, key=lambda each: each.root != root) for root, found in looks.items()]
    return [Mark(n, str(found[0].event.data["injury"]), tuple(found)) for n, found in enumerate(first, 1)]
