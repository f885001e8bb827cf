"""How does it read what reviews found and asked, and whether it changed anything?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from followthrough.service.board import changes
from followthrough.service.board.changes import Share
from followthrough.service.board.content import Grid, Section, bars
from followthrough.service.board.counting import Counts
from followthrough.service.core.suppressing import Number, Told, named, number_of_no_child, told, worded
from followthrough.service.learning.recommendations.models import Owner

Row = Mapping[str, Any]
_OWNERS = {each.value: str(each.label) for each in Owner}


def reviews(counts: Counts, before: Counts | None) -> Section:
    now, last = counts["reviews"][0], (before or {}).get("reviews", [{}])[0]
    held = Grid(
        "reviews",
        "Reviews",
        ("How many", "Began", "Open at the end", "Ended", "Published"),
        (("Reviews", *_numbers(now, "began", "open", "ended", "published")),),
    )
    asked = Grid(
        "recommendations",
        "Recommendations, by whom they ask",
        ("Asked of", "Asked", "New", "Accepted", "Shown", "It works", "Works in part", "Does not work", "Open"),
        tuple(_asked(row) for row in counts["recommendations"]),
        empty="No review has asked for anything yet.",
        note="Shown: the agency has given evidence that it was done. A test says whether it works.",
        bars=bars(
            (_owner(row), number_of_no_child(row["asked"]), number_of_no_child(row["works"] + row["in_part"]))
            for row in counts["recommendations"]
        ),
        names=("asked", "works, or works in part"),
    )
    themes = Grid(
        "themes",
        "What reviews find again and again",
        ("Theme", "Good practice", "Learning points", "All so far", "Reviews and audits"),
        tuple((row["title"], *_numbers(row, "good", "learning", "ever", "reviews")) for row in counts["themes"]),
        empty="No finding has been written yet.",
    )
    said = (
        changes.of_number("Reviews that are open", _number(now, "open"), _number(last, "open") if before else None),
        changes.of_share(
            "Recommendations shown to work, or to work in part",
            _working(counts["recommendations"]),
            _working(before["recommendations"]) if before else None,
        ),
        *_coming_back(counts["themes"]),
    )
    return Section("learning", "Do we learn, and does it change anything?", said, (held, asked, themes))


def _asked(row: Row) -> tuple[str, *tuple[Told, ...]]:
    keys = ("asked", "new", "accepted", "evidenced", "works", "in_part", "works_not", "open")
    return _owner(row), *_numbers(row, *keys)


def _numbers(row: Row, *keys: str) -> Iterator[Told]:
    return (told(_number(row, key)) for key in keys)


def _number(row: Row, key: str) -> Number:
    """Of reviews, recommendations and findings, which the Board makes itself: they are counted, and no children."""
    return number_of_no_child(row[key])


def _owner(row: Row) -> str:
    return _OWNERS.get(row["owner"], str(row["owner"]))


def _working(rows: Iterable[Row]) -> Share:
    held = list(rows)
    works, asked = sum(row["works"] + row["in_part"] for row in held), sum(row["asked"] for row in held)
    return Share(number_of_no_child(works), number_of_no_child(asked))


def _coming_back(rows: Iterable[Row]) -> list[Told]:
    """Themes with a learning point in this quarter that other reviews had found before."""
    found = [row["title"] for row in rows if row["learning"] and row["reviews"] > 1]
    return [worded("Found again: {}.", named(", ".join(found)))] if found else []
