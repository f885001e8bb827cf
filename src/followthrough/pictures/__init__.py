"""What do people look at? Accessible SVG from frozen nouns: pure functions, for pages and for files alike."""

from __future__ import annotations

from followthrough.pictures.nouns import Band, Bar, Drawn, Lane, Mark, Shape, Swimlane, Tone
from followthrough.pictures.rows import Row, as_rows
from followthrough.pictures.svg import Svg
from followthrough.pictures.swimlane import draw, draw_key, draw_with_periods

__all__ = [
    "Band",
    "Bar",
    "Drawn",
    "Lane",
    "Mark",
    "Row",
    "Shape",
    "Svg",
    "Swimlane",
    "Tone",
    "as_rows",
    "draw",
    "draw_key",
    "draw_with_periods",
]
