"""What does a picture say in words? The same marks and bars as rows of a table, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from followthrough.pictures.nouns import Bar, Mark, Swimlane

_SHAPES = {
    "diamond": "a worry",
    "circle": "something that helps",
    "square": "a fact",
    "arrow": "information shared",
}


@dataclass(frozen=True, slots=True)
class Row:
    at: datetime
    when: str
    lane: str
    kind: str
    label: str
    state: str = ""
    due: datetime | None = None
    ended: datetime | None = None
    number: str = ""
    href: str = ""


def as_rows(picture: Swimlane) -> list[Row]:
    """The text alternative: nothing stands in the picture that is not here."""
    lanes = {lane.key: lane.title for lane in picture.lanes}
    rows = [_of_mark(mark, lanes) for mark in picture.marks] + [_of_bar(bar, lanes) for bar in picture.bars]
    return sorted(rows, key=lambda row: (row.at, row.lane, row.number))


def _of_mark(mark: Mark, lanes: dict[str, str]) -> Row:
    kind = _SHAPES[mark.shape.value]
    return Row(mark.from_, mark.when, lanes[mark.lane], kind, mark.label, number=mark.number, href=mark.href)


def _of_bar(bar: Bar, lanes: dict[str, str]) -> Row:
    kind = "duty" if bar.due is not None else bar.tone.value
    return Row(
        bar.from_,
        bar.when,
        lanes[bar.lane],
        kind,
        bar.label,
        bar.tone.value,
        bar.due,
        bar.to,
        bar.number,
        bar.href,
    )
