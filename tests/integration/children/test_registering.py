"""A child who is registered has a birth and a home in the chronology, and a team that works with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import policies
from followthrough.service.children import actions, queries
from followthrough.service.children.models import Child, Household, HouseholdMember, Person
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.models import Event
from integration.agencies import making

pytestmark = pytest.mark.django_db
BORN = date(2010, 3, 27)
NOW = datetime(2013, 3, 28, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with clock.use(clock.FixedClock(NOW)):
        yield


@pytest.fixture
def constable() -> Viewer:
    making.agency("police", "public-protection", "response")
    return making.viewer("constable", ("police", "response", "worker"))


def register(by: Viewer, name: str = "Adam Frost", **more: object) -> Child:
    about = actions.About(name=name, born_on=BORN)
    return actions.register_child(about=about, reason="met at home", by=by, **more)  # type: ignore[arg-type]


def test_birth_and_home_are_recorded_and_the_team_is_involved(constable: Viewer) -> None:
    child = register(constable)
    with acting(constable):
        seen = {event.kind: event for event in Event.objects.filter(subject_id=child.pk)}
    assert set(seen) == {"child.born", "household.joined"}
    assert seen["child.born"].occurred_from == datetime(2010, 3, 27, tzinfo=UTC)
    home = queries.household_of(child)
    assert home is not None and seen["household.joined"].data == {"household": home.pk}
    assert policies.can_see_child(constable, child.pk)


def test_another_team_of_the_agency_does_not_see_the_child(constable: Viewer) -> None:
    child = register(constable)
    other = making.viewer("detective", ("police", "public-protection", "worker"))
    assert not policies.can_see_child(other, child.pk)


def test_a_child_without_a_date_of_birth_can_be_registered(constable: Viewer) -> None:
    child = actions.register_child(about=actions.About(name="A baby"), reason="met", by=constable)
    assert policies.can_see_child(constable, child.pk)


def test_a_sibling_joins_the_same_home(constable: Viewer) -> None:
    first = register(constable)
    home = queries.household_of(first)
    second = register(constable, "Joel Frost", household=home)
    assert home is not None
    assert {each.child for each in home.members.select_related("child")} == {first, second}


def test_leaving_ends_what_is_seen_of_the_home(constable: Viewer) -> None:
    child = register(constable)
    home = queries.household_of(child)
    assert home is not None
    actions.leave_household(child=child, household=home, on=date(2013, 3, 1), by=constable)
    assert queries.household_of(child) is None

    def sees(at: datetime) -> bool:
        return policies.can_see_record(constable, Subject("household", home.pk), "narrative", "hospital", at, at)

    assert (sees(datetime(2013, 2, 28, tzinfo=UTC)), sees(datetime(2013, 3, 1, tzinfo=UTC))) == (True, False)


def test_nothing_is_left_when_the_record_refuses(constable: Viewer) -> None:
    future = actions.About(name="Not born yet", born_on=date(2013, 5, 1))
    with pytest.raises(ValueError, match="before it happens"), transaction.atomic():
        actions.register_child(about=future, reason="met", by=constable)
    assert not Child.objects.exists() and not list(policies.visible_to(constable))


def test_a_member_is_a_child_or_a_person_and_never_both_or_none() -> None:
    home = Household.objects.create(address_label="Mill Lane")
    child, person = Child.objects.create(name="A", folded_name="a"), Person.objects.create(name="B")
    HouseholdMember.objects.create(household=home, person=person, from_on=BORN)
    for both in ({"child": child, "person": person}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HouseholdMember.objects.create(household=home, from_on=BORN, **both)
