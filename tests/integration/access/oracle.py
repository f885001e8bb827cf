"""Who may see what, read plainly from lists of facts. Written from the rules' words; it shares no code with them.

Who works with a child sees who it is and what happened. So do the leads and managers of an agency that works with
the child, and its people of the night. A person who is allocated or leads sees it in person. Whoever opened it in
danger sees it for an hour.
Health in detail, police intelligence and where a child is placed are for the agency that wrote them; the last also
for whoever is allocated or leads. Therapy, sexual health and an adult's own record are for those of the writing
agency who work with the child themselves. Adoption and lawyers' advice: for those of it who are allocated, lead or
answer. A family of staff: for those of it who answer. A protected witness: for those of it on a closed record's list.
A closed record is for its list; danger opens it unless it is invisible. One's own people's record is never open.
What is police restricted is for the police, and for the agency that wrote it.
A seat as administrator is for people and accounts, and opens nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from followthrough.procedures.model.event import Subject

START = datetime(2013, 1, 1, tzinfo=UTC)
NOW = START + timedelta(days=20)
SEATS = [("police", "response"), ("police", "public-protection"), ("hospital", "ward"), ("hospital", "theatre")]
NIGHT = "theatre"  # the hospital's team for the night
ROLES = ["worker", "team-manager", "safeguarding-lead", "administrator"]
CHILDREN, HOMES = ["ada", "ben", "cleo"], ["mill", "quay"]
EVERY_CLASS = [
    "core", "narrative", "health-detail", "police-intelligence", "placement-address", "therapeutic-notes",
    "sexual-health", "adult-record", "adoption", "legal-privilege", "staff-family", "witness-protection",
]  # fmt: skip
RELATIONSHIPS = ["allocated", "lead-professional", "team-around", "meeting-member", "review-panel", "danger"]
LEVELS = ["restricted", "sealed", "invisible"]
SHARED = "share within the partnership"
HANDLING = [
    "share within the partnership",
    "may be told to the family",
    "professionals only",
    "police restricted",
]
Record = tuple[Subject, str, str, int, str]  # about whom, class, written by, day, handling


def at(day: int) -> datetime:
    return START + timedelta(days=day)


@dataclass(frozen=True)
class World:
    people: list[list[tuple[int, str]]]  # seats by number, with role; those of one agency
    involved: list[tuple[str, str, str]] = field(default_factory=list)  # agency, team or "", child
    homes: list[tuple[str, str, int, int | None]] = field(default_factory=list)  # child, household, from, to
    records: list[Record] = field(default_factory=list)
    left: set[tuple[int, int]] = field(default_factory=set)  # person, seat
    ended: set[int] = field(default_factory=set)
    tied: list[tuple[int, str, str, bool]] = field(default_factory=list)  # person, child, relationship, has it ended
    closed: list[tuple[str, str, list[int]]] = field(default_factory=list)  # child, level, people on the list
    own: list[tuple[int, str]] = field(default_factory=list)  # person, child of their own people


def sees(world: World, person: int, record: Record) -> bool:
    subject, record_class, written_by, day, handling = record
    agency = SEATS[world.people[person][0][0]][0]
    if handling == "police restricted" and agency not in ("police", written_by):
        return False
    if subject.kind == "child":
        ways = _ways(world, person, subject.id)
    else:
        there = [h for h in world.homes if h[1] == subject.id and h[2] <= day and (h[3] is None or day < h[3])]
        ways = {way for home in there for way in _ways(world, person, home[0])}
    return any(_opens(way, record_class, written_by == agency) for way in ways)


def is_hidden(world: World, person: int, child: str) -> bool:
    """Is the person told nothing of the child that is not their own?"""
    if (person, child) in world.own:
        return True
    level = next((level for each, level, _ in world.closed if each == child), "")
    return level in ("sealed", "invisible") and not _ways(world, person, child)


def _ways(world: World, person: int, child: str) -> set[str]:
    """By which words of the rules is the person near the child?"""
    held = [
        (*SEATS[s], role)
        for n, (s, role) in enumerate(world.people[person])
        if (person, n) not in world.left and role != "administrator"
    ]
    if not held or (person, child) in world.own:
        return set()
    ways = set()
    for relationship in (r for p, c, r, has_ended in world.tied if (p, c) == (person, child) and not has_ended):
        ways.add({"allocated": "person", "lead-professional": "person", "danger": "danger"}.get(relationship, "works"))
    for number, (agency, team, whom) in enumerate(world.involved):
        if whom != child or number in world.ended or all(agency != own for own, _, _ in held):
            continue
        if team == "" or any(team == own for _, own, _ in held):
            ways.add("works")
        if any(role != "worker" for _, _, role in held):
            ways.add("answers")
        if any((own, slug) == ("hospital", NIGHT) for own, slug, _ in held):
            ways.add("night")
    for each, level, listed in world.closed:
        if each == child:
            ways &= set() if level == "invisible" else {"danger"}
            ways |= {"listed"} if person in listed else set()
    return ways


def _opens(way: str, record_class: str, is_own: bool) -> bool:
    if record_class in ("core", "narrative"):
        return True
    if record_class == "placement-address" and way == "person":
        return True
    if not is_own or way == "danger":
        return False
    if record_class in ("health-detail", "police-intelligence", "placement-address"):
        return True
    if record_class in ("therapeutic-notes", "sexual-health", "adult-record"):
        return way in ("works", "person", "listed")
    if record_class in ("adoption", "legal-privilege"):
        return way in ("person", "answers", "listed")
    if record_class == "staff-family":
        return way in ("answers", "listed")
    return way == "listed"


days = st.integers(0, 6)


@st.composite
def worlds(draw: st.DrawFn, most_people: int = 4, least_people: int = 1) -> World:
    people = []
    for _ in range(draw(st.integers(least_people, most_people))):
        first = draw(st.sampled_from([0, 2]))
        seat = st.tuples(st.integers(first, first + 1), st.sampled_from(ROLES))
        people.append(draw(st.lists(seat, min_size=1, max_size=3, unique=True)))
    child, person = st.sampled_from(CHILDREN), st.integers(0, len(people) - 1)
    team = st.sampled_from([*SEATS, ("police", ""), ("hospital", "")])
    home = st.tuples(child, st.sampled_from(HOMES), days, st.none() | days)
    homes = [
        (who, where, start, end if end is None else max(start, end))
        for who, where, start, end in draw(st.lists(home, max_size=4, unique_by=lambda each: each[:2]))
    ]
    subject = st.sampled_from([Subject("child", c) for c in CHILDREN] + [Subject("household", h) for h in HOMES])
    agency = st.sampled_from(["police", "hospital"])
    record = st.tuples(subject, st.sampled_from(EVERY_CLASS), agency, days, st.sampled_from(HANDLING))
    tie = st.tuples(person, child, st.sampled_from(RELATIONSHIPS), st.booleans())
    closed = st.tuples(child, st.sampled_from(LEVELS), st.lists(person, max_size=2, unique=True))
    return World(
        people,
        [(a, t, whom) for (a, t), whom in draw(st.lists(st.tuples(team, child), max_size=4, unique=True))],
        homes,
        draw(st.lists(record, min_size=1, max_size=6)),
        draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=2)),
        draw(st.sets(st.integers(0, 3), max_size=2)),
        draw(st.lists(tie, max_size=3, unique_by=lambda each: each[:3])),
        draw(st.lists(closed, max_size=2, unique_by=lambda each: each[0])),
        draw(st.lists(st.tuples(person, child), max_size=2, unique=True)),
    )
