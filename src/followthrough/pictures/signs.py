"""What do shapes and signs look like? Each tone has a colour, a pattern and a sign of its own.

Presentation attributes only; pairs of text and ground have at least 4.5 : 1, edges 3 : 1 on the paper.
"""

from __future__ import annotations

from typing import NamedTuple

from followthrough.pictures.nouns import Shape, Tone
from followthrough.pictures.svg import Svg, element, join

INK = "#1b2826"
MUTED = "#4d5854"
LINE = "#dcd4c5"
STRONG = "#8a8577"
PAPER = "#faf7f1"
SHEET = "#ffffff"
HOLIDAY = "#f6ead0"
FONT = "Arial, 'Liberation Sans', 'Helvetica Neue', sans-serif"


class Colours(NamedTuple):
    ground: str
    text: str
    edge: str


TONES: dict[Tone, Colours] = {
    Tone.OPEN: Colours("#dfe9f0", "#1f425c", "#47708f"),
    Tone.MET: Colours("#cfe6d6", "#174d31", "#2d7a50"),
    Tone.LATE: Colours("#fbe3b5", "#5c3900", "#a86b00"),
    Tone.BREACHED: Colours("#f9dfd9", "#7a1a10", "#b0301f"),
    Tone.EXCUSED: Colours("#ece8df", "#3a4542", "#6f7672"),
    Tone.SUPERSEDED: Colours("#ece8df", "#3a4542", "#6f7672"),
    Tone.SIGNAL: Colours("#e4d6ec", "#4c2764", "#7a4a96"),
    Tone.GAP: Colours("#fdf3dc", "#5c3900", "#a86b00"),
    Tone.UNSEEN: Colours("#ffffff", "#3a4542", "#6f7672"),
}
SHAPES: dict[Shape, str] = {
    Shape.WORRY: "#9a2b1c",
    Shape.HELP: "#22663f",
    Shape.FACT: "#3f4d55",
    Shape.SHARE: "#1d5270",
}
SHAPE_WORDS = {
    Shape.WORRY: "A worry",
    Shape.HELP: "Something that helps",
    Shape.SHARE: "Information shared",
    Shape.FACT: "Another fact",
}


def shape(kind: Shape, x: float, y: float, half: float = 11) -> Svg:
    """The shape of a mark around its middle, filled."""
    fill = SHAPES[kind]
    if kind is Shape.HELP:
        return element("circle", cx=x, cy=y, r=half, fill=fill)
    if kind is Shape.WORRY:
        far = half + 2.5
        points = [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
    elif kind is Shape.SHARE:
        points = [
            (x - half, y - half + 2),
            (x + half - 5, y - half + 2),
            (x + half + 2, y),
            (x + half - 5, y + half - 2),
            (x - half, y + half - 2),
        ]
    else:
        near = half - 1
        points = [(x - near, y - near), (x + near, y - near), (x + near, y + near), (x - near, y + near)]
    joined = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    return element("polygon", points=joined, fill=fill, stroke=fill, stroke_width=2, stroke_linejoin="round")


_PATHS = {
    Tone.MET: "M-5 0l4 4l6 -8",
    Tone.LATE: "M-5 0l4 4l6 -8",
    Tone.BREACHED: "M-4 -4l8 8M4 -4l-8 8",
    Tone.EXCUSED: "M-5 0h10",
    Tone.SUPERSEDED: "M-5 -2h10M-5 2h10",
    Tone.OPEN: "M0 -4v4l3 2",
    Tone.SIGNAL: "M-4 5v-10h7l-2 3l2 3h-7",
    Tone.GAP: "M-6 0h3M-1.5 0h3M3 0h3",
    Tone.UNSEEN: "M-6 0q6 -7 12 0q-6 7 -12 0M-5 -5l10 10",
}


def sign(tone: Tone, x: float, y: float) -> Svg:
    """The small sign of a bar's state: check, cross, clock, flag …; about 12 by 12."""
    colour = TONES[tone].edge
    at = f"translate({x:.1f} {y:.1f})"
    path = element(
        "path",
        d=_PATHS[tone],
        fill="none",
        stroke=colour,
        stroke_width=2.2,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
    ring = element("circle", r=6, fill="none", stroke=colour, stroke_width=1.6) if tone is Tone.OPEN else Svg("")
    return element("g", ring, path, transform=at)


def hatch(prefix: str) -> Svg:
    """The pattern of time after a deadline, so that it can be told without colour."""
    colours = TONES[Tone.BREACHED]
    stripe = element("path", d="M0 0v6", stroke=colours.edge, stroke_width=4)
    ground = element("rect", width=6, height=6, fill=colours.ground)
    return element(
        "pattern",
        join(ground, stripe),
        id=f"{prefix}-late",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


class _Widths(dict[str, float]):
    """Of each letter, in parts of its size."""

    def __missing__(self, letter: str) -> float:
        return 0.61


_WIDTHS = _Widths(dict.fromkeys("iIljtf.,:;'|! ", 0.36) | dict.fromkeys("mMwWOGQ%@", 0.93))


def text(words: str, x: float, y: float, *, size: int = 12, fill: str = INK, **more: str | int | float | None) -> Svg:
    return element("text", words, x=x, y=y, font_size=size, fill=fill, **more)


def width_of(words: str, size: int = 12, *, is_bold: bool = False) -> float:
    """About how wide words are; no font is at hand, so rather too wide than too narrow."""
    return sum(map(_WIDTHS.__getitem__, words)) * size * (1.12 if is_bold else 1.0)


def shortened(words: str, room: float, size: int = 12, *, is_bold: bool = False) -> str:
    """As many words as fit in `room` pixels, with an ellipsis; nothing when not even a few letters do."""
    if width_of(words, size, is_bold=is_bold) <= room:
        return words
    kept = words
    while kept and width_of(kept + "…", size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:·") + "…" if len(kept) > 3 else ""
