"""The right child is found although the name is misspelt, and nobody learns of a child whom they do not work with."""

from __future__ import annotations

from datetime import date

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.children import actions, presenters, queries
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child
from followthrough.service.core.viewer import Viewer
from integration.agencies import making

pytestmark = pytest.mark.django_db
BORN = date(2010, 3, 27)


@pytest.fixture(autouse=True)
def agencies() -> None:
    making.agency("police", "response")
    making.agency("hospital", "ward")


@pytest.fixture
def constable() -> Viewer:
    return making.viewer("constable", ("police", "response", "worker"))


def child(name: str, born_on: date | None = BORN, *, of: str = "police") -> Child:
    made = actions.enter_child(about=actions.About(name=name, born_on=born_on))
    if of:
        access.involve(agency=of, subject=Subject("child", made.pk), reason="a test", by=making.SETUP)
    return made


@pytest.mark.parametrize(
    "written, folded",
    [
        ("Zofia Łuczak-Nowak", "zofia luczak nowak"),
        ("Siân O’Hara", "sian ohara"),
        ("  JOSÉ   Núñez ", "jose nunez"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_names_are_folded_alike(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    "typed", ["Zofia Łuczak", "zofia luczak", "Zophia Luczak", "luczak", "Łuczak Zofia", "zofia", "Sofia Luczak"]
)
def test_spelling_is_forgiven(constable: Viewer, typed: str) -> None:
    wanted = child("Zofia Łuczak")
    child("Oliver Bright"), child("Amelia Stone")
    assert queries.search(constable, typed).children == (wanted,)


def test_the_likest_comes_first_and_a_date_of_birth_narrows(constable: Viewer) -> None:
    first, second = child("Adam Frost"), child("Adam Foster", date(2011, 1, 1))
    assert queries.search(constable, "Adam Frost").children[0] == first
    assert queries.search(constable, "Adam", date(2011, 1, 1)).children == (second,)
    assert queries.search(constable, "", date(2011, 1, 1)).children == (second,)


def test_twins_are_both_found(constable: Viewer) -> None:
    twins = {child("Ella Marsh"), child("Etta Marsh")}
    assert set(queries.search(constable, "Marsh", BORN).children) == twins


def test_nothing_typed_finds_nothing(constable: Viewer) -> None:
    child("Adam Frost")
    assert not queries.search(constable, " ' ")


@pytest.mark.parametrize(
    "typed, born_on",
    [("Adam Frost", None), ("Adam", BORN), ("Adam Frosst", BORN), ("Adam Frost", date(2010, 3, 28)), ("", BORN)],
)
def test_half_a_guess_tells_nothing_of_a_child_of_others(constable: Viewer, typed: str, born_on: date | None) -> None:
    child("Adam Frost", of="hospital")
    assert not queries.search(constable, typed, born_on)


def test_full_name_and_date_of_birth_allow_sharing_and_no_more(constable: Viewer) -> None:
    other = child("Adam Frost", of="hospital")
    found = queries.search(constable, "adam  FROST", BORN)
    assert (found.children, found.known_elsewhere) == ((), (other.pk,))
    assert queries.child(constable, other.pk) is None


@pytest.mark.parametrize(
    "born_on, words",
    [
        (date(2010, 3, 27), "3 years"),
        (date(2010, 3, 29), "2 years"),
        (date(2011, 4, 28), "23 months"),
        (date(2013, 2, 28), "1 month"),
        (date(2013, 3, 27), "1 day"),
        (date(2013, 3, 28), "0 days"),
        (None, "age not known"),
    ],
)
def test_an_age_is_told_in_whole_units(born_on: date | None, words: str) -> None:
    assert presenters.age_in_words(born_on, date(2013, 3, 28)) == words
