"""Who may see a child follows from involvement, membership and role, and ends with them at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, policies
from followthrough.service.access.models import Grant, Involvement
from followthrough.service.agencies.models import Membership, Team
from followthrough.service.core.models import AuditRow
from integration.agencies import making

pytestmark = pytest.mark.django_db
ADA, BEN, HOME = Subject("child", "ada"), Subject("child", "ben"), Subject("household", "home")
CONSTABLE, SERGEANT = ("police", "response", "worker"), ("police", "response", "team-manager")
DETECTIVE, NURSE = ("police", "public-protection", "worker"), ("hospital", "ward", "worker")
JANUARY, MARCH, MAY = (datetime(2013, month, 1, tzinfo=UTC) for month in (1, 3, 5))


@pytest.fixture(autouse=True)
def agencies() -> None:
    making.agency("police", "public-protection", "response")
    making.agency("hospital", "ward")


def involve(agency: str, team: str = "", subject: Subject = ADA) -> Involvement:
    return actions.involve(agency=agency, team=team, subject=subject, reason="a test", by=making.SETUP)


def test_a_team_that_is_involved_sees_the_child_and_others_do_not() -> None:
    constable, nurse = making.viewer("constable", CONSTABLE), making.viewer("nurse", NURSE)
    detective = making.viewer("detective", DETECTIVE)
    involve("police", "response")
    assert [policies.can_see_child(each, "ada") for each in (constable, detective, nurse)] == [True, False, False]
    assert list(policies.visible_to(constable)) == ["ada"]


def test_managers_and_leads_see_every_child_of_their_agency_only() -> None:
    sergeant, nurse = making.viewer("sergeant", SERGEANT), making.viewer("nurse", NURSE)
    lead = making.viewer("lead", ("police", "public-protection", "safeguarding-lead"))
    involve("police", "public-protection")
    assert [policies.can_see_child(each, "ada") for each in (sergeant, lead, nurse)] == [True, True, False]


def test_an_involved_agency_without_a_team_means_all_its_teams() -> None:
    detective = making.viewer("detective", DETECTIVE)
    involve("police")
    assert policies.can_see_child(detective, "ada")


def test_whoever_joins_later_sees_and_whoever_leaves_sees_no_more() -> None:
    involve("police", "response")
    person = making.practitioner("constable", CONSTABLE)
    viewer = making.viewer("other", CONSTABLE)
    assert policies.can_see_child(viewer, "ada")
    actions.leave_team(membership=Membership.objects.get(practitioner=person), by=making.SETUP)
    assert not Grant.objects.filter(viewer=person).exists()
    assert policies.can_see_child(viewer, "ada")


def test_moving_to_another_team_moves_what_is_seen() -> None:
    involve("police", "response"), involve("police", "public-protection", BEN)
    person = making.practitioner("constable", CONSTABLE)
    viewer = making.viewer("other", DETECTIVE)
    actions.leave_team(membership=Membership.objects.get(practitioner=person), by=making.SETUP)
    actions.join_team(
        practitioner=person, team=Team.objects.get(slug="public-protection"), role="worker", by=making.SETUP
    )
    seen = Grant.objects.filter(viewer=person).values_list("subject_id", flat=True)
    assert set(seen) == set(policies.visible_to(viewer)) == {"ben"}


def test_an_ended_involvement_takes_away_what_only_it_gave() -> None:
    constable, sergeant = making.viewer("constable", CONSTABLE), making.viewer("sergeant", SERGEANT)
    first, _ = involve("police", "response"), involve("police", "public-protection")
    actions.end_involvement(involvement=first, by=making.SETUP)
    assert not policies.can_see_child(constable, "ada")
    assert policies.can_see_child(sergeant, "ada"), "the other involvement of the agency still gives it"


def test_somebody_who_was_made_inactive_sees_nothing() -> None:
    involve("police", "response")
    person = making.practitioner("constable", CONSTABLE)
    actions.deactivate(practitioner=person, by=making.SETUP)
    assert not Grant.objects.filter(viewer=person).exists()


def test_involving_twice_is_one_involvement_and_one_audit_row() -> None:
    assert involve("police", "response").pk == involve("police", "response").pk
    assert AuditRow.objects.filter(action="involvement.began", subject_id="ada").count() == 1


def test_a_household_is_seen_through_its_child_for_the_time_together_and_siblings_are_not() -> None:
    constable = making.viewer("constable", CONSTABLE)
    for each in (ADA, BEN):
        actions.reach(subject=each, to=HOME, from_at=JANUARY)
    involve("police", "response")
    actions.end_reach(subject=ADA, to=HOME, to_at=MARCH)

    def sees(at: datetime) -> bool:
        return policies.can_see_record(constable, HOME, "narrative", "hospital", at, at)

    assert [sees(JANUARY), sees(MARCH), sees(MAY)] == [True, False, False]
    assert not sees(datetime(2012, 12, 31, tzinfo=UTC))
    assert not policies.can_see_child(constable, "ben")


def test_a_household_stays_in_sight_through_the_other_child() -> None:
    constable = making.viewer("constable", CONSTABLE)
    for each in (ADA, BEN):
        actions.reach(subject=each, to=HOME, from_at=JANUARY)
        involve("police", "response", each)
    actions.end_involvement(involvement=Involvement.objects.get(subject_id="ada"), by=making.SETUP)
    assert policies.can_see_record(constable, HOME, "narrative", "hospital", MAY, MAY)
    actions.end_involvement(involvement=Involvement.objects.get(subject_id="ben"), by=making.SETUP)
    assert not policies.can_see_record(constable, HOME, "narrative", "hospital", MAY, MAY)


@pytest.mark.parametrize("record_class", ["health-detail", "police-intelligence", "placement-address"])
def test_a_class_of_its_own_is_seen_by_the_agency_that_wrote_it(record_class: str) -> None:
    constable, nurse = making.viewer("constable", CONSTABLE), making.viewer("nurse", NURSE)
    involve("police", "response"), involve("hospital", "ward")

    def sees(viewer: object) -> bool:
        return policies.can_see_record(viewer, ADA, record_class, "hospital", MAY, MAY)  # type: ignore[arg-type]

    assert (sees(constable), sees(nurse)) == (False, True)


def test_a_refusal_is_not_visible() -> None:
    with pytest.raises(policies.NotVisible):
        policies.check_can_see_child(making.viewer("nurse", NURSE), "ada")
