"""One rule, told three times: a plain reading of the facts (`oracle`), the policies in Python, and what the database
shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, conflicts, granting, policies
from followthrough.service.access.models import Involvement, Named, Restriction
from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Rung, Signal
from followthrough.service.ledger.models.event import SHARED
from integration.access import oracle
from integration.access.oracle import CHILDREN, SEATS, START, World, at, worlds
from integration.agencies import making

pytestmark = pytest.mark.django_db
CHANGING = (
    4  # so many people come one by one while others already work with a child, and some leave; the rest are there
)


@contextmanager
def built(world: World) -> Iterator[tuple[list[Viewer], list[str]]]:
    """The world in the database, taken down at the end. Facts change while it is built, as they do in life."""
    with transaction.atomic():
        there = _seat_at_once(world.people)
        made = [_involve(*each) for each in world.involved[:2]]
        people = [making.practitioner(f"p{n}", *_seats(seats)) for n, seats in enumerate(world.people[:CHANGING])]
        people += there
        _tie(world, people)
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
        _close(world, people)
        yield [viewer_of(person) for person in people], _write(world)
        transaction.set_rollback(True)


def _seat_at_once(people: list[list[tuple[int, str]]]) -> list[Practitioner]:
    """Whoever was there before anything else, in two statements."""
    late = list(enumerate(people))[CHANGING:]
    teams = {(each.agency_id, each.slug): each for each in Team.objects.all()} if late else {}
    made = Practitioner.objects.bulk_create(
        [Practitioner(username=f"p{n}", name=f"P{n}", agency_id=SEATS[seats[0][0]][0]) for n, seats in late]
    )
    Membership.objects.bulk_create(
        Membership(practitioner=person, team=teams[SEATS[seat]], role=role, from_at=clock.now())
        for person, (_, seats) in zip(made, late, strict=True)
        for seat, role in seats
    )
    return made


def _tie(world: World, people: list[Practitioner]) -> None:
    for person, child, relationship, has_ended in world.tied:
        if person >= len(people):
            continue
        tie = actions.involve(
            agency=people[person].agency_id,
            practitioner=people[person].pk,
            relationship=relationship,
            subject=Subject("child", child),
            reason="t",
            until=oracle.NOW + timedelta(minutes=60) if relationship == "danger" else None,
            by=making.SETUP,
        )
        if has_ended:
            actions.end_involvement(involvement=tie, by=making.SETUP)


def _close(world: World, people: list[Practitioner]) -> None:
    for child, level, listed in world.closed:
        made = Restriction.objects.create(
            subject_kind="child", subject_id=child, level=level, reason="t", review_by=oracle.START, set_by="t",
            agency="police", from_at=oracle.START,
        )  # fmt: skip
        for person in listed:
            if person < len(people):
                Named.objects.create(restriction=made, practitioner=people[person])
        granting.renew_on(Subject("child", child))
    for person, child in world.own:
        if person < len(people):
            conflicts.declare(
                practitioner=people[person], subject=Subject("child", child), why="family", by=viewer_of(people[person])
            )


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
            handling=handling,
        )
        for number, (subject, record_class, agency, day, handling) in enumerate(world.records)
    ]
    with acting(making.SETUP):
        Event.objects.bulk_create(made)
    return [event.id for event in made]


@pytest.fixture
def agencies() -> None:
    for key in ("police", "hospital"):
        making.agency(key, *(team for agency, team in SEATS if agency == key))
    Team.objects.filter(agency="hospital", slug=oracle.NIGHT).update(is_out_of_hours=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(world=worlds())
def test_facts_policies_and_database_agree(agencies: None, world: World) -> None:
    with clock.use(clock.FixedClock(oracle.NOW)), built(world) as (viewers, records):
        for person, viewer in enumerate(viewers):
            expected = [oracle.sees(world, person, record) for record in world.records]
            asked = [
                policies.can_see_record(viewer, subject, record_class, agency, at(day), at(day), handling)
                for subject, record_class, agency, day, handling in world.records
            ]
            with acting(viewer):
                shown = set(Event.objects.values_list("id", flat=True))
            assert asked == expected
            assert [each in shown for each in records] == expected
            rows = {child for child in CHILDREN if policies.can_see_child(viewer, child)}
            assert rows == set(policies.visible_to(viewer))
            hidden = {child for child in CHILDREN if oracle.is_hidden(world, person, child)}
            assert policies.hidden_from(viewer) == hidden


def test_the_world_would_notice_a_grant_too_many(agencies: None) -> None:
    world = World([[(0, "worker")]], records=[(Subject("child", "ada"), "narrative", "police", 0, SHARED)])
    with built(world) as ([viewer], [record]):
        actions.involve(agency="police", subject=Subject("child", "ada"), reason="planted", by=making.SETUP)
        with acting(viewer):
            assert Event.objects.filter(pk=record).exists() != oracle.sees(world, 0, world.records[0])


def test_without_a_viewer_nothing_is_shown(agencies: None) -> None:
    world = World(
        [[(0, "worker")]], [("police", "", "ada")], records=[(Subject("child", "ada"), "core", "police", 0, SHARED)]
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


@pytest.mark.parametrize("owed", [{}, {"debtor_team": ""}, {"debtor_team": "", "debtor_role": "administrator"}])
def test_an_administrator_sees_no_child_and_nothing_that_is_owed(agencies: None, owed: dict[str, str]) -> None:
    ada = Subject("child", "ada")
    for team in ("", "response"):
        actions.involve(agency="police", team=team, subject=ada, reason="t", by=making.SETUP)
    administrator = making.viewer("a", ("police", "response", "administrator"))
    both = making.viewer("b", ("police", "response", "administrator"), ("police", "response", "worker"))
    actions.involve(
        agency="police", practitioner=administrator.practitioner_id, relationship="allocated", subject=ada, reason="t",
        by=making.SETUP,
    )  # fmt: skip
    duty = _duty(**owed)
    with as_assessor():
        Rung.objects.create(
            duty=duty, kind="rung", index=0, at=START, fired_at=START, tell_agency="police", tell_team="response"
        )
    assert (_sees(administrator, duty), _sees(both, duty)) == (False, True)
    assert (policies.can_see_child(administrator, "ada"), policies.can_see_child(both, "ada")) == (False, True)
    assert (administrator.teams, both.teams) == ((), ("police/response",))


def test_who_gives_up_the_work_and_stays_administrator_sees_no_more(agencies: None) -> None:
    actions.involve(agency="police", subject=Subject("child", "ada"), reason="t", by=making.SETUP)
    person = making.practitioner("b", ("police", "response", "administrator"), ("police", "response", "worker"))
    assert policies.can_see_child(viewer_of(person), "ada")
    actions.leave_team(membership=person.memberships.get(role="worker"), by=making.SETUP)
    assert not policies.can_see_child(viewer_of(person), "ada")


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
