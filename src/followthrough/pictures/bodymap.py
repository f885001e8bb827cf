"""How does a body map look? A child's outline by parts, and each mark as a number on its part.

A mark seen at the last look is filled, an earlier one is hollow with a broken edge: shape says it, and no colour alone.
Size and colour of a mark stand in words beside the picture; nothing here says how old a mark is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from followthrough.pictures import signs
from followthrough.pictures.bodyshapes import LEFT, MIDDLE, RIGHT, VIEWS, Place, Region, View
from followthrough.pictures.svg import Svg, element, join

__all__ = ["LEFT", "MIDDLE", "RIGHT", "VIEWS", "Mark", "Place", "View", "draw", "draw_key", "words_of"]
_RADIUS, _FOOT = 9.0, 22.0
_A_ROW, _STEP = 3, 19.5


@dataclass(frozen=True, slots=True)
class Mark:
    """`words` say all that the number stands for, to whoever cannot see it."""

    number: int
    place: Place
    words: str
    is_earlier: bool = False


def words_of(place: Place) -> str:
    """ "Left cheek", "Nose", "Left upper arm, front"."""
    site, side = place
    return f"{side.capitalize()} {site}" if side in (LEFT, RIGHT) else site[:1].upper() + site[1:]


def draw(view: View, marks: Sequence[Mark], *, id: str, links: Mapping[Place, str] | None = None) -> Svg:
    """With `links`, each part leads to where it is chosen, for a pointer alone: keyboards and readers have the list
    beside it. Without, the picture tells its marks.
    """
    shown = [each for each in marks if each.place in view.places]
    inner = join(
        *(_region(each, links) for each in view.regions),
        *map(_line, view.lines),
        *_dots(view, shown),
        *(
            signs.text(words, x, view.height + 14, size=11, text_anchor="middle", fill=signs.MUTED)
            for words, x in view.labels
        ),
    )
    said = ". ".join(each.words for each in shown) or "No mark"
    told = {"aria_hidden": "true"} if links is not None else {"role": "img", "aria_label": f"{view.title}. {said}."}
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        class_="bodymap",
        id=id,
        viewBox=f"0 0 {view.width:.0f} {view.height + _FOOT:.0f}",
        width=f"{view.width:.0f}",
        height=f"{view.height + _FOOT:.0f}",
        font_family=signs.FONT,
        focusable="false",
        **told,
    )


def draw_key(marks: Iterable[Mark], *, now: str, before: str) -> list[tuple[Svg, str]]:
    """The signs that the picture holds, each with its words."""
    held = {each.is_earlier for each in marks}
    return [(_sample(sign), words) for sign, words in ((False, now), (True, before)) if sign in held]


def _region(region: Region, links: Mapping[Place, str] | None) -> Svg:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in region.points)
    shape = element(
        "polygon", points=points, fill=signs.PAPER, stroke=signs.STRONG, stroke_width=1.2, stroke_linejoin="round"
    )
    href = (links or {}).get(region.place) if region.place else None
    if href is None or region.place is None:
        return shape
    return element("a", element("title", words_of(region.place)), shape, href=href, tabindex="-1")


def _line(points: Sequence[tuple[float, float]]) -> Svg:
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return element(
        "polyline", points=drawn, fill="none", stroke=signs.STRONG, stroke_width=1.2, stroke_linejoin="round",
        pointer_events="none",
    )  # fmt: skip


def _dots(view: View, marks: Iterable[Mark]) -> Iterator[Svg]:
    """Marks of one part stand beside each other, three in a row."""
    by_place: dict[Place, list[Mark]] = defaultdict(list)
    for each in marks:
        by_place[each.place].append(each)
    for place, here in by_place.items():
        region = next(each for each in view.regions if each.place == place)
        x, y = region.centre
        for n, each in enumerate(sorted(here, key=lambda mark: (not mark.is_earlier, mark.number))):
            row, column = divmod(n, _A_ROW)
            among = min(_A_ROW, len(here) - row * _A_ROW)
            step = (column - (among - 1) / 2) * _STEP
            yield _dot(each.number, x + step, y + row * _STEP, is_earlier=each.is_earlier)


def _dot(number: int, x: float, y: float, *, is_earlier: bool) -> Svg:
    look = {"fill": signs.SHEET, "stroke": signs.MUTED, "stroke_dasharray": "3 2"} if is_earlier else {
        "fill": signs.INK, "stroke": signs.SHEET}  # fmt: skip
    circle = element("circle", cx=x, cy=y, r=_RADIUS, stroke_width=1.5, **look)
    ink = signs.MUTED if is_earlier else signs.SHEET
    words = signs.text(str(number), x, y + 4, size=11, text_anchor="middle", font_weight="bold", fill=ink)
    return element("g", circle, words, pointer_events="none")


def _sample(is_earlier: bool) -> Svg:
    return element(
        "svg", _dot(1, 12, 12, is_earlier=is_earlier), viewBox="0 0 24 24", width=24, height=24, aria_hidden="true",
        focusable="false",
    )  # fmt: skip
