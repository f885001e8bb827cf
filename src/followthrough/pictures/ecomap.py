"""How does an ecomap look? The child in the middle, a box for each agency around, a line that says how it stands.

The line's look and a word in the box say the same, so that neither colour nor eyes are needed. `role="group"`: each
agency has a name of its own, and a table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from followthrough.pictures import signs
from followthrough.pictures.svg import Svg, element, join

WIDE, NARROW = 860.0, 290.0
_BOX = 300.0  # the widest box
_LINE, _INSIDE, _BETWEEN = 17.0, 10.0, 16.0
_CHILD = 74.0  # half the width of the child's place
_TRUNK, _BRANCH = 18.0, 60.0  # on a narrow screen: where the line runs, and where the boxes begin


class Link(StrEnum):
    """How an agency stands to the child; `value` is the word on the screen."""

    WORKING = "works with the child"
    WAITS = "has been asked and has not closed it"
    SILENT = "was asked and has not answered"
    CLOSED = "has closed the case"
    KNOWS = "was told and knows"


@dataclass(frozen=True, slots=True)
class Agency:
    """`lines` are the teams and named workers, in words."""

    name: str
    link: Link
    lines: tuple[str, ...] = ()


_LOOKS: dict[Link, tuple[str, float, str | None]] = {  # colour, width, dashes
    Link.WORKING: ("#22663f", 4.0, None),
    Link.WAITS: ("#1d5270", 2.5, "10 6"),
    Link.SILENT: ("#9a2b1c", 2.5, "2 6"),
    Link.CLOSED: ("#4d5854", 1.5, None),
    Link.KNOWS: ("#4d5854", 1.5, "6 4"),
}


@dataclass(frozen=True, slots=True)
class _Placed:
    agency: Agency
    lines: tuple[tuple[str, bool], ...]  # words, and whether they are the name
    x: float
    y: float
    width: float
    height: float


def draw(child: str, agencies: Sequence[Agency], *, id: str, title: str, width: float = WIDE) -> Svg:
    """Boxes to the left and the right of the child; on a narrow screen one below the other."""
    is_narrow = width < 2 * (_BOX + _CHILD)
    placed, height = _below(agencies, width) if is_narrow else _around(agencies, width)
    middle = (_CHILD + 2, 28.0) if is_narrow else (width / 2, height / 2)
    said = "; ".join(f"{each.name} {each.link.value}" for each in agencies) or "No agency has to do with the child."
    inner = join(
        element("title", title, id=f"{id}-title"),
        element("desc", f"{said}. A table says the same.".replace("..", "."), id=f"{id}-desc"),
        element("rect", width=width, height=height, fill=signs.SHEET),
        *_trunk(placed if is_narrow else (), middle),
        *(_line(each, middle, is_narrow) for each in placed),
        *_child(child, middle),
        *(_box(each) for each in placed),
    )
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        class_="ecomap",
        id=id,
        role="group",
        aria_labelledby=f"{id}-title",
        aria_describedby=f"{id}-desc",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        font_family=signs.FONT,
    )


def draw_key(agencies: Sequence[Agency]) -> list[tuple[Svg, str]]:
    """The lines that the picture holds, each with its words."""
    held = {each.link for each in agencies}
    return [(_sample(each), each.value[:1].upper() + each.value[1:]) for each in Link if each in held]


def _around(agencies: Sequence[Agency], width: float) -> tuple[list[_Placed], float]:
    """Two columns, each as high as the other as far as boxes allow."""
    sides: tuple[list[_Placed], list[_Placed]] = ([], [])
    lows = [_BETWEEN, _BETWEEN]
    for agency in agencies:
        side = 0 if lows[0] <= lows[1] else 1
        lines = _lines(agency, _BOX - 2 * _INSIDE)
        box = _Placed(agency, lines, 4.0 if side == 0 else width - _BOX - 4, lows[side], _BOX, _height(lines))
        sides[side].append(box)
        lows[side] += box.height + _BETWEEN
    height = max(*lows, 130.0)
    return [_moved(each, (height - low) / 2) for own, low in zip(sides, lows, strict=True) for each in own], height


def _below(agencies: Sequence[Agency], width: float) -> tuple[list[_Placed], float]:
    found, low = [], 52.0 + _BETWEEN
    for agency in agencies:
        lines = _lines(agency, width - _BRANCH - 4 - 2 * _INSIDE)
        found.append(_Placed(agency, lines, _BRANCH, low, width - _BRANCH - 4, _height(lines)))
        low += found[-1].height + _BETWEEN
    return found, low


def _moved(box: _Placed, down: float) -> _Placed:
    return _Placed(box.agency, box.lines, box.x, box.y + down, box.width, box.height)


def _lines(agency: Agency, room: float) -> tuple[tuple[str, bool], ...]:
    words = [(line, True) for line in _wrapped(agency.name, room, is_bold=True)]
    state = agency.link.value[:1].upper() + agency.link.value[1:]
    for each in (state, *agency.lines):
        words += [(line, False) for line in _wrapped(each, room)]
    return tuple(words)


def _height(lines: Sequence[tuple[str, bool]]) -> float:
    return len(lines) * _LINE + 2 * _INSIDE - 3


def _wrapped(words: str, room: float, *, is_bold: bool = False) -> Iterator[str]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and signs.width_of(longer, 14, is_bold=is_bold) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield signs.shortened(line, room, 14)


def _line(box: _Placed, middle: tuple[float, float], is_narrow: bool) -> Svg:
    colour, width, dashes = _LOOKS[box.agency.link]
    level = box.y + box.height / 2
    if is_narrow:
        d = f"M{_TRUNK:.1f} {level:.1f}H{box.x:.1f}"
    else:
        edge = box.x + box.width if box.x < middle[0] else box.x
        d = f"M{middle[0]:.1f} {middle[1]:.1f}L{edge:.1f} {level:.1f}"
    return element("path", d=d, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes)


def _trunk(placed: Sequence[_Placed], middle: tuple[float, float]) -> Iterator[Svg]:
    """On a narrow screen every line hangs from one."""
    for last in placed[-1:]:
        d = f"M{_TRUNK:.1f} {middle[1]:.1f}V{last.y + last.height / 2:.1f}"
        yield element("path", d=d, fill="none", stroke=signs.STRONG, stroke_width=1.5)


def _child(name: str, middle: tuple[float, float]) -> Iterator[Svg]:
    x, y = middle
    look = {"fill": signs.SHEET, "stroke": signs.INK}
    for gap in (0.0, 4.0):
        yield element(
            "rect", x=x - _CHILD + gap, y=y - 26 + gap, width=2 * (_CHILD - gap), height=2 * (26 - gap), rx=22 - gap,
            stroke_width=2, **look,
        )  # fmt: skip
    words = signs.shortened(name, 2 * _CHILD - 20, 14)
    yield signs.text(words, x, y + 5, size=14, text_anchor="middle", font_weight="bold")


def _box(box: _Placed) -> Svg:
    colour, _, dashes = _LOOKS[box.agency.link]
    edge = element(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=5, fill=signs.PAPER, stroke=colour,
        stroke_width=1.5, stroke_dasharray=dashes,
    )  # fmt: skip
    words = [
        signs.text(
            line, box.x + _INSIDE, box.y + _INSIDE + 11 + n * _LINE, size=14, font_weight="bold" if is_name else None
        )
        for n, (line, is_name) in enumerate(box.lines)
    ]
    spoken = ", ".join((box.agency.name, box.agency.link.value, *box.agency.lines))
    return element("g", edge, *words, role="img", aria_label=spoken)


def _sample(link: Link) -> Svg:
    colour, width, dashes = _LOOKS[link]
    line = element("path", d="M2 12H38", stroke=colour, stroke_width=width, stroke_dasharray=dashes)
    return element("svg", line, viewBox="0 0 40 24", width=40, height=24, aria_hidden="true", focusable="false")
