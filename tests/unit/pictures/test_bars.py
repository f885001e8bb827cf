"""Bars are as long as their numbers, and everything in them is escaped."""

from __future__ import annotations

from xml.etree import ElementTree

from followthrough.pictures.bars import Bin, Pair, pairs, spread

SVG = "{http://www.w3.org/2000/svg}"


def widths(drawn: str) -> list[float]:
    return [float(each.get("width") or 0) for each in ElementTree.fromstring(drawn).iter(f"{SVG}rect")][2:]


def test_pairs_share_one_scale() -> None:
    rows = [Pair("Police", 10, 20, ("10", "20")), Pair("School", 5, 0, ("5", "0"))]
    ten, twenty, five, nothing = widths(pairs(rows, id="p", title="Work", names=("now", "then")))
    assert (twenty / ten, ten / five) == (2, 2)
    assert nothing == 1, "a bar of nought is a hair, so that its place is seen"


def test_a_spread_says_its_numbers_and_escapes_its_words() -> None:
    drawn = spread([Bin("<b>earlier", 1_200, True), Bin("later", 600, False)], id="s", title="How far & how many")
    first, second = widths(drawn)
    assert first == 2 * second
    root = ElementTree.fromstring(drawn)
    said = [each.text for each in root.iter(f"{SVG}text")]
    assert "<b>earlier" in said and "1,200" in said
    assert [each.text for each in root.iter(f"{SVG}title")] == ["How far & how many"]


def test_on_a_narrow_picture_each_label_stands_whole_above_its_bars_and_nothing_runs_over_the_edge() -> None:
    label = "Child protection, mental capacity and moving to adult services"
    rows = [Pair(label, 1, 30, ("1", "30 of 1,200")), Pair("School", 0, 2, ("0", "2"))]
    drawn = ElementTree.fromstring(pairs(rows, id="p", title="Work", names=("good practice", "to learn"), width=290))
    words = [
        (each.text or "", float(each.get("x") or 0), float(each.get("y") or 0)) for each in drawn.iter(f"{SVG}text")
    ]
    lines = [text for text, _, _ in words if text in label]
    assert " ".join(lines) == label and len(lines) > 1
    assert all(x + 8 * len(text) <= 290 for text, x, _ in words)
    first_bar = min(float(each.get("y") or 0) for each in list(drawn.iter(f"{SVG}rect"))[2:])
    assert all(y < first_bar for text, _, y in words if text in lines)
