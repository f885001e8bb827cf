"""Whose case is it? By a number that a person confirmed; else a person says so, and can take it back."""

from __future__ import annotations

from datetime import date

import pytest

from followthrough.service.access.policies import NotVisible, Refused
from followthrough.service.caseload import matching, queries
from followthrough.service.caseload.models import Case
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Number
from followthrough.service.children.numbers import set_number
from followthrough.service.core.viewer import acting
from integration.agencies import making
from integration.caseload.lists import JONAS, MILA, case, involve, take
from integration.merging import two
from integration.sharing.world import World


def number(world: World, value: str = "SC-1001", child: str = "") -> None:
    day = world.viewer("day")
    with acting(day):
        set_number(child_id=child or world.child.pk, scheme="case", value=value, agency="social-care", by=day)


def test_a_number_that_a_person_confirmed_matches(world: World) -> None:
    number(world, "sc 1001")
    take(JONAS, MILA)
    assert case().child_id == world.child.pk and case().how == "number"
    assert case("SC-1002").child_id is None


def test_no_name_alone_ever_matches(world: World) -> None:
    take(JONAS)
    assert case().child_id is None


def test_another_date_of_birth_waits_for_a_person(world: World) -> None:
    number(world)
    take(JONAS.replace("04/05/2009", "05/05/2009"))
    assert case().child_id is None and "another date of birth" in case().doubt


def test_a_number_of_two_children_waits_for_a_person(world: World) -> None:
    day = world.viewer("day")
    with acting(day):
        other = register_child(about=About("Jonas Webber", date(2009, 5, 4)), reason="t", by=day)
    number(world)
    number(world, child=other.pk)
    take(JONAS)
    assert case().child_id is None and "Two children" in case().doubt


def test_another_agency_number_does_not_match(world: World) -> None:
    nurse = world.viewer("nurse")
    with acting(nurse):
        set_number(child_id=world.child.pk, scheme="case", value="SC-1001", agency="hospital", by=nurse)
    take(JONAS)
    assert case().child_id is None


def test_a_person_matches_and_tomorrow_it_stays(world: World) -> None:
    take(JONAS)
    day = world.viewer("day")
    with acting(day):
        matching.match(case=case(), child_id=world.child.pk, by=day)
    held = case()
    assert held.child_id == world.child.pk and held.how == "person" and held.steps[0]["by"] == day.practitioner_id
    assert Number.objects.get(child=world.child, scheme="case", to_at=None).value == "SC-1001"
    with acting(day), pytest.raises(Refused, match="Somebody else"):
        matching.match(case=held, child_id=world.child.pk, by=day)


def test_a_wrong_match_is_undone_and_does_not_come_back(world: World) -> None:
    number(world)
    take(JONAS)
    day = world.viewer("day")
    with acting(day):
        matching.unmatch(case=case(), reason="It is his cousin.", by=day)
    assert case().child_id is None and not Number.objects.filter(child=world.child, to_at=None).exists()
    world.later(hours=24)
    take(JONAS)
    assert case().child_id is None and case().steps[-1]["reason"] == "It is his cousin."


def test_a_list_that_says_another_child_is_told(world: World) -> None:
    number(world)
    take(JONAS)
    world.later(hours=24)
    take(JONAS.replace("Jonas Weber", "Emil Frost"))
    assert case().child_id == world.child.pk and "another name" in case().doubt


def test_who_may_match(world: World) -> None:
    take(JONAS)
    nurse, duty = world.viewer("nurse"), world.viewer("duty")
    with acting(nurse), pytest.raises(Refused, match="Only people of the agency"):
        matching.match(case=case_of_system(), child_id=world.child.pk, by=nurse)
    with acting(duty), pytest.raises(NotVisible):
        matching.match(case=case_of_system(), child_id="nobody", by=duty)


def case_of_system() -> Case:
    """Whoever looks."""
    with acting(making.SETUP):
        return Case.objects.get()


def test_a_child_who_could_be_meant_comes_first(world: World) -> None:
    take(JONAS, MILA, *(f"N-{n},Child {n},,,,,,,," for n in range(30)))
    manager = world.viewer("manager")
    with acting(manager):
        likely = queries.unmatched(manager, is_likely=True)
        assert [each.number for each in likely] == ["SC-1001"]
        others = queries.unmatched(manager, is_likely=False)
        assert others.paginator.count == 31 and len(others) == 25


def test_a_case_matched_by_its_number_goes_with_it_when_two_records_are_parted(world: World) -> None:
    other = two.register_other(world)
    involve(world, "social-care", "front-door", other)
    number(world, "SC-1001", child=other)
    world.later(minutes=1)
    same = two.merge(world, other)
    take(JONAS)
    assert case().child_id == world.child.pk, "while the two are one"
    two.part(world, same)
    assert case().child_id == other and not case().doubt
    assert [each["step"] for each in case().steps] == ["matched", "parted"]


def test_a_case_that_a_person_matched_while_two_were_one_is_looked_at_again(world: World) -> None:
    day, same = world.viewer("day"), two.merge(world, two.register_other(world))
    take(JONAS)
    with acting(day):
        matching.match(case=case(), child_id=world.child.pk, by=day)
    two.part(world, same)
    assert case().child_id == world.child.pk and "which of the two" in case().doubt


def test_a_case_from_before_the_two_were_one_stays_when_they_are_parted(world: World) -> None:
    number(world)
    take(JONAS)
    world.later(minutes=1)
    before = case().steps
    two.part(world, two.merge(world, two.register_other(world)))
    assert case().child_id == world.child.pk and not case().doubt and case().steps == before
