"""One rule, told three times: a plain reading of the facts, the policies in Python, and what the database shows.

The plain reading knows nothing of grants: it looks at involvements, memberships and households as lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, policies
from followthrough.service.access.models import Involvement, RecordClass
from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Rung, Signal
from integration.agencies import making

pytestmark = pytest.mark.django_db
START = datetime(2013, 1, 1, tzinfo=UTC)
SEATS = [("police", "response"), ("police", "public-protection"), ("hospital", "ward"), ("hospital", "theatre")]
ROLES = ["worker", "team-manager", "safeguarding-lead"]
CHILDREN, HOMES = ["ada", "ben", "cleo"], ["mill", "quay"]


def at(day: int) -> datetime:
    return START + timedelta(days=day)


@dataclass(frozen=True)
class World:
    people: list[list[tuple[int, str]]]  # seats by number, with role; those of one agency
    involved: list[tuple[str, str, str]]  # agency, team or "", child
    homes: list[tuple[str, str, int, int | None]]  # child, household, from, to
    records: list[tuple[Subject, str, str, int]]  # about whom, class, written by, day
    left: set[tuple[int, int]]  # person, seat
    ended: set[int]


days = st.integers(0, 6)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    people = []
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.sampled_from([0, 2]))
        seat = st.tuples(st.integers(first, first + 1), st.sampled_from(ROLES))
        people.append(draw(st.lists(seat, min_size=1, max_size=3, unique=True)))
    team = st.sampled_from([*SEATS, ("police", ""), ("hospital", "")])
    involved = draw(st.lists(st.tuples(team, st.sampled_from(CHILDREN)), max_size=4, unique=True))
    home = st.tuples(st.sampled_from(CHILDREN), st.sampled_from(HOMES), days, st.none() | days)
    homes = [
        (child, where, start, end if end is None else max(start, end))
        for child, where, start, end in draw(st.lists(home, max_size=4, unique_by=lambda each: each[:2]))
    ]
    subject = st.sampled_from([Subject("child", c) for c in CHILDREN] + [Subject("household", h) for h in HOMES])
    agency = st.sampled_from(["police", "hospital"])
    record = st.tuples(subject, st.sampled_from(RecordClass.values), agency, days)
    return World(
        people,
        [(agency_, team_, child) for (agency_, team_), child in involved],
        homes,
        draw(st.lists(record, min_size=1, max_size=6)),
        draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=2)),
        draw(st.sets(st.integers(0, 3), max_size=2)),
    )


def should_see(world: World, person: int, record: tuple[Subject, str, str, int]) -> bool:
    """The rule in plain words, from the facts alone."""
    subject, record_class, written_by, day = record
    held = [(*SEATS[s], role) for n, (s, role) in enumerate(world.people[person]) if (person, n) not in world.left]
    own = {agency for agency, _, _ in held}
    is_wide = any(role != "worker" for _, _, role in held)
    seen = {
        child
        for n, (agency, team, child) in enumerate(world.involved)
        if n not in world.ended
        and agency in own
        and (team == "" or is_wide or any(team == each for _, each, _ in held))
    }
    through = [h for h in world.homes if h[0] in seen and h[2] <= day and (h[3] is None or day < h[3])]
    is_near = subject.id in seen if subject.kind == "child" else any(h[1] == subject.id for h in through)
    return is_near and (record_class in ("core", "narrative") or written_by in own)


@contextmanager
def built(world: World) -> Iterator[tuple[list[Viewer], list[str]]]:
    """The world in the database, taken down at the end. Facts change while it is built, as they do in life."""
    with transaction.atomic():
        made = [_involve(*each) for each in world.involved[:2]]
        people = [making.practitioner(f"p{n}", *_seats(seats)) for n, seats in enumerate(world.people)]
        for child, where, start, end in world.homes:
            names = {"subject": Subject("child", child), "to": Subject("household", where)}
            actions.reach(**names, from_at=at(start))
            if end is not None:
                actions.end_reach(**names, to_at=at(end))
        made += [_involve(*each) for each in world.involved[2:]]
        for person, seat in sorted(world.left):
            if person < len(people) and seat < len(world.people[person]):
                _leave(people[person], *world.people[person][seat])
        for number in sorted(world.ended):
            if number < len(made):
                actions.end_involvement(involvement=made[number], by=making.SETUP)
        yield [viewer_of(person) for person in people], _write(world)
        transaction.set_rollback(True)


def _seats(seats: list[tuple[int, str]]) -> list[tuple[str, str, str]]:
    return [(*SEATS[number], role) for number, role in seats]


def _involve(agency: str, team: str, child: str) -> Involvement:
    return actions.involve(agency=agency, team=team, subject=Subject("child", child), reason="t", by=making.SETUP)


def _leave(person: Practitioner, seat: int, role: str) -> None:
    team = Team.objects.get(agency=SEATS[seat][0], slug=SEATS[seat][1])
    held = Membership.objects.get(practitioner=person, team=team, role=role, to_at=None)
    actions.leave_team(membership=held, by=making.SETUP)


def _write(world: World) -> list[str]:
    made = [
        Event(
            id=new_id(),
            kind="child.seen",
            subject_kind=subject.kind,
            subject_id=subject.id,
            agency=agency,
            author=making.SETUP.practitioner_id,
            occurred_from=at(day),
            occurred_to=at(day),
            recorded_at=at(30) + timedelta(seconds=number),
            real_recorded_at=at(30),
            record_class=record_class,
        )
        for number, (subject, record_class, agency, day) in enumerate(world.records)
    ]
    with acting(making.SETUP):
        Event.objects.bulk_create(made)
    return [event.id for event in made]


@pytest.fixture
def agencies() -> None:
    for key in ("police", "hospital"):
        making.agency(key, *(team for agency, team in SEATS if agency == key))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_facts_policies_and_database_agree(agencies: None, world: World) -> None:
    with built(world) as (viewers, records):
        for person, viewer in enumerate(viewers):
            expected = [should_see(world, person, record) for record in world.records]
            asked = [
                policies.can_see_record(viewer, subject, record_class, agency, at(day), at(day))
                for subject, record_class, agency, day in world.records
            ]
            with acting(viewer):
                shown = set(Event.objects.values_list("id", flat=True))
            assert asked == expected
            assert [each in shown for each in records] == expected
            rows = {child for child in CHILDREN if policies.can_see_child(viewer, child)}
            assert rows == set(policies.visible_to(viewer))


def test_the_world_would_notice_a_grant_too_many(agencies: None) -> None:
    world = World([[(0, "worker")]], [], [], [(Subject("child", "ada"), "narrative", "police", 0)], set(), set())
    with built(world) as ([viewer], [record]):
        actions.involve(agency="police", subject=Subject("child", "ada"), reason="planted", by=making.SETUP)
        with acting(viewer):
            assert Event.objects.filter(pk=record).exists() != should_see(world, 0, world.records[0])


def test_without_a_viewer_nothing_is_shown(agencies: None) -> None:
    world = World(
        [[(0, "worker")]], [("police", "", "ada")], [], [(Subject("child", "ada"), "core", "police", 0)], set(), set()
    )
    with built(world):
        assert not Event.objects.exists()


def _duty(**given: object) -> Duty:
    values: dict[str, object] = {
        "id": new_id(), "subject_kind": "child", "subject_id": "ada", "procedure": "p", "version": 1, "title": "t",
        "source": {}, "confidence": "read", "state": "open", "rulebook_version": "", "calendar_version": "",
        "first_seen_at": START, "debtor_agency": "police", "debtor_team": "response", "action": "a", "trigger": "t",
        "opened_at": START, "due_at": START,
    }  # fmt: skip
    with as_assessor():
        return Duty.objects.create(**{**values, **given})


def _sees(viewer: Viewer, duty: Duty) -> bool:
    with acting(viewer):
        return Duty.objects.filter(pk=duty.pk).exists()


def test_a_duty_is_seen_by_the_team_that_owes_it_and_through_the_child(agencies: None) -> None:
    owes, other = (
        making.viewer("a", ("police", "response", "worker")),
        making.viewer("b", ("hospital", "ward", "worker")),
    )
    duty = _duty()
    assert (_sees(owes, duty), _sees(other, duty)) == (True, False)
    actions.involve(agency="hospital", subject=Subject("child", "ada"), reason="t", by=making.SETUP)
    assert _sees(other, duty)


@pytest.mark.parametrize("team, seen", [("", (True, True, False)), ("no-such-team", (True, False, False))])
def test_a_duty_finds_somebody_when_it_names_no_team_that_exists(
    agencies: None, team: str, seen: tuple[bool, bool, bool]
) -> None:
    duty = _duty(debtor_team=team)
    default = making.viewer("a", ("police", "response", "worker"))
    colleague = making.viewer("b", ("police", "public-protection", "worker"))
    nurse = making.viewer("c", ("hospital", "ward", "worker"))
    assert tuple(_sees(each, duty) for each in (default, colleague, nurse)) == seen


def test_a_duty_is_seen_by_whom_it_climbed_to_once_it_has(agencies: None) -> None:
    manager = making.viewer("m", ("hospital", "ward", "team-manager"))
    nurse = making.viewer("n", ("hospital", "theatre", "worker"))
    duty = _duty()
    assert not _sees(manager, duty)
    with as_assessor():
        Rung.objects.create(
            duty=duty, kind="rung", index=0, at=START, fired_at=START, tell_agency="hospital", tell_role="team-manager"
        )
    assert (_sees(manager, duty), _sees(nurse, duty)) == (True, False)


def test_a_signal_is_seen_through_the_child_only(agencies: None) -> None:
    viewer = making.viewer("a", ("police", "response", "worker"))
    with as_assessor():
        Signal.objects.create(
            id=new_id(), subject_kind="child", subject_id="ada", procedure="p", version=1, title="t", source={},
            confidence="read", state="stands", rulebook_version="", calendar_version="", first_seen_at=START,
            root="r", true_at=START,
        )  # fmt: skip
    with acting(viewer):
        assert not Signal.objects.exists()
    actions.involve(agency="police", subject=Subject("child", "ada"), reason="t", by=making.SETUP)
    with acting(viewer):
        assert Signal.objects.exists()


@pytest.mark.parametrize("table", ["ledger_event", "ledger_duty", "ledger_signal"])
def test_security_is_forced_and_the_application_cannot_pass_it_by(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relrowsecurity, relforcerowsecurity from pg_class where relname = %s", [table])
        assert cursor.fetchone() == (True, True)
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)
