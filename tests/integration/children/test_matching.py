"""Whoever looks for a child finds the right one on the first page, and reads why."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks import finding as county
from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import closing
from followthrough.service.access.models import Level
from followthrough.service.access.policies import Refused
from followthrough.service.children import actions, numbers, queries
from followthrough.service.children.models import Child, Number
from followthrough.service.core.viewer import Viewer, acting
from integration.agencies import making

pytestmark = pytest.mark.django_db
BORN = date(2010, 3, 27)
NHS = "999 123 4543"


@pytest.fixture(autouse=True)
def agencies() -> None:
    making.agency("police", "response")
    making.agency("hospital", "ward")


@pytest.fixture
def constable() -> Viewer:
    return making.viewer("constable", ("police", "response", "worker"))


def child(name: str, born_on: date | None = BORN, *, of: str = "police") -> Child:
    made = actions.enter_child(about=actions.About(name=name, born_on=born_on))
    access.involve(agency=of, subject=Subject("child", made.pk), reason="a test", by=making.SETUP)
    return made


def why(viewer: Viewer, *asked: object, **more: str) -> list[tuple[str, str]]:
    found = queries.search(viewer, *asked, **more)  # type: ignore[arg-type]
    return [(each.name, found.why[each.pk]) for each in found.children]


@pytest.mark.parametrize(
    "name, born_on, reason",
    [
        ("Zofia Łuczak", BORN, "Same name, same birth date"),
        ("łuczak, zofia", BORN, "Same name, same birth date"),
        ("Zophia Luchak", BORN, "A name that sounds alike, same birth date"),
        ("Zofia Luczka", BORN, "A name spelt almost alike, same birth date"),
        ("Zofia", BORN, "Part of the name is the same, same birth date"),
        ("Zofia Łuczak", date(2010, 3, 26), "Same name, birth date with one figure different"),
        ("Zofia Łuczak", date(2011, 3, 27), "Same name, birth date with one figure different"),
        ("Zofia Łuczak", date(2004, 9, 1), "Same name, another birth date"),
        ("Zofia Łuczak", None, "Same name"),
        ("", BORN, "Same birth date"),
    ],
)
def test_the_reasons_are_words(constable: Viewer, name: str, born_on: date | None, reason: str) -> None:
    child("Zofia Łuczak"), child("Oliver Bright", date(2003, 1, 2))
    assert why(constable, name, born_on) == [("Zofia Łuczak", reason)]


def test_day_and_month_may_be_changed_round(constable: Viewer) -> None:
    child("Adam Frost", date(2010, 3, 4))
    said = "Same name, birth date with day and month changed round"
    assert why(constable, "Adam Frost", date(2010, 4, 3)) == [("Adam Frost", said)]


@pytest.mark.parametrize(
    "stored, typed",
    [
        ("Szymon Wójcik", "Shimon Voychik"),
        ("Grzegorz Brzęczyszczykiewicz", "Gzegoz Brzeczyszczykiewicz"),
        ("Anna-Marie O’Neill", "Anne Marie ONeil"),
        ("Zoë Müller", "Zoe Mueller"),
        ("Nguyễn Thị Hương", "Huong Nguyen"),
        ("Siobhán Ní Bhriain", "Shivaun Ni Bhriain"),
    ],
)
def test_names_are_found_as_they_are_heard(constable: Viewer, stored: str, typed: str) -> None:
    wanted = child(stored)
    child("Oliver Bright"), child("Amelia Stone")
    assert wanted in queries.search(constable, typed, BORN).children


def test_what_agrees_more_plainly_comes_first(constable: Viewer) -> None:
    child("Ella Marsh"), child("Etta Marsh"), child("Ella Marsh", date(2001, 2, 3))
    assert why(constable, "Ella Marsh", BORN) == [
        ("Ella Marsh", "Same name, same birth date"),
        ("Etta Marsh", "A name spelt almost alike, same birth date"),
        ("Ella Marsh", "Same name, another birth date"),
    ]


def test_a_number_finds_whatever_else_was_typed(constable: Viewer) -> None:
    adam = child("Adam Frost")
    child("Bella Stone")
    numbers.set_number(child_id=adam.pk, scheme="nhs", value="9991234543", by=constable)
    numbers.set_number(child_id=adam.pk, scheme="case", value="PX-17/2013", agency="police", by=constable)
    assert why(constable, number="999 123 4543") == [("Adam Frost", "Same NHS number")]
    assert why(constable, number="px172013") == [("Adam Frost", "Same case number")]
    said = "Same NHS number, another name, another birth date"
    assert why(constable, "Bella Stone", date(2001, 1, 1), number=NHS)[0] == ("Adam Frost", said)


def test_an_address_finds_who_lives_there(constable: Viewer) -> None:
    home = actions.register_child(
        about=actions.About("Adam Frost", BORN), reason="t", by=constable, address_label="14 Mill Lane, Weald"
    )
    child("Bella Stone", date(2001, 1, 1))
    assert why(constable, address="14 mill lane, weald") == [(home.name, "Same address")]
    assert why(constable, address="14 Mil Lane") == [(home.name, "An address spelt almost alike")]


def test_a_number_or_an_address_of_a_child_of_others_tells_nothing(constable: Viewer) -> None:
    making.practitioner("nurse", ("hospital", "ward", "worker"))
    other = child("Adam Frost", of="hospital")
    Number.objects.create(
        child=other, scheme="nhs", value=NHS, folded_value="9991234543", set_by="t", from_at="2013-01-01T00:00Z"
    )
    assert not queries.search(constable, number=NHS)
    assert not queries.search(constable, "Adam Frost", None, number=NHS)


def test_a_closed_record_is_as_if_it_were_not_there(constable: Viewer) -> None:
    lead = making.viewer("lead", ("police", "response", "safeguarding-lead"))
    hidden = child("Adam Frost")
    numbers.set_number(child_id=hidden.pk, scheme="nhs", value=NHS, by=constable)
    with acting(lead):
        closing.close(
            child=Subject("child", hidden.pk), level=Level.INVISIBLE, names=[], reason="t",
            review_by=date(2030, 1, 1), by=lead,
        )  # fmt: skip
    with acting(constable):
        for asked in (("Adam Frost", BORN), ("Adam Frost", None), ("Adam", BORN)):
            assert not queries.search(constable, *asked), asked
        assert not queries.search(constable, number=NHS)
    assert queries.search(lead, number=NHS).children == (hidden,)


@pytest.mark.parametrize(
    "scheme, value, is_right",
    [
        ("nhs", "999 123 4543", True),
        ("nhs", "999 123 4544", False),
        ("nhs", "12345", False),
        ("upn", "H801200001001", True),
        ("upn", "A801200001001", False),
        ("case", "", False),
    ],
)
def test_a_slip_in_a_number_is_told(scheme: str, value: str, is_right: bool) -> None:
    if is_right:
        assert numbers.check(scheme, value)
        return
    with pytest.raises(numbers.NotANumber):
        numbers.check(scheme, value)


def test_a_number_that_was_wrong_is_ended_and_kept(constable: Viewer) -> None:
    adam = child("Adam Frost")
    for value in ("PX-1", "PX-2", "PX-2"):
        numbers.set_number(child_id=adam.pk, scheme="case", value=value, agency="police", by=constable)
    assert [(each.value, each.to_at is None) for each in Number.objects.order_by("from_at")] == [
        ("PX-1", False),
        ("PX-2", True),
    ]
    assert not queries.search(constable, number="PX-1")


def test_a_number_of_another_agency_is_not_ours_to_set(constable: Viewer) -> None:
    adam = child("Adam Frost")
    with pytest.raises(Refused, match="of that agency"):
        numbers.set_number(child_id=adam.pk, scheme="case", value="X", agency="hospital", by=constable)


def test_the_right_child_of_a_thousand_stands_on_the_first_page(constable: Viewer) -> None:
    """A short form of `make bench`, which asks 2,000 questions of 100,000 children."""
    found = county.enter(1_000, constable, seed=5)
    missed = county.missed(constable, found, 300, seed=6)
    assert len(missed) <= 3, missed


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_every_way_in_has_an_index() -> None:
    indexes, reads_all = county.indexes_used(forced=True)
    wanted = {"children_child_name", "children_child_sounds", "children_child_born_on"}
    assert indexes >= wanted and not reads_all
