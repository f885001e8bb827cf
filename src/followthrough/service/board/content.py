"""What does a report say? One model for the page, the PDF and the Word file, and for what is kept when it is signed.

Whatever it says in numbers is `Told`: nothing else gets in, so nobody can add a figure in which a small number of
children is not hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple

from followthrough.service.core.asread import digest_of
from followthrough.service.core.suppressing import Number, Told, kept, told

HIDDEN_NOTE: Final = "Numbers under 5 are hidden, and others with them so that they cannot be worked out."


class Bar(NamedTuple):
    """Two bars under each other, as long as their numbers, with what is written beside each."""

    label: str
    first: float
    second: float
    said: Told
    also: Told


@dataclass(frozen=True)
class Grid:
    """A table of words: a label, and what is told of it. `figure` is the definition that it goes by; `links` leads on
    from each row, where there is one. A grid with `bars` is looked at as well.
    """

    figure: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, *tuple[Told, ...]], ...]
    empty: str = "Nothing in this quarter."
    note: str = ""
    links: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    names: tuple[str, str] = ("", "")

    @property
    def notes(self) -> str:
        """What stands below it: that something is hidden is said where something is."""
        is_hidden = any(told(None) in row[1:] for row in self.rows)
        return " ".join(each for each in (self.note, HIDDEN_NOTE if is_hidden else "") if each)

    def __post_init__(self) -> None:
        _check_told(cell for row in self.rows for cell in row[1:])
        _check_told(words for bar in self.bars for words in (bar.said, bar.also))
        if any(f"{length:,.0f}" != words for bar in self.bars for length, words in zip(bar[1:3], bar[3:], strict=True)):
            raise ValueError("A bar is as long as the number that is told beside it.")


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    said: tuple[Told, ...]  # what changed since last time
    grids: tuple[Grid, ...]

    def __post_init__(self) -> None:
        _check_told(self.said)


@dataclass(frozen=True)
class Report:
    """`counted` says when and by which rules; `compared` with which signed report."""

    quarter: str
    title: str
    counted: str
    compared: str
    sections: tuple[Section, ...]


def bars(rows: Iterable[tuple[str, Number | None, Number | None]]) -> tuple[Bar, ...]:
    """Of those rows of which both numbers may be told."""
    return tuple(
        Bar(label, first, second, told(first), told(second))
        for label, first, second in rows
        if first is not None and second is not None
    )


def _check_told(words: Iterable[object]) -> None:
    if loose := [each for each in words if not isinstance(each, Told)]:
        raise TypeError(f"Not looked at for small numbers, so no part of a report: {loose}")


def to_data(report: Report) -> dict[str, Any]:
    return asdict(report)


def digest(report: Report) -> str:
    return digest_of(to_data(report))


def from_data(data: Mapping[str, Any]) -> Report:
    return Report(**{**data, "sections": tuple(map(_section, data["sections"]))})


def _section(data: Mapping[str, Any]) -> Section:
    return Section(**{**data, "said": tuple(map(kept, data["said"])), "grids": tuple(map(_grid, data["grids"]))})


def _grid(data: Mapping[str, Any]) -> Grid:
    rows = tuple((row[0], *map(kept, row[1:])) for row in data["rows"])
    drawn = tuple(Bar(*bar[:3], *map(kept, bar[3:])) for bar in data["bars"])
    lines = {name: tuple(data[name]) for name in ("head", "links", "names")}
    return Grid(**{**data, "rows": rows, "bars": drawn, **lines})
