"""Access, proved over many worlds: the rules say what a plain reading of their words says, and the database shows that.

`oracle` shares no code with the rules. Its worlds hold agencies, nights, lists, dangers, own people and labels.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.procedures.model.event import Subject
from followthrough.service.access import policies, rules
from followthrough.service.access.models import RecordClass
from followthrough.service.access.rules import Closed, Held, Near
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.models import Event
from integration.access import oracle
from integration.access.oracle import CHILDREN, EVERY_CLASS, SEATS, SHARED, World, worlds
from integration.access.test_row_level_security import agencies, built  # noqa: F401
from support import parts

IS_PROOF = settings().max_examples >= 1000
WORLDS = parts.share_of(2_000) if IS_PROOF else 10
TEAMS = {seat: number for number, seat in enumerate(SEATS)}


@dataclass(frozen=True)
class Working:
    agency_id: str
    team_id: int | None
    practitioner_id: str | None
    relationship: str


def test_the_rules_say_what_their_words_say() -> None:
    """A world is some hundreds of decisions: each person, child, class, and agency that wrote it."""
    counted: Counter[str] = Counter()

    @given(world=worlds(most_people=20))
    def check(world: World) -> None:
        counted["worlds"] += 1
        counted["decisions"] += _check_rules(world)

    check()
    print(f"\n{counted['decisions']:,} decisions by the rules in {counted['worlds']:,} worlds")
    assert counted["decisions"] >= (500_000 if IS_PROOF else 5_000)


def _check_rules(world: World) -> int:
    decided = 0
    for number in range(len(world.people)):
        for child in CHILDREN:
            ways = _by_the_rules(world, number, child)
            agency = SEATS[world.people[number][0][0]][0]
            open_to = {(c, own) for near in ways for c, own in rules.opened(near)}
            for record_class in EVERY_CLASS:
                for writer in ("police", "hospital"):
                    record = (Subject("child", child), record_class, writer, 0, SHARED)
                    of_any = (RecordClass(record_class), False) in open_to
                    of_own = (RecordClass(record_class), True) in open_to and writer == agency
                    assert (of_any or of_own) == oracle.sees(world, number, record), (number, record)
                    decided += 1
    return decided


def _by_the_rules(world: World, number: int, child: str) -> set[Near]:
    held = [seat for n, seat in enumerate(world.people[number]) if (number, n) not in world.left]
    seats = [(s, role) for s, role in held if role != "administrator"]
    agency = SEATS[world.people[number][0][0]][0]
    has_night = any(SEATS[s] == ("hospital", oracle.NIGHT) for s, _ in seats)
    person = Held(str(number), agency, tuple(seats), has_night)
    teams = [
        Working(agency_, TEAMS[agency_, team] if team else None, None, "working")
        for n, (agency_, team, whom) in enumerate(world.involved)
        if whom == child and n not in world.ended
    ]
    tied = [
        Working(SEATS[world.people[p][0][0]][0], None, str(p), relationship)
        for p, whom, relationship, has_ended in world.tied
        if whom == child and not has_ended
    ]
    near = {(each, None) for working in (*teams, *tied) for each in rules.nearness(person, working)}
    closed = next((Closed(level, [str(p) for p in listed]) for c, level, listed in world.closed if c == child), None)
    return {each for each, _ in rules.kept(person, near, closed, (number, child) in world.own)}


@pytest.mark.django_db
def test_the_database_shows_what_the_rules_open(agencies: None) -> None:  # noqa: F811
    counted: Counter[str] = Counter()
    people, least = (20, 20) if IS_PROOF else (6, 1)

    @settings(max_examples=WORLDS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(world=worlds(people, least))
    def check(world: World) -> None:
        counted["worlds"] += 1
        with clock.use(clock.FixedClock(oracle.NOW)), built(world) as (viewers, records):
            for person, viewer in enumerate(viewers):
                counted["people"] += 1
                counted["rows"] += _check_database(world, person, viewer, records)

    check()
    print(f"\n{counted['rows']:,} rows and children for {counted['people']:,} people in {counted['worlds']:,} worlds")
    assert counted["worlds"] >= WORLDS and counted["people"] >= WORLDS * least


def _check_database(world: World, person: int, viewer: Viewer, records: list[str]) -> int:
    """What row-level security shows, what the policies answer in row form and in set form, and the plain reading."""
    with acting(viewer):
        shown = set(Event.objects.filter(pk__in=records).values_list("id", flat=True))
        asked = [
            policies.can_see_record(viewer, s, c, a, oracle.at(d), oracle.at(d), h) for s, c, a, d, h in world.records
        ]
        children = set(policies.visible_to(viewer))
    expected = [oracle.sees(world, person, record) for record in world.records]
    assert [each in shown for each in records] == asked == expected
    core = {c: oracle.sees(world, person, (Subject("child", c), "core", "police", 0, SHARED)) for c in CHILDREN}
    assert children == {child for child, sees in core.items() if sees}
    return len(records) + len(children)


@given(world=worlds(), person=st.integers(0, 3), child=st.sampled_from(CHILDREN))
def test_one_more_denial_never_opens_anything(world: World, person: int, child: str) -> None:
    """Deny wins: whoever names their own people sees no more of anything, and nothing of that child."""
    person %= len(world.people)
    denied = replace(world, own=[*world.own, (person, child)])
    for each in CHILDREN:
        before, after = _by_the_rules(world, person, each), _by_the_rules(denied, person, each)
        assert after <= before
    assert not _by_the_rules(denied, person, child)
