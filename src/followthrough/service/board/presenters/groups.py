"""How does it read whether groups of children wait longer than others? As monitoring of the service alone.

What is small is hidden, and others with it, so that nothing hidden can be worked out from the sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from followthrough.service.board.changes import MANY, Share, Time
from followthrough.service.board.content import Grid, Section
from followthrough.service.board.counting import Counts
from followthrough.service.core.suppressing import Parts, Told, is_small, named, numbers_in_line, told, worded

Row = Mapping[str, Any]
DIMENSIONS: Final = {
    "language": "By the language at home",
    "age": "By age at the end of the time",
    "support": "By whether the child has support for a disability or complex needs",
}
_HEAD: Final = ("Group", "Children", "On time", "Late", "Half done within")
_POINTS: Final = 10  # in 100, from all of them


def groups(counts: Counts) -> Section:
    found = {key: [row for row in counts["groups"] if row["dimension"] == key] for key in DIMENSIONS}
    grids = tuple(_grid(DIMENSIONS[key], rows) for key, rows in found.items())
    said = tuple(words for rows in found.values() for words in _standing_out(rows))
    nobody = worded("No group that is large enough stands out.")
    return Section("groups", "Does anybody wait longer than others?", said or (nobody,), grids)


def _grid(caption: str, rows: list[Row]) -> Grid:
    parts, children = _parts(rows), numbers_in_line([row["children"] for row in rows])
    return Grid(
        "groups",
        caption,
        _HEAD,
        tuple(
            (
                row["group"].capitalize(),
                told(children[n]),
                told(parts.number(n, 0)),
                told(parts.number(n, 1)),
                Time(row["median"], None if children[n] is None else parts.number(n)).words,
            )
            for n, row in enumerate(rows)
        ),
        empty="Nothing about a child fell due in this quarter.",
    )


def _parts(rows: list[Row]) -> Parts:
    few = [n for n, row in enumerate(rows) if is_small(row["children"])]
    return Parts([(row["on_time"], row["late"]) for row in rows], few)


def _standing_out(rows: list[Row]) -> Iterator[Told]:
    """Groups that are large, with nothing hidden, and on time less often than all."""
    parts = _parts(rows)
    everybody = Share(parts.number(None, 0), parts.number(None))
    for n, row in enumerate(rows):
        own = Share(parts.number(n, 0), parts.number(n))
        is_large = own.is_told and everybody.is_told and (own.whole or 0) >= MANY
        if is_large and everybody.in_a_hundred - own.in_a_hundred >= _POINTS:
            group = named(row["group"].capitalize())
            yield worded("{}: {} on time, against {} of all. Ask why.", group, own.words, everybody.words)
