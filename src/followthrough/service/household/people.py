"""Who belongs to the child's family and home, and what was said of each? Pure: from what the page has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from followthrough.service.chronology.homes import DESCRIBED, SELF, TIED, Stay, described, entries_of, member_of
from followthrough.service.chronology.queries import Entry
from followthrough.service.household.queries import Household


@dataclass(frozen=True)
class Person:
    """`stay` is the one that goes on, or the last one; None for somebody who never lived here. `record` is the id of a
    child with a record of their own.
    """

    key: str
    name: str
    relation: str = ""
    drawn_as: str = ""
    born_on: date | None = None
    has_died: bool = False
    words: str = ""
    record: str = ""
    stay: Stay | None = None
    lives_here: bool = False
    told: Entry | None = None

    @property
    def is_adult(self) -> bool:
        return not self.record and (self.stay is None or self.stay.is_adult)


@dataclass(frozen=True)
class Tie:
    one: str
    tie: str
    other: str
    entry: Entry


@dataclass(frozen=True)
class People:
    """`child` is the key of the child whom the page is about; `relations` say what a person is to a child, by both."""

    child: str
    every: Mapping[str, Person]
    relations: Mapping[tuple[str, str], str] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()

    @property
    def here(self) -> list[Person]:
        return [each for each in self.every.values() if each.lives_here and each.key != self.child]

    @property
    def gone(self) -> list[Person]:
        return [each for each in self.every.values() if each.stay and not each.lives_here and each.key != self.child]

    @property
    def elsewhere(self) -> list[Person]:
        return [each for each in self.every.values() if not each.stay and each.key != self.child]


def key_of(child_id: str) -> str:
    return f"child:{child_id}"


def people_of(household: Household) -> People:
    own = key_of(household.child.pk)
    every = {own: _own(household)}
    for each in (*household.homes.before, *household.homes.now):
        every[each.key] = _of_stay(each, household)
    told = described(household.chronicle)
    for key, entry in told.items():
        if key in every or entry.event.subject == household.chronicle.subject:
            every[key] = _described(every.get(key) or Person(key, ""), entry)
    subjects = {household.chronicle.subject.id: own} | {each: key_of(each) for each in household.others}
    beside = {each.child for each in household.homes.now if each.child in household.others}
    ties = tuple(each for each in _ties(household, subjects, beside) if {each.one, each.other} <= set(every))
    return People(own, every, dict(_relations(household, subjects, every)), ties)


def _own(household: Household) -> Person:
    child = household.child
    is_away = placed(household) is not None
    drawn = {"girl": "woman or girl", "boy": "man or boy"}.get(child.sex, "")
    return Person(
        key_of(child.pk), child.name, "the child of this page", drawn, child.born_on, record=child.pk,
        lives_here=bool(household.homes.current) and not is_away,
    )  # fmt: skip


def placed(household: Household) -> Entry | None:
    """The placement in which the child is now, by what was written down."""
    held: dict[object, Entry] = {}
    for entry in entries_of(household.chronicle):
        if entry.event.kind == "placement.started":
            held[entry.event.data.get("placement")] = entry
        elif entry.event.kind == "placement.ended":
            held.pop(entry.event.data.get("placement"), None)
    return list(held.values())[-1] if held else None


def _of_stay(stay: Stay, household: Household) -> Person:
    is_here = stay in household.homes.now
    if not stay.child:
        return Person(stay.key, stay.name, stay.relation, stay=stay, lives_here=is_here)
    child = household.others.get(stay.child)
    name = household.telling.child(stay.child)
    drawn = {"girl": "woman or girl", "boy": "man or boy"}.get(child.sex, "") if child else ""
    born = child.born_on if child else None
    record = child.pk if child else ""
    return Person(stay.key, name, stay.relation, drawn, born, record=record, stay=stay, lives_here=is_here)


def _described(person: Person, entry: Entry) -> Person:
    data = entry.event.data
    born = data.get("born_on")
    return Person(
        person.key,
        str(data["who"]),
        str(data.get("relation") or person.relation),
        str(data.get("drawn_as") or person.drawn_as),
        born if isinstance(born, date) else person.born_on,
        bool(data.get("has_died")),
        str(data.get("words") or ""),
        person.record,
        person.stay,
        person.lives_here,
        entry,
    )


def _relations(
    household: Household, subjects: Mapping[str, str], every: Mapping[str, Person]
) -> Iterator[tuple[tuple[str, str], str]]:
    """What the register says holds for every child of that home; what was told, for the child it was told about."""
    for stay in household.homes.stays:
        for child in subjects.values() if stay.relation and stay.joined is None else ():
            if child != stay.key and _shares(household, child, stay):
                yield (child, stay.key), stay.relation
    for entry in household.chronicle.entries:
        if entry.event.kind == DESCRIBED and not entry.is_taken_back:
            child, key = subjects.get(entry.event.subject.id, ""), member_of(entry)
            if child and key in every and entry.event.data.get("relation"):
                yield (child, key), str(entry.event.data["relation"])


def _shares(household: Household, child: str, stay: Stay) -> bool:
    is_own = child == key_of(household.child.pk)
    return is_own or any(each.key == child and each.household == stay.household for each in household.homes.stays)


def _ties(household: Household, subjects: Mapping[str, str], beside: set[str]) -> Iterator[Tie]:
    for entry in entries_of(household.chronicle, beside):
        if entry.event.kind == TIED:
            own = subjects.get(entry.event.subject.id, "")
            one, other = (own if key == SELF else key for key in _pair(entry))
            if one != other:
                yield Tie(one, str(entry.event.data["tie"]), other, entry)


def _pair(entry: Entry) -> tuple[str, str]:
    return str(entry.event.data["member"]), str(entry.event.data["to_member"])
