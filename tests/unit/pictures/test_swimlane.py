"""Is a swim-lane picture safe, readable and complete, whatever stands in it?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.pictures import (
    Band,
    Bar,
    Lane,
    Mark,
    Shape,
    Swimlane,
    Tone,
    as_rows,
    draw,
    draw_key,
    draw_with_periods,
)

SVG = "{http://www.w3.org/2000/svg}"
LANES = (Lane("police", "Police"), Lane("care", "Children's social care"))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def mark(when: datetime, number: int = 1, lane: str = "police", **more: object) -> Mark:
    settings = {"shape": Shape.WORRY, "label": "Something happened", "number": str(number), "href": f"#e-{number}"}
    return Mark(lane, when, when, **(settings | more))  # type: ignore[arg-type]


def bar(start: datetime, due: datetime, to: datetime | None, tone: Tone, number: int = 1) -> Bar:
    return Bar("care", start, to, tone, "A strategy discussion", due, f"D{number}", f"#d-{number}", "due then")


PICTURE = Swimlane(
    "Child One",
    LANES,
    at(2013, 3, 28),
    at(2013, 4, 4),
    at(2013, 4, 3),
    (mark(at(2013, 3, 28, 17, 30)), mark(at(2013, 3, 30, 11), 2, shape=Shape.HELP)),
    (bar(at(2013, 3, 28, 16), at(2013, 4, 2, 16), None, Tone.BREACHED),),
    (Band(at(2013, 3, 29), at(2013, 3, 30), "Good Friday"),),
)


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in parse(svg).iter(f"{SVG}text")]


def dense(years: int = 12, inside: int = 60) -> Swimlane:
    """A long life with little in it, and a last week in which everything happens."""
    start, end = at(2001, 1, 1), at(2001 + years, 4, 12)
    few = [mark(start + timedelta(days=200 * n), n) for n in range(years)]
    many = [mark(end - timedelta(hours=7 * 24 - 3 * n), years + n) for n in range(inside)]
    return Swimlane("A long life", LANES, start, end, end, (*few, *many))


def test_it_is_a_group_with_a_name_and_a_description() -> None:
    root = parse(draw(PICTURE, id="p"))
    names = {each.get("id"): "".join(each.itertext()) for each in root.iter() if each.get("id")}
    assert root.get("role") == "group"
    assert names[root.get("aria-labelledby")] == "Child One"
    assert "Police, Children's social care" in names[root.get("aria-describedby")]


def test_each_thing_links_to_its_row_and_says_what_it_is() -> None:
    links = {each.get("href"): each.get("aria-label") for each in parse(draw(PICTURE, id="p")).iter(f"{SVG}a")}
    assert set(links) == {"#e-1", "#e-2", "#d-1"}
    assert links["#d-1"] == "D1, due then, A strategy discussion"


def test_a_strict_content_policy_lets_it_pass() -> None:
    for drawn in draw_with_periods(dense(), id="p"):
        root = parse(drawn.svg)
        assert not [each for each in root.iter() if each.get("style")]
        assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
        assert not list(root.iter(f"{SVG}style")) + list(root.iter(f"{SVG}script"))


def test_words_cannot_break_out() -> None:
    evil = '"><script>alert(1)</script>&\x00'
    picture = replace(
        PICTURE,
        title=evil,
        lanes=(Lane("police", evil), *LANES[1:]),
        marks=(replace(mark(at(2013, 3, 29), label=evil, href='#"onload="x'), when=evil),),
    )
    svg = draw(picture, id="p")
    assert "<script" not in svg
    assert "".join(evil.split("\x00")) in texts(svg)
    assert next(parse(svg).iter(f"{SVG}a")).get("href") == '#"onload="x'


def test_letters_are_at_least_twelve_pixels() -> None:
    sizes = [
        int(size)
        for drawn in draw_with_periods(dense(), id="p")
        for size in re.findall(r'font-size="(\d+)"', drawn.svg)
    ]
    assert min(sizes) >= 12


def test_what_overlaps_is_stacked() -> None:
    together = tuple(mark(at(2013, 3, 29, 9), n) for n in range(3))
    circles = parse(draw(replace(PICTURE, marks=tuple(replace(m, shape=Shape.HELP) for m in together)), id="p"))
    heights = [each.get("cy") for each in circles.iter(f"{SVG}circle")]
    assert len(set(heights)) == 3


def test_what_finds_no_room_is_bundled_and_counted() -> None:
    many = tuple(mark(at(2013, 3, 29, 9), n) for n in range(30))
    svg = draw(replace(PICTURE, marks=many, bars=()), id="p")
    (count,) = [word for word in texts(svg) if word.startswith("+")]
    shown = [word for word in texts(svg) if word.isdigit()]
    assert int(count) + len(shown) == 30
    assert len(shown) == 3


def test_a_deadline_and_its_breach_show_without_colour() -> None:
    svg = draw(PICTURE, id="p")
    assert 'fill="url(#p-late)"' in svg
    met = draw(replace(PICTURE, bars=(bar(at(2013, 3, 29), at(2013, 3, 30), at(2013, 3, 29, 12), Tone.MET),)), id="p")
    assert 'fill="url(#p-late)"' not in met
    signs = {str(sign) for sign, _ in draw_key()}
    assert len(signs) == len(draw_key())


def test_a_bank_holiday_is_named() -> None:
    assert "Good Friday" in texts(draw(PICTURE, id="p"))


def test_a_long_life_with_a_full_week_gets_a_closer_look() -> None:
    overview, *closer = draw_with_periods(dense(), id="p")
    assert closer
    last = closer[-1]
    assert last.to - last.from_ < timedelta(days=12)
    assert "#p-1-figure" in overview.svg
    years = [word for word in texts(overview.svg) if re.fullmatch(r"20\d\d", word)]
    assert len(years) >= 10


def test_what_fits_needs_no_closer_look() -> None:
    assert len(draw_with_periods(PICTURE, id="p")) == 1


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (10, "09:00"),
        (24 * 6, "Fri 29 Mar"),
        (24 * 14, "Fri 29"),
        (24 * 30, "29"),
        (24 * 60, "1 Apr"),
        (24 * 700, "Jul"),
        (24 * 365 * 12, "2016"),
    ],
)
def test_the_axis_is_chosen_from_the_span(hours: int, expected: str) -> None:
    start = at(2013, 3, 28, 1)
    picture = Swimlane("x", LANES, start, start + timedelta(hours=hours), start, (mark(start),))
    assert expected in texts(draw(picture, id="p"))


def test_ticks_are_local_days_over_a_change_of_the_clocks() -> None:
    """31 March 2013 has 23 hours in London, so Monday begins at 23:00 UTC."""
    picture = Swimlane("x", LANES, at(2013, 3, 30), at(2013, 4, 2), at(2013, 4, 2), (mark(at(2013, 3, 31, 23)),))
    svg = draw(picture, id="p")
    x = 6 + (47 / 72) * (1040 - 12)
    monday = [each for each in parse(svg).iter(f"{SVG}text") if each.text == "Mon 1 Apr"]
    assert float(monday[0].get("x", "0")) == pytest.approx(x + 4, abs=0.2)


def test_nothing_is_in_the_picture_that_is_not_in_the_rows() -> None:
    rows = as_rows(PICTURE)
    assert [(row.number, row.lane, row.state) for row in rows] == [
        ("D1", "Children's social care", "overdue"),
        ("1", "Police", ""),
        ("2", "Police", ""),
    ]
    assert rows[0].due == at(2013, 4, 2, 16)


def test_a_lane_that_is_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="No lane for fire"):
        replace(PICTURE, marks=(mark(at(2013, 3, 29), lane="fire"),))


_instants = st.integers(0, 24 * 3000).map(lambda hours: at(2008, 1, 1) + timedelta(hours=hours))
_marks = st.builds(lambda when, lane: mark(when, 1, lane), _instants, st.sampled_from(["police", "care"]))
_bars = st.builds(
    lambda start, limit, more, tone: bar(
        start,
        start + timedelta(hours=limit),
        None if tone in (Tone.OPEN, Tone.BREACHED) else start + timedelta(hours=limit + more),
        tone,
    ),
    _instants,
    st.integers(0, 5000),
    st.integers(-100, 5000),
    st.sampled_from([Tone.OPEN, Tone.MET, Tone.LATE, Tone.BREACHED, Tone.EXCUSED]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_marks, max_size=40), st.lists(_bars, max_size=20), st.sampled_from([290, 690, 1040]))
def test_whatever_happens_it_is_drawn_inside_its_frame(marks: list[Mark], bars: list[Bar], width: int) -> None:
    picture = Swimlane("x", LANES, at(2007, 12, 1), at(2018, 1, 1), at(2017, 1, 1), tuple(marks), tuple(bars))
    for drawn in draw_with_periods(picture, id="p", width=width):
        for each in parse(drawn.svg).iter(f"{SVG}rect"):
            left, wide = float(each.get("x", "0")), float(each.get("width", "0"))
            assert wide >= 0
            assert left >= -0.1
            assert left <= width


@pytest.mark.parametrize("marks", [(), PICTURE.marks])
def test_the_name_of_a_lane_stays_in_a_narrow_picture_and_is_told_whole(marks: tuple[Mark, ...]) -> None:
    long = "Child and Adolescent Mental Health and Wellbeing Service"
    drawn = parse(draw(replace(PICTURE, lanes=(Lane("police", long), LANES[1]), marks=marks), id="p", width=290))
    names = [each for each in drawn.iter(f"{SVG}text") if (each.text or "").startswith("Child and Ado")]
    assert [(each.text or "")[-1] for each in names] == ["…"]
    assert 14 * 0.6 * len(names[0].text or "") < 290 and long in [each.text for each in drawn.iter(f"{SVG}title")]
