"""How does it read whether groups of children wait longer than others? As monitoring of the service alone.

What is small is hidden, and others with it, so that nothing hidden can be worked out from the sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from followthrough.service.board.changes import MANY, Share, in_hours
from followthrough.service.board.content import Grid, Section
from followthrough.service.board.counting import Counts
from followthrough.service.core.suppressing import HIDDEN, hidden_in_line, hidden_in_table, is_small

Row = Mapping[str, Any]
DIMENSIONS: Final = {
    "language": "By the language at home",
    "age": "By age at the end of the quarter",
    "support": "By whether the child has support for a disability or complex needs",
}
_HEAD: Final = ("Group", "Children", "On time", "Late", "Half done within")
_POINTS: Final = 10  # in 100, from all of them


def groups(counts: Counts) -> Section:
    found = {key: [row for row in counts["groups"] if row["dimension"] == key] for key in DIMENSIONS}
    grids = tuple(_grid(DIMENSIONS[key], rows) for key, rows in found.items())
    said = [words for rows in found.values() for words in _standing_out(rows)]
    return Section(
        "groups",
        "Does anybody wait longer than others?",
        tuple(said) or ("No group that is large enough stands out.",),
        grids,
    )


def _grid(caption: str, rows: list[Row]) -> Grid:
    hidden = _hidden(rows)
    few = hidden_in_line([row["children"] for row in rows])
    return Grid(
        "groups",
        caption,
        _HEAD,
        tuple(
            (
                row["group"].capitalize(),
                HIDDEN if n in few else f"{row['children']:,}",
                HIDDEN if (n, 0) in hidden else f"{row['on_time']:,}",
                HIDDEN if (n, 1) in hidden else f"{row['late']:,}",
                _median(row, is_hidden=n in few or not hidden.isdisjoint({(n, 0), (n, 1), (n, 2)})),
            )
            for n, row in enumerate(rows)
        ),
        empty="Nothing about a child fell due in this quarter.",
        note="Numbers under 5 are hidden, and others with them so that they cannot be worked out.",
    )


def _hidden(rows: list[Row]) -> frozenset[tuple[int, int]]:
    few = {n for n, row in enumerate(rows) if is_small(row["children"])}
    return hidden_in_table([(row["on_time"], row["late"]) for row in rows], few)


def _median(row: Row, *, is_hidden: bool) -> str:
    return "–" if is_hidden or row["median"] is None else in_hours(row["median"])


def _standing_out(rows: list[Row]) -> Iterator[str]:
    """Groups that are large, with nothing hidden, and on time less often than all."""
    hidden, everybody = _hidden(rows), _all(rows)
    for n, row in enumerate(rows):
        own = Share(row["on_time"], row["on_time"] + row["late"])
        told = {(row, column) for row in (n, len(rows)) for column in range(3)}
        is_shown = hidden.isdisjoint(told) and own.whole >= MANY
        if is_shown and everybody.in_a_hundred - own.in_a_hundred >= _POINTS:
            yield f"{row['group'].capitalize()}: {own.words} on time, against {everybody.words} of all. Ask why."


def _all(rows: Iterable[Row]) -> Share:
    held = list(rows)
    on_time = sum(row["on_time"] for row in held)
    return Share(on_time, on_time + sum(row["late"] for row in held))
