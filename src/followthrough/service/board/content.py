"""What does a report say? One model for the page, the PDF and the Word file, and for what is kept when it is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Grid:
    """A table of words. `figure` is the definition that it goes by; `links` leads on from each row, where there is one.

    A grid with `bars` is looked at as well: label, then the length of two bars and what is written beside each.
    """

    figure: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "Nothing in this quarter."
    note: str = ""
    links: tuple[str, ...] = ()
    bars: tuple[tuple[str, float, float, str, str], ...] = ()
    names: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    said: tuple[str, ...]  # what changed since last time
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Report:
    """`counted` says when and by which rules; `compared` with which signed report."""

    quarter: str
    title: str
    counted: str
    compared: str
    sections: tuple[Section, ...]


def to_data(report: Report) -> dict[str, Any]:
    return asdict(report)


def from_data(data: Mapping[str, Any]) -> Report:
    return Report(**{**data, "sections": tuple(map(_section, data["sections"]))})


def _section(data: Mapping[str, Any]) -> Section:
    return Section(**{**data, "said": tuple(data["said"]), "grids": tuple(map(_grid, data["grids"]))})


def _grid(data: Mapping[str, Any]) -> Grid:
    pairs = {name: tuple(tuple(row) for row in data[name]) for name in ("rows", "bars")}
    lines = {name: tuple(data[name]) for name in ("head", "links", "names")}
    return Grid(**{**data, **pairs, **lines})
