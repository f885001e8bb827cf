"""How near is somebody to a child, and what does each nearness open? The rules as facts: no database is asked here.

`granting` turns them into grants, which the policies and row-level security read. Nothing is open that no rule opens;
a closed record opens to its named list alone; a conflict closes it whatever else is true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from followthrough.service.access.models import Level, RecordClass, Relationship
from followthrough.service.core.managing import AGENCY_WIDE, RECORDS

OPENS_NOTHING: Final = (RECORDS,)  # looks after records, and reads none by that


class Near(StrEnum):
    """PERSON is allocated or leads; TEAM sits in a team that works with the child, or was called in by name; NIGHT is
    on duty when the others are at home; ANSWERS for what the agency does; NAMED on the list of a closed record, or to
    answer a request to see one; DANGER has opened the record for an hour.
    """

    PERSON = "person"
    TEAM = "team"
    NIGHT = "night"
    ANSWERS = "answers"
    NAMED = "named"
    DANGER = "danger"


ANYBODY: Final = frozenset(Near)
AT_WORK: Final = ANYBODY - {Near.DANGER}
HANDS_ON: Final = frozenset({Near.PERSON, Near.TEAM, Near.NAMED})
_OF_PERSONS: Final = {
    Relationship.ALLOCATED: Near.PERSON,
    Relationship.LEAD: Near.PERSON,
    Relationship.DANGER: Near.DANGER,
    Relationship.REQUEST: Near.NAMED,
}


@dataclass(frozen=True, slots=True)
class Opens:
    """To whom a class is open where their own agency wrote it, and to whom whoever wrote it."""

    own: frozenset[Near]
    others: frozenset[Near] = frozenset()


CLASSES: Final[dict[RecordClass, Opens]] = {
    RecordClass.CORE: Opens(ANYBODY, ANYBODY),
    RecordClass.NARRATIVE: Opens(ANYBODY, ANYBODY),
    RecordClass.HEALTH_DETAIL: Opens(AT_WORK),
    RecordClass.POLICE_INTELLIGENCE: Opens(AT_WORK),
    RecordClass.PLACEMENT_ADDRESS: Opens(AT_WORK, frozenset({Near.PERSON})),
    RecordClass.THERAPEUTIC: Opens(HANDS_ON),
    RecordClass.SEXUAL_HEALTH: Opens(HANDS_ON),
    RecordClass.ADULT_RECORD: Opens(HANDS_ON),
    RecordClass.ADOPTION: Opens(frozenset({Near.PERSON, Near.ANSWERS, Near.NAMED})),
    RecordClass.LEGAL_PRIVILEGE: Opens(frozenset({Near.PERSON, Near.ANSWERS, Near.NAMED})),
    RecordClass.STAFF_FAMILY: Opens(frozenset({Near.ANSWERS, Near.NAMED})),
    RecordClass.WITNESS_PROTECTION: Opens(frozenset({Near.NAMED})),
}


class Seat(Protocol):
    """A membership held now."""

    team_id: int
    role: str


class Working(Protocol):
    """An involvement that stands."""

    agency_id: str
    team_id: int | None
    practitioner_id: str | None
    relationship: str


@dataclass(frozen=True, slots=True)
class Held:
    """One person who can sign in, with the seats held now, and which of those are for the night."""

    practitioner: str
    agency: str
    seats: tuple[tuple[int, str], ...]
    has_night: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """A record that is open to a named list only; `names` are those who stand on it or hold it in custody."""

    level: str
    names: Collection[str]


def closed_together(lists: Iterable[Closed]) -> Closed | None:
    """Of a child whose records are closed by more than one list: as the strictest is, and to whoever is on all."""
    held = list(lists)
    if not held:
        return None
    names = set(held[0].names)
    for each in held[1:]:
        names &= set(each.names)
    return Closed(max((each.level for each in held), key=list(Level.values).index), names)


def nearness(person: Held, working: Working) -> set[Near]:
    """What one involvement makes of one person."""
    if not person.seats or working.agency_id != person.agency:
        return set()
    if working.practitioner_id is not None:
        mine = working.practitioner_id == person.practitioner
        return {_OF_PERSONS.get(Relationship(working.relationship), Near.TEAM)} if mine else set()
    found, teams = set(), {team for team, role in person.seats if role not in OPENS_NOTHING}
    if working.team_id in teams or (working.team_id is None and teams):
        found.add(Near.TEAM)
    if any(role in AGENCY_WIDE for _, role in person.seats):
        found.add(Near.ANSWERS)
    if person.has_night:
        found.add(Near.NIGHT)
    return found


def kept(
    person: Held, near: Iterable[tuple[Near, datetime | None]], closed: Closed | None, has_conflict: bool
) -> set[tuple[Near, datetime | None]]:
    """What is left of it when the record is closed, or when it is about the person's own people. Deny wins."""
    if has_conflict or not person.seats:
        return set()
    if closed is None:
        return set(near)
    left = {each for each in near if each[0] == Near.DANGER and closed.level != Level.INVISIBLE}
    return left | {(Near.NAMED, None)} if person.practitioner in closed.names else left


def opened(near: Near) -> list[tuple[RecordClass, bool]]:
    """The classes that a nearness opens, each with whether it matters that the own agency wrote the record."""
    found = [(each, False) for each, opens in CLASSES.items() if near in opens.others]
    return found + [(each, True) for each, opens in CLASSES.items() if near in opens.own and near not in opens.others]
