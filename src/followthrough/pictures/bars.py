"""How do counts look? Bars side by side for two answers, and a spread of earlier and later; each says its number.

`role="img"` with a title: what they show stands as a table beside them, which says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from followthrough.pictures.svg import Svg, element

WIDTH = 1040
_ROW, _BAR, _TOP = 52, 17, 34
_LABEL, _LETTER = 250.0, 10.2  # room for labels: more where one is long, in the widest of the fonts that are likely
_VALUE = 120.0
INK, MUTED, LINE = "#1b2826", "#4d5854", "#dcd4c5"
BEFORE, AFTER = "#8a8577", "#17443f"
EARLIER, LATER = "#17443f", "#b0701f"


@dataclass(frozen=True, slots=True)
class Pair:
    """One label with a number before and after; `said` is how each is written."""

    label: str
    before: float
    after: float
    said: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bin:
    label: str
    count: int
    is_earlier: bool


def pairs(rows: Sequence[Pair], *, id: str, title: str, names: tuple[str, str], width: int = WIDTH) -> Svg:
    """Two bars for each row, on one scale."""
    most = max((max(row.before, row.after) for row in rows), default=0) or 1
    label = max([_LABEL, *(_LETTER * len(row.label) + 14 for row in rows)])
    room = width - label - _VALUE - 20
    parts = [_key(names, (BEFORE, AFTER), label)]
    for number, row in enumerate(rows):
        top = _TOP + number * _ROW
        parts.append(_words(label - 14, top + _BAR + 6, row.label, anchor="end", weight="700"))
        for place, (value, said) in enumerate(zip((row.before, row.after), row.said, strict=True)):
            y = top + place * (_BAR + 3)
            length = room * value / most
            parts.append(_bar(label, y, length, (BEFORE, AFTER)[place]))
            parts.append(_words(label + length + 8, y + _BAR - 4, said, colour=MUTED if place == 0 else INK))
    return _svg(parts, id, title, width, _TOP + len(rows) * _ROW, label)


def spread(bins: Sequence[Bin], *, id: str, title: str, width: int = WIDTH) -> Svg:
    """One bar for each bin, from much earlier to much later."""
    most = max((each.count for each in bins), default=0) or 1
    room, row = width - _LABEL - _VALUE - 20, _BAR + 13
    parts = [_key(("earlier", "later"), (EARLIER, LATER), _LABEL)]
    for number, each in enumerate(bins):
        y = _TOP + number * row
        length = room * each.count / most
        parts.append(_words(_LABEL - 14, y + _BAR - 4, each.label, anchor="end"))
        parts.append(_bar(_LABEL, y, length, EARLIER if each.is_earlier else LATER))
        parts.append(_words(_LABEL + length + 8, y + _BAR - 4, f"{each.count:,}"))
    return _svg(parts, id, title, width, _TOP + len(bins) * row)


def _svg(parts: Sequence[Svg], id: str, title: str, width: int, height: float, label: float = _LABEL) -> Svg:
    return element(
        "svg",
        element("title", title, id=f"{id}-title"),
        *parts,
        element("line", x1=label, y1=_TOP - 6, x2=label, y2=height - 4, stroke=LINE),
        viewBox=f"0 0 {width} {height:.0f}",
        role="img",
        aria_labelledby=f"{id}-title",
        xmlns="http://www.w3.org/2000/svg",
    )


def _key(names: tuple[str, str], colours: tuple[str, str], label: float) -> Svg:
    parts = []
    for place, (name, colour) in enumerate(zip(names, colours, strict=True)):
        x = label + place * 220
        parts += [_bar(x, 2, 16.0, colour), _words(x + 24, 15, name, colour=MUTED)]
    return element("g", *parts)


def _bar(x: float, y: float, length: float, colour: str) -> Svg:
    return element("rect", x=x, y=y, width=max(length, 1.0), height=_BAR, rx=2, fill=colour)


def _words(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, weight: str | None = None
) -> Svg:
    return element(
        "text", text, x=x, y=y, fill=colour, text_anchor=anchor, font_size=15, font_weight=weight, font_family="inherit"
    )
