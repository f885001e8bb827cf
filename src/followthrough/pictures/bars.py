"""How do counts look? Bars side by side for two answers, and a spread of earlier and later; each says its number.
On a narrow picture a label stands above its bars.

`role="img"` with a title: what they show stands as a table beside them, which says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from followthrough.pictures.svg import Svg, element

WIDTH = 1040
_ROW, _BAR, _TOP = 52, 17, 34
_LABEL, _LETTER = 250.0, 10.2  # room for labels: more where one is long, in the widest of the fonts that are likely
_VALUE = 120.0
_NARROW = 600  # px: below it labels stand above, in lines of the letters of this one
_EDGE, _LINE, _NARROW_LETTER, _NARROW_VALUE = 8.0, 20, 9.4, 44.0
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
    """Two bars for each row, on one scale. Labels stand left of them, or above them where `width` is below 600."""
    if width < _NARROW:
        return _stacked(rows, id, title, names, width)
    label = max([_LABEL, *(_LETTER * len(row.label) + 14 for row in rows)])
    room = width - label - _VALUE - 20
    parts = [_key(names, (BEFORE, AFTER), label)]
    for number, row in enumerate(rows):
        top = _TOP + number * _ROW
        parts.append(_words(label - 14, top + _BAR + 6, row.label, anchor="end", weight="700"))
        parts += _two(row, label, top, room / _most(rows))
    return _svg(parts, id, title, width, _TOP + len(rows) * _ROW, label)


def _stacked(rows: Sequence[Pair], id: str, title: str, names: tuple[str, str], width: int) -> Svg:
    longest = max((len(said) for row in rows for said in row.said), default=0)
    room = width - 2 * _EDGE - max(_NARROW_VALUE, _NARROW_LETTER * longest + 8)
    key = [
        _key((name,), (colour,), _EDGE, n * _LINE)
        for n, (name, colour) in enumerate(zip(names, (BEFORE, AFTER), strict=True))
    ]
    parts, top = key, 2.0 * _LINE + 14
    for row in rows:
        for line in wrap(row.label, int((width - 2 * _EDGE) / _NARROW_LETTER)):
            parts.append(_words(_EDGE, top + 15, line, weight="700"))
            top += _LINE
        parts += _two(row, _EDGE, top + 3, max(room, 40) / _most(rows))
        top += _ROW
    return _svg(parts, id, title, width, top, _EDGE, 2 * _LINE + 8)


def _most(rows: Sequence[Pair]) -> float:
    return max((max(row.before, row.after) for row in rows), default=0) or 1


def _two(row: Pair, x: float, top: float, scale: float) -> Iterator[Svg]:
    for place, (value, said) in enumerate(zip((row.before, row.after), row.said, strict=True)):
        y, length = top + place * (_BAR + 3), value * scale
        yield _bar(x, y, length, (BEFORE, AFTER)[place])
        yield _words(x + length + 8, y + _BAR - 4, said, colour=MUTED if place == 0 else INK)


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


def _svg(
    parts: Sequence[Svg], id: str, title: str, width: int, height: float, label: float = _LABEL, top: float = _TOP - 6
) -> Svg:
    return element(
        "svg",
        element("title", title, id=f"{id}-title"),
        *parts,
        element("line", x1=label, y1=top, x2=label, y2=height - 4, stroke=LINE),
        viewBox=f"0 0 {width} {height:.0f}",
        role="img",
        aria_labelledby=f"{id}-title",
        xmlns="http://www.w3.org/2000/svg",
    )


def _key(names: Sequence[str], colours: Sequence[str], label: float, top: float = 0) -> Svg:
    parts = []
    for place, (name, colour) in enumerate(zip(names, colours, strict=True)):
        x = label + place * 220
        parts += [_bar(x, top + 2, 16.0, colour), _words(x + 24, top + 15, name, colour=MUTED)]
    return element("g", *parts)


def _bar(x: float, y: float, length: float, colour: str) -> Svg:
    return element("rect", x=x, y=y, width=max(length, 1.0), height=_BAR, rx=2, fill=colour)


def _words(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, weight: str | None = None
) -> Svg:
    return element(
        "text", text, x=x, y=y, fill=colour, text_anchor=anchor, font_size=15, font_weight=weight, font_family="inherit"
    )
