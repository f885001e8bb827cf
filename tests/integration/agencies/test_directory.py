"""Duties and letters always find somebody, and a practitioner is what their open memberships say."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from followthrough.procedures.model.answer import Debtor
from followthrough.service.access import actions as access
from followthrough.service.agencies import actions, presenters, queries
from followthrough.service.agencies.directory import reached_for
from followthrough.service.agencies.models import Membership, Practitioner, Team
from integration.agencies import making

pytestmark = pytest.mark.django_db


def addresses_for(agency: str, team: str, role: str) -> list[str]:
    return [each.email for each in reached_for(agency, team, role)]


@pytest.fixture(autouse=True)
def agencies() -> None:
    making.agency("police", "public-protection", "response")
    making.agency("hospital", "ward")


def test_a_named_team_answers_for_itself() -> None:
    assert queries.team_of(Debtor("police", "response")).key == "police/response"


def test_a_role_is_found_where_it_is_held() -> None:
    making.practitioner("sergeant", ("police", "response", "team-manager"))
    assert queries.team_for("police", role="team-manager").key == "police/response"


@pytest.mark.parametrize("team, role", [("", ""), ("no-such-team", ""), ("", "no-such-role")])
def test_what_names_nobody_goes_to_the_default_team(team: str, role: str) -> None:
    assert queries.team_for("police", team, role).key == "police/public-protection"


def test_an_unknown_agency_has_no_team_and_no_address() -> None:
    with pytest.raises(Team.DoesNotExist):
        queries.team_for("fire-brigade")
    assert addresses_for("fire-brigade", "", "") == []


def test_a_role_is_told_in_person_wherever_in_the_agency_it_is_held() -> None:
    making.practitioner("sergeant", ("police", "response", "team-manager"))
    making.practitioner("constable", ("police", "response", "worker"))
    assert addresses_for("police", "response", "team-manager") == ["sergeant@example.org"]
    assert addresses_for("police", "public-protection", "team-manager") == ["sergeant@example.org"]


def test_a_team_is_told_at_its_own_address() -> None:
    making.practitioner("constable", ("police", "response", "worker"))
    assert addresses_for("police", "response", "") == ["response@police.example"]


def test_a_role_that_nobody_holds_falls_back_to_the_team() -> None:
    assert addresses_for("hospital", "ward", "team-manager") == ["ward@hospital.example"]


def test_somebody_who_left_is_not_told() -> None:
    person = making.practitioner("sergeant", ("police", "response", "team-manager"))
    access.deactivate(practitioner=person, by=making.SETUP)
    assert addresses_for("police", "response", "team-manager") == ["response@police.example"]


def test_a_viewer_holds_what_is_open_now() -> None:
    person = making.practitioner("sergeant", ("police", "response", "worker"), ("police", "response", "team-manager"))
    seen = queries.viewer_of(person)
    assert (seen.agency, seen.teams, seen.roles) == ("police", ("police/response",), ("worker", "team-manager"))
    access.leave_team(membership=Membership.objects.get(role="team-manager"), by=making.SETUP)
    assert queries.viewer_of(person).roles == ("worker",)


def test_joining_twice_is_one_membership() -> None:
    person = making.practitioner("constable", ("police", "response", "worker"), ("police", "response", "worker"))
    assert person.memberships.count() == 1


def test_nobody_joins_another_agencys_team() -> None:
    person = making.practitioner("constable", ("police", "response", "worker"))
    with pytest.raises(actions.NotThisAgency):
        actions.join_team(practitioner=person, team=Team.objects.get(slug="ward"), role="worker", by=making.SETUP)


def test_a_weak_password_is_refused() -> None:
    with pytest.raises(ValidationError):
        actions.register_practitioner(
            username="amy",
            name="Amy",
            email="amy@example.org",
            agency=queries.agencies().get(pk="hospital"),
            password="password1234",
            by=making.SETUP,
        )


def test_two_people_cannot_differ_in_capitals_only() -> None:
    making.practitioner("constable", ("police", "response", "worker"))
    with pytest.raises(IntegrityError), transaction.atomic():
        making.practitioner("Constable", ("police", "response", "worker"))
    assert Practitioner.objects.get_by_natural_key("CONSTABLE").username == "constable"


def test_an_agency_has_one_default_team() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        making.team(queries.agencies().get(pk="police"), "traffic", is_default=True)


def test_a_person_reads_as_a_colleague_needs_it() -> None:
    person = making.practitioner("karen.tulloch", ("police", "response", "custody-sergeant"))
    assert presenters.person_line(person) == "Karen Tulloch, custody sergeant, Response, Police"
