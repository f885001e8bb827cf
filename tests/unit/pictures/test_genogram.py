"""Does a genogram tell the family truly, whoever belongs to it?"""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.pictures import genogram
from followthrough.pictures.family import Bond, Brought, Family, Member, Sign, Union
from followthrough.pictures.generations import Contradiction, lay_out
from followthrough.pictures.genogram import HALF, NARROW, WIDE, _Drawing

SVG = "{http://www.w3.org/2000/svg}"
BORN = Brought.BORN


@st.composite
def families(draw: st.DrawFn) -> Family:
    """Up to twelve people, born in the order of their numbers; anybody may have had children with anybody."""
    count = draw(st.integers(1, 12))
    keys = [f"p{n}" for n in range(count)]
    unions: dict[frozenset[str], list[str]] = {}
    for n, key in enumerate(keys):
        parents = frozenset(draw(st.lists(st.sampled_from(keys[:n]), max_size=2))) if n else frozenset[str]()
        if parents:
            unions.setdefault(parents, []).append(key)
    bonds, ways = st.sampled_from(Bond), st.sampled_from(Brought)
    found = [
        Union(tuple(sorted(parents)), tuple((each, draw(ways)) for each in born), draw(bonds))
        for parents, born in unions.items()
    ]
    child = draw(st.sampled_from(keys))
    here = draw(st.sets(st.sampled_from(keys)))
    signs, dead = st.sampled_from(Sign), st.booleans()
    members = [
        Member(key, f"Person {key}", draw(signs), is_child=key == child, has_died=draw(dead), lives_here=key in here)
        for key in keys
    ]
    return Family("A family", tuple(members), tuple(found), "Quay Street")


@given(family=families(), slot=st.sampled_from((WIDE, NARROW)))
@settings(max_examples=60, deadline=None)
def test_signs_never_overlap_parents_stand_above_and_each_line_ends_at_its_people(family: Family, slot: float) -> None:
    try:
        drawing = _Drawing(family, "g", slot)
    except Contradiction:
        return  # partners of two generations of one line: told in the table alone
    at = {each.key: drawing.at(each.key) for each in family.members}
    for one, other in combinations(at, 2):
        (x, y), (far, low) = at[one], at[other]
        assert y != low or abs(x - far) >= slot - 0.01, (one, other)
    for union in family.unions:
        assert all(at[parent][1] < at[child][1] for parent in union.parents for child in union.born)
    joined = set()
    for run in drawing.runs():
        joined.add(run.ends)
        for point in (run.points[0], run.points[-1]) if run.bond else run.points[-1:]:
            assert any(_touches(point, at[key]) for key in run.ends)
    assert joined == {
        ends
        for union in family.unions
        for ends in [*((*union.parents, child) for child in union.born), *_pair(union, at)]
    }
    assert ElementTree.fromstring(drawing.svg()).find(f"{SVG}title") is not None


def _pair(union: Union, at: dict[str, tuple[float, float]]) -> list[tuple[str, ...]]:
    return [tuple(sorted(union.parents, key=lambda key: at[key][0]))] if len(union.parents) == 2 else []


def _touches(point: tuple[float, float], middle: tuple[float, float]) -> bool:
    return max(abs(point[0] - middle[0]), abs(point[1] - middle[1])) <= HALF + 0.01


@given(family=families())
@settings(max_examples=60, deadline=None)
def test_the_line_of_the_home_goes_round_who_lives_there_and_nobody_else(family: Family) -> None:
    try:
        drawing = _Drawing(family, "g", WIDE)
    except Contradiction:
        return
    boxes = drawing.home_boxes()
    for member in family.members:
        x, y = drawing.at(member.key)
        inside = any(left < x < right and top < y < low for left, top, right, low in boxes)
        assert inside == member.lives_here


FAMILY = Family(
    "The family of Hania",
    (
        Member("h", "Hania", Sign.WOMAN, is_child=True, lives_here=True),
        Member("b", "Beata", Sign.WOMAN, lives_here=True),
        Member("m", "Marek", Sign.MAN, has_died=True),
        Member("p", "Piotr", Sign.MAN, lives_here=True),
        Member("k", "Kuba"),
        Member("l", "A lodger", Sign.OTHER, lives_here=True, level=-1),
    ),
    (
        Union(("m", "b"), (("k", Brought.ADOPTED), ("h", BORN)), Bond.DIVORCED),
        Union(("b", "p"), (), Bond.TOGETHER),
    ),
    "Quay Street",
)


def test_each_person_can_be_read_without_eyes() -> None:
    svg = ElementTree.fromstring(genogram.draw(FAMILY, id="g"))
    labels = [each.get("aria-label") for each in svg.iter(f"{SVG}g") if each.get("role") == "img"]
    assert labels[:3] == [
        "Hania, woman, the child of this page, lives in the home",
        "Beata, woman, lives in the home",
        "Marek, man, has died",
    ]
    (told,) = (each.text for each in svg.iter(f"{SVG}desc"))
    assert told == (
        "A genogram of 6 people in 2 generations. In the home: Hania, Beata, Piotr, A lodger. A table says the same."
    )


def test_partners_stand_beside_each_other_and_a_lodger_in_the_row_that_is_said() -> None:
    places = lay_out(FAMILY)
    row = [places[key].column for key in ("m", "b", "p")]
    assert [b - a for a, b in pairwise(row)] == [1.0, 1.0]
    assert places["l"].row == places["b"].row == 0 and places["h"].row == 1


def test_the_key_names_the_signs_that_are_there_and_no_others() -> None:
    words = [each for _, each in genogram.draw_key(FAMILY)]
    assert "Divorced" in words and "Adopted" in words and "Married" not in words and "Fostered" not in words


def test_nobody_is_their_own_ancestor() -> None:
    loop = (Union(("a",), (("b", BORN),)), Union(("b",), (("a", BORN),)))
    with pytest.raises(Contradiction):
        lay_out(Family("t", (Member("a", "A"), Member("b", "B")), loop))


def test_the_same_family_is_drawn_the_same_and_words_cannot_break_out() -> None:
    family = Family("<x>", (Member("a", "A <b>& \x00", is_child=True),), (), "<script>")
    assert genogram.draw(family, id="g") == genogram.draw(family, id="g")
    assert not re.search(r"<script|<b>|\x00", genogram.draw(family, id="g"))
