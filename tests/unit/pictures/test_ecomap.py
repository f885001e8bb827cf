"""Does an ecomap say for each agency how it stands to the child, and keep its boxes apart?"""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.pictures import ecomap
from followthrough.pictures.ecomap import NARROW, WIDE, Agency, Link

SVG = "{http://www.w3.org/2000/svg}"
AGENCIES = st.builds(
    Agency,
    st.text(min_size=1, max_size=60),
    st.sampled_from(Link),
    st.lists(st.text(max_size=80), max_size=4).map(tuple),
)


@given(agencies=st.lists(AGENCIES, max_size=9), width=st.sampled_from((WIDE, NARROW)))
@settings(max_examples=12, deadline=None)
def test_boxes_never_overlap_and_stay_inside(agencies: list[Agency], width: float) -> None:
    svg = ElementTree.fromstring(ecomap.draw("Hania", agencies, id="e", title="t", width=width))
    high = float(svg.get("height", "0"))
    found = [
        [float(each.get(side, "0")) for side in ("x", "y", "width", "height")]
        for each in svg.findall(f"{SVG}g/{SVG}rect")
    ]
    assert len(found) == len(agencies)
    for x, y, wide, tall in found:
        assert x >= 0 and y >= 0 and x + wide <= width and y + tall <= high
    for (x, y, wide, tall), (far, low, broad, deep) in combinations(found, 2):
        assert x + wide <= far or far + broad <= x or y + tall <= low or low + deep <= y


def test_each_agency_can_be_read_without_eyes_and_the_key_names_what_is_there() -> None:
    agencies = [Agency("Police", Link.SILENT, ("Response",)), Agency("Hospital", Link.WORKING)]
    svg = ecomap.draw("Hania", agencies, id="e", title="t")
    assert 'aria-label="Police, was asked and has not answered, Response"' in svg
    assert [words for _, words in ecomap.draw_key(agencies)] == [
        "Works with the child",
        "Was asked and has not answered",
    ]
