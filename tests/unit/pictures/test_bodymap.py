"""Is every place that can be written down on a picture, once on each side, with its mark inside and told in words?"""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.pictures import bodymap
from followthrough.pictures.bodymap import VIEWS, Mark
from followthrough.service.ledger import rulebook

SVG = "{http://www.w3.org/2000/svg}"
PLACES = sorted({place for view in VIEWS for place in view.places})
MARKS = st.lists(
    st.builds(Mark, st.integers(1, 99), st.sampled_from(PLACES), st.just("A bruise"), st.booleans()),
    max_size=9,
    unique_by=lambda mark: mark.number,
)


def test_pictures_and_vocabulary_have_the_same_places() -> None:
    fields = rulebook.current().vocabulary.kind("injury.body-map").fields
    assert {site for site, _ in PLACES} == set(fields["site"].choices)
    assert {side for _, side in PLACES} == set(fields["side"].choices)
    sides = {site: {side for each, side in PLACES if each == site} for site, _ in PLACES}
    assert all(found in ({"left", "right"}, {"middle"}) for found in sides.values())


def test_left_is_the_childs_left_and_both_sides_are_each_others_mirror() -> None:
    for view in VIEWS[:4]:
        regions = {each.place: each for each in view.regions if each.place}
        is_behind = view.labels[0][0] == "Child’s left"
        for (site, side), region in regions.items():
            if side == "left":
                here, there = region.centre[0], regions[site, "right"].centre[0]
                assert (here < there) == is_behind and round(here + there - view.width, 6) == 0


@given(marks=MARKS)
@settings(max_examples=20, deadline=None)
def test_every_mark_is_drawn_where_it_is_and_told(marks: list[Mark]) -> None:
    for view in VIEWS:
        svg = ElementTree.fromstring(bodymap.draw(view, marks, id="m"))
        shown = [each for each in marks if each.place in view.places]
        assert len(svg.findall(f".//{SVG}circle")) == len(shown)
        assert svg.get("aria-label", "").count("A bruise") == len(shown)
        for dot in svg.findall(f".//{SVG}circle"):
            assert 0 < float(dot.get("cy", "0")) < view.height


def test_earlier_marks_differ_by_more_than_colour_and_links_are_for_a_pointer_alone() -> None:
    marks = [Mark(1, ("nose", "middle"), "1. Nose"), Mark(2, ("nose", "middle"), "2. Nose", True)]
    head = VIEWS[0]
    assert bodymap.draw(head, marks, id="m").count("stroke-dasharray") == 1
    linked = bodymap.draw(head, [], id="m", links=dict.fromkeys(head.places, "#here"))
    assert linked.count('tabindex="-1"') == len(head.places) and 'aria-hidden="true"' in linked
    assert [words for _, words in bodymap.draw_key(marks, now="Now", before="Before")] == ["Now", "Before"]
