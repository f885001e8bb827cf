"""Whose a duty is: one rule for one duty, for a set of them, and for the directory that letters go by."""

from __future__ import annotations

import pytest

from followthrough.service.agencies import queries as agencies
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import can_take, desk_of, is_owed_by
from followthrough.service.worklist.desks import Desks
from integration.agencies import making
from integration.sharing.world import OUT_OF_HOURS, World, duties

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
    for viewer in everybody(world):
        for duty in owed:
            names = (duty.debtor_agency, duty.debtor_team, duty.debtor_role)
            if duty.debtor_agency == "fire-brigade":
                assert not is_owed_by(viewer, duty)
                continue
            team = agencies.team_for(*names)
            assert is_owed_by(viewer, duty) == (team.key in viewer.teams), (viewer.username, names)


def test_a_team_that_is_not_in_the_directory_leaves_its_duty_to_the_default_team(
    world: World, owed: list[Duty]
) -> None:
    (lost,) = [
        d for d in owed if (d.debtor_agency, d.debtor_team, d.debtor_role) == ("social-care", "no-such-team", "")
    ]
    assert is_owed_by(world.viewer("day"), lost)
    assert not is_owed_by(world.viewer("duty"), lost)
