"""Whose a duty is: one rule for one duty, for a set of them, and for the directory that letters go by."""

from __future__ import annotations

import pytest

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.directory import reached_for
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import can_take, desk_of, is_owed_by
from followthrough.service.worklist.desks import Desks
from integration.agencies import making
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties, local

DEBTORS = [
    (agency, team, role)
    for agency in ("hospital", "social-care", "camhs", "fire-brigade")
    for team in ("", "ward", "front-door", "out-of-hours", "no-such-team")
    for role in ("", "worker", "team-manager", "safeguarding-lead", "duty-manager", "no-such-role")
]


@pytest.fixture
def owed(world: World) -> list[Duty]:
    """One duty for every debtor that words can name."""
    world.send(OUT_OF_HOURS)
    (pattern,) = duties("share-received-urgent")
    made = []
    for number, (agency, team, role) in enumerate(DEBTORS):
        values = {each.attname: getattr(pattern, each.attname) for each in Duty._meta.concrete_fields}
        whom = {"debtor_agency": agency, "debtor_team": team, "debtor_role": role}
        made.append(Duty(**values | whom | {"id": f"{number:032d}"}))
    with as_assessor():
        Duty.objects.bulk_create(made)
    return made


def everybody(world: World) -> list[Viewer]:
    world.people["duty.head"] = making.practitioner("duty.head", ("social-care", "out-of-hours", "duty-manager"))
    world.people["day.head"] = making.practitioner("day.head", ("social-care", "front-door", "duty-manager"))
    return [world.viewer(name) for name in world.people]


def test_one_duty_and_a_set_of_them_have_the_same_owners(world: World, owed: list[Duty]) -> None:
    for viewer in everybody(world):
        owns = desk_of(viewer).owed()  # asked of the directory, which the assessor does not read
        with as_assessor():
            found = set(Duty.objects.filter(owns, pk__in=[d.pk for d in owed]).values_list("pk"))
        assert {pk for (pk,) in found} == {d.pk for d in owed if is_owed_by(viewer, d)}
        desk = Desks(viewer).desk
        assert {pk for (pk,) in found} == {d.pk for d in owed if desk.owes(d)}
        assert {pk for (pk,) in found} == {d.pk for d in owed if can_take(viewer, d)}


def test_whoever_owes_it_is_of_the_team_that_the_directory_names(world: World, owed: list[Duty]) -> None:
    viewers = everybody(world)
    for duty in owed:
        names = (duty.debtor_agency, duty.debtor_team, duty.debtor_role)
        team = None if duty.debtor_agency == "fire-brigade" else agencies.team_for(*names).key
        for viewer in viewers:
            assert is_owed_by(viewer, duty) == (team in viewer.teams), (viewer.username, names)


def test_a_team_that_is_not_in_the_directory_leaves_its_duty_to_the_default_team(
    world: World, owed: list[Duty]
) -> None:
    (lost,) = [
        d for d in owed if (d.debtor_agency, d.debtor_team, d.debtor_role) == ("social-care", "no-such-team", "")
    ]
    assert is_owed_by(world.viewer("day"), lost)
    assert not is_owed_by(world.viewer("duty"), lost)


def test_what_the_duty_manager_owes_goes_to_the_team_on_duty_now(world: World, owed: list[Duty]) -> None:
    """By night to the night team, though the day team has a duty manager of its own; in the morning to the day team.
    So does its letter. What a worker owes stays where it was.
    """
    mine = {d.debtor_role: d for d in owed if (d.debtor_agency, d.debtor_team) == ("social-care", "")}
    assert is_owed_by(world.viewer("duty"), mine["duty-manager"]), "whoever is there, where none of them is called so"
    people = {each.username: each for each in everybody(world)}
    for at, there, away, key in (
        (local(2013, 3, 29, 2), "duty.head", "day.head", OUT_OF_HOURS),  # Good Friday
        (local(2013, 4, 2, 10), "day.head", "duty.head", FRONT_DOOR),
    ):
        world.at.at = at
        duty = mine["duty-manager"]
        assert is_owed_by(people[there], duty) and not is_owed_by(people[away], duty)
        assert [each.email for each in reached_for("social-care", role="duty-manager")] == [f"{there}@example.org"]
        shown = [Desks(world.viewer(name)).team_of(duty) for name in (there, away, "nurse")]
        assert [team.key for team in shown if team] == [key] * 3
        assert is_owed_by(world.viewer("day"), mine["worker"])
