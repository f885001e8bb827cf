"""How does a week's cover look? A row for each day, a lane for each level, a block for whoever is there.

`role="img"` with a title: the table beside it says the same. A gap has a broken edge and the word, not only a colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from followthrough.pictures.svg import Svg, element

WIDTH = 1040
_LEFT, _TOP, _LANE, _BETWEEN = 190.0, 26.0, 26.0, 10.0
_HOURS = range(0, 25, 3)
_LETTER = 7.6  # how wide a letter of the blocks' words is at most
INK, MUTED, LINE = "#1b2826", "#4d5854", "#dcd4c5"


class Look(StrEnum):
    NAMED = "named"
    ROLE = "role"
    GAP = "gap"


_FILL = {Look.NAMED: "#17443f", Look.ROLE: "#e7efe9", Look.GAP: "#fdf1ee"}
_TEXT = {Look.NAMED: "#ffffff", Look.ROLE: INK, Look.GAP: "#8e1f12"}
_EDGE = {Look.NAMED: "#17443f", Look.ROLE: "#17443f", Look.GAP: "#8e1f12"}


@dataclass(frozen=True, slots=True)
class Block:
    """From one hour of a day to another, on the clock of the wall; `day` and `lane` are counted from nought."""

    day: int
    lane: int
    from_hour: float
    to_hour: float
    label: str
    look: Look


def draw(days: Sequence[str], lanes: Sequence[str], blocks: Sequence[Block], *, id: str, title: str) -> Svg:
    """What no block covers is a time at which nobody has to be there."""
    row = len(lanes) * _LANE + _BETWEEN
    height = _TOP + len(days) * row
    parts = [_hours(height)]
    for number, day in enumerate(days):
        top = _TOP + number * row
        parts.append(_words(0, top + 17, day, weight="700"))
        parts += [
            _words(_LEFT - 10, top + lane * _LANE + 17, words, anchor="end", colour=MUTED)
            for lane, words in enumerate(lanes)
        ]
        parts.append(element("line", x1=0, y1=top - 5, x2=WIDTH, y2=top - 5, stroke=LINE))
    parts += [_block(each, _TOP + each.day * row + each.lane * _LANE) for each in blocks]
    return element(
        "svg",
        element("title", title, id=f"{id}-title"),
        *parts,
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        role="img",
        aria_labelledby=f"{id}-title",
        xmlns="http://www.w3.org/2000/svg",
    )


def _x(hour: float) -> float:
    return _LEFT + hour / 24 * (WIDTH - _LEFT - 1)


def _hours(height: float) -> Svg:
    parts = []
    for hour in _HOURS:
        x = _x(hour)
        anchor = "start" if hour == 0 else "end" if hour == 24 else "middle"
        parts.append(_words(x, 13, f"{hour:02}:00", anchor=anchor, colour=MUTED, size=13))
        parts.append(element("line", x1=x, y1=_TOP - 8, x2=x, y2=height, stroke=LINE))
    return element("g", *parts)


def _block(block: Block, top: float) -> Svg:
    x, width = _x(block.from_hour), _x(block.to_hour) - _x(block.from_hour)
    box = element(
        "rect",
        element("title", block.label),
        x=x + 1,
        y=top + 1,
        width=max(width - 2, 2.0),
        height=_LANE - 3,
        rx=3,
        fill=_FILL[block.look],
        stroke=_EDGE[block.look],
        stroke_dasharray="5 3" if block.look is Look.GAP else None,
    )
    room = int((width - 12) / _LETTER)
    said = block.label if len(block.label) <= room else f"{block.label[: room - 1].rstrip()}…" if room > 3 else ""
    weight = "700" if block.look is Look.GAP else None
    return element("g", box, _words(x + 8, top + 17, said, colour=_TEXT[block.look], size=14, weight=weight))


def _words(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    colour: str = INK,
    weight: str | None = None,
    size: int = 15,
) -> Svg:
    return element(
        "text", text, x=x, y=y, fill=colour, text_anchor=anchor, font_size=size, font_weight=weight,
        font_family="inherit",
    )  # fmt: skip
