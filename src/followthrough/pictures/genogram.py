"""How does a genogram look? The usual signs, a row for each generation, and a broken line round who lives together.

Every line leaves a person and ends at one: it runs beside people and never through them. `role="group"`, since each
person in it has a name of their own; the table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from followthrough.pictures import outline, signs
from followthrough.pictures.family import Bond, Brought, Family, Member, Sign, Union
from followthrough.pictures.generations import lay_out
from followthrough.pictures.svg import Svg, element, join

WIDE, NARROW = 136.0, 94.0  # what one person takes from left to right
HALF = 21.0  # half of a sign
_EDGE = 12.0
_TOP = 24.0
_LINE = 15.0
_LABEL = 4 * _LINE + 4  # a name of two lines and a note of two
_GAP = 66.0  # between two rows: the lines of children
_HOME = "#1d5270"


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the picture: its points, and whom it joins."""

    points: tuple[tuple[float, float], ...]
    ends: tuple[str, ...]
    bond: Bond | None = None
    brought: Brought | None = None


def draw(family: Family, *, id: str, slot: float = WIDE) -> Svg:
    """Raises Contradiction where somebody would be above themselves."""
    return _Drawing(family, id, slot).svg()


def draw_key(family: Family) -> list[tuple[Svg, str]]:
    """The signs that the picture holds, each with its word."""
    found = [(_alone(Member("k", "", each)), _SIGN_WORDS[each]) for each in Sign if _has(family, each)]
    found.append((_alone(Member("k", "", Sign.NOT_STATED, is_child=True)), "A double edge: the child of this page"))
    if any(each.has_died for each in family.members):
        found.append((_alone(Member("k", "", Sign.NOT_STATED, has_died=True)), "A cross: has died"))
    bonds = {union.bond for union in family.unions if len(union.parents) == 2}
    found += [(_short(_bond(each, ((2, 12), (38, 12)))), _BOND_WORDS[each]) for each in Bond if each in bonds]
    ways = {way for union in family.unions for _, way in union.children}
    found += [
        (_short(_descent(each, ((20, 2), (20, 22)))), _WAY_WORDS[each])
        for each in Brought
        if each in ways and each in _WAY_WORDS
    ]
    if any(each.lives_here for each in family.members):
        found.append((_short(_dashed("M3 3H37V21H3Z")), "A broken line round who lives in the home"))
    return found


_SIGN_WORDS = {
    Sign.MAN: "Man or boy",
    Sign.WOMAN: "Woman or girl",
    Sign.OTHER: "Another gender",
    Sign.NOT_STATED: "Nobody has said",
}
_BOND_WORDS = {
    Bond.MARRIED: "Married",
    Bond.TOGETHER: "Partners",
    Bond.SEPARATED: "Separated",
    Bond.DIVORCED: "Divorced",
    Bond.UNKNOWN: "Parents; no more is known",
}
_WAY_WORDS = {Brought.ADOPTED: "Adopted", Brought.FOSTERED: "Fostered"}


class _Drawing:
    def __init__(self, family: Family, id: str, slot: float) -> None:
        self.family, self.id, self.slot = family, id, slot
        self.places = lay_out(family)
        self.people = {each.key: each for each in family.members}
        self.rows = max((place.row for place in self.places.values()), default=0) + 1
        across = max((place.column for place in self.places.values()), default=0.0) + 1
        self.width = max(across * slot + 2 * _EDGE, 280.0)
        self.left = (self.width - across * slot) / 2
        self.height = _TOP + self.rows * (2 * HALF + _LABEL) + (self.rows - 1) * _GAP + 36

    def svg(self) -> Svg:
        inner = join(
            element("title", self.family.title, id=f"{self.id}-title"),
            element("desc", self._description(), id=f"{self.id}-desc"),
            element("rect", width=self.width, height=self.height, fill=signs.SHEET),
            *self._home(),
            *(_run(each) for each in self.runs()),
            *(self._person(each) for each in self.family.members),
        )
        return element(
            "svg",
            inner,
            xmlns="http://www.w3.org/2000/svg",
            class_="genogram",
            id=self.id,
            role="group",
            aria_labelledby=f"{self.id}-title",
            aria_describedby=f"{self.id}-desc",
            viewBox=f"0 0 {self.width:.0f} {self.height:.0f}",
            width=f"{self.width:.0f}",
            height=f"{self.height:.0f}",
            font_family=signs.FONT,
        )

    def _description(self) -> str:
        here = [each.name for each in self.family.members if each.lives_here]
        home = f" In the home: {', '.join(here)}." if here else ""
        generations = f"{self.rows} generation{'s' if self.rows > 1 else ''}"
        return f"A genogram of {len(self.people)} people in {generations}.{home} A table says the same."

    def at(self, key: str) -> tuple[float, float]:
        """The middle of a person's sign."""
        place = self.places[key]
        return self.left + (place.column + 0.5) * self.slot, self._y(place.row)

    def _y(self, row: int) -> float:
        return _TOP + HALF + row * (2 * HALF + _LABEL + _GAP)

    def runs(self) -> Iterator[Run]:
        """All lines: between partners, and from parents to each child."""
        levels = self._levels()
        hung: dict[str, int] = {}
        for n, union in enumerate(self.family.unions):
            start: tuple[tuple[float, float], ...] = ()
            if len(union.parents) == 2:
                bond, start = self._bond(union)
                yield bond
            elif union.parents:
                x, y = self.at(union.parents[0])
                near = HALF * 0.7
                start = ((x + near, y + near), (x + self.slot / 2 - 3, y + near))
            for child, way in union.children:
                x, y = self.at(child)
                x += 8.0 * hung.get(child, 0)
                hung[child] = hung.get(child, 0) + 1
                bar = y - HALF - 19 - 8 * levels[n]
                if start:
                    points = (*start, (start[-1][0], bar), (x, bar), (x, y - HALF))
                    yield Run(points, (*union.parents, child), brought=way)
            if not union.parents and len(union.children) > 1:
                yield from self._side_by_side(union, levels[n])

    def _bond(self, union: Union) -> tuple[Run, tuple[tuple[float, float], ...]]:
        """Straight where the two stand side by side, else over the heads of those between. Then where children hang."""
        one, other = sorted(union.parents, key=lambda key: self.at(key)[0])
        (x, y), (far, _) = self.at(one), self.at(other)
        row = self.places[one].row
        between = [key for key, place in self.places.items() if place.row == row and x < self.at(key)[0] < far]
        if not between:
            middle = (x + far) / 2
            return Run(((x + HALF, y), (far - HALF, y)), (one, other), union.bond), ((middle, y),)
        over = y - HALF - 9
        points = ((x + 9, y - HALF), (x + 9, over), (far - 9, over), (far - 9, y - HALF))
        return Run(points, (one, other), union.bond), ((far - self.slot / 2 + 3, over),)

    def _side_by_side(self, union: Union, level: int) -> Iterator[Run]:
        """Brothers and sisters whose parents nobody has named."""
        first, *others = sorted(union.born, key=lambda key: self.at(key)[0])
        x, y = self.at(first)
        for each in others:
            far, low = self.at(each)
            bar = min(y, low) - HALF - 19 - 8 * level
            yield Run(((x, y - HALF), (x, bar), (far, bar), (far, low - HALF)), (first, each))

    def _levels(self) -> list[int]:
        """Bars of unions that lie over one another in the same gap get heights of their own."""
        taken: list[tuple[int, float, float, int]] = []
        levels = []
        for union in self.family.unions:
            xs = [self.at(key)[0] for key in (*union.parents, *union.born)]
            left, right = min(xs, default=0.0), max(xs, default=0.0)
            row = min((self.places[key].row for key in union.born), default=0)
            used = {level for at, start, end, level in taken if at == row and start <= right and left <= end}
            level = next(n for n in range(len(taken) + 1) if n not in used)
            taken.append((row, left, right, level))
            levels.append(min(level, 4))
        return levels

    def _home(self) -> Iterator[Svg]:
        boxes = self.home_boxes()
        if not boxes:
            return
        for loop in outline.around(boxes):
            yield _dashed("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in loop) + "Z")
        low = max(box[3] for box in boxes)
        left = min(box[0] for box in boxes if box[3] == low)
        words = signs.shortened(f"Home: {self.family.home}" if self.family.home else "Home", self.width - 8, 13)
        left = max(4.0, min(left, self.width - 4 - signs.width_of(words, 13, is_bold=True)))
        ground = signs.text(words, left, low + 16, size=13, stroke=signs.SHEET, stroke_width=4, font_weight="bold")
        yield join(ground, signs.text(words, left, low + 16, size=13, fill=_HOME, font_weight="bold"))

    def home_boxes(self) -> list[outline.Box]:
        """A box for each stretch of people in a row who live here, and one between two that stand above each other."""
        found: list[list[outline.Box]] = []
        for row in range(self.rows):
            stretches: list[list[str]] = [[]]
            for key in sorted((k for k, p in self.places.items() if p.row == row), key=lambda k: self.at(k)[0]):
                if self.people[key].lives_here:
                    stretches[-1].append(key)
                elif stretches[-1]:
                    stretches.append([])
            found.append([self._box(each) for each in stretches if each])
        joints = [
            (max(a[0], b[0]), a[3], min(a[2], b[2]), b[1])
            for upper, lower in pairwise(found)
            for a in upper
            for b in lower
            if min(a[2], b[2]) - max(a[0], b[0]) > HALF
        ]
        return [*(box for row_ in found for box in row_), *joints]

    def _box(self, keys: Sequence[str]) -> outline.Box:
        first, y = self.at(keys[0])
        last, _ = self.at(keys[-1])
        half = self.slot / 2 - 9
        return first - half, y - HALF - 11, last + half, y + HALF + _LABEL + 4

    def _person(self, member: Member) -> Svg:
        x, y = self.at(member.key)
        room = self.slot - 24
        names = _wrapped(member.name, room, 13)
        notes = _wrapped(member.note, room, 12)
        lines = [
            signs.text(each, x, y + HALF + _LINE * n + 1, size=13, text_anchor="middle", font_weight="bold")
            for n, each in enumerate(names, 1)
        ]
        lines += [
            signs.text(each, x, y + HALF + _LINE * n + 1, fill=signs.MUTED, text_anchor="middle")
            for n, each in enumerate(notes, 1 + len(names))
        ]
        return element("g", _sign(member, x, y), *lines, role="img", aria_label=_words(member))


def _words(member: Member) -> str:
    parts = [member.name, "" if member.sign is Sign.NOT_STATED else member.sign.value, member.note]
    parts += ["the child of this page" if member.is_child else "", "has died" if member.has_died else ""]
    parts += ["lives in the home" if member.lives_here else ""]
    return ", ".join(filter(None, parts))


def _sign(member: Member, x: float, y: float) -> Svg:
    edges = [_shape(member.sign, x, y, HALF, 2.2)]
    if member.is_child:
        edges.append(_shape(member.sign, x, y, HALF - 5, 2.2))
    if member.has_died:
        near = HALF * (0.95 if member.sign is Sign.MAN else 0.66)
        left, top, right, low = x - near, y - near, x + near, y + near
        cross = f"M{left:.1f} {top:.1f}L{right:.1f} {low:.1f}M{right:.1f} {top:.1f}L{left:.1f} {low:.1f}"
        edges.append(element("path", d=cross, stroke=signs.INK, stroke_width=2, fill="none"))
    if member.sign is Sign.NOT_STATED:
        edges.append(signs.text("?", x, y + 6, size=17, fill=signs.MUTED, text_anchor="middle"))
    return element("g", *edges)


def _shape(sign: Sign, x: float, y: float, half: float, stroke: float) -> Svg:
    look: dict[str, Any] = {"fill": signs.SHEET, "stroke": signs.INK, "stroke_width": stroke}
    if sign is Sign.MAN:
        return element("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, **look)
    if sign is Sign.WOMAN:
        return element("circle", cx=x, cy=y, r=half, **look)
    if sign is Sign.OTHER:
        points = [(x - half, y - half), (x + half, y - half), (x, y + half)]
    else:
        points = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    return element("polygon", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in points), **look)


def _run(run: Run) -> Svg:
    return _bond(run.bond, run.points) if run.bond else _descent(run.brought or Brought.BORN, run.points)


_DASHES = {Bond.TOGETHER: "7 4", Bond.UNKNOWN: "2 4", Brought.FOSTERED: "2 4"}


def _bond(bond: Bond, points: Sequence[tuple[float, float]]) -> Svg:
    """The line of two partners; cut once where they live apart, twice where they are divorced."""
    line = _path(points, _DASHES.get(bond))
    left, right = points[len(points) // 2 - 1], points[len(points) // 2]
    x, y = left[0] + (right[0] - left[0]) * 0.3, left[1]  # beside the middle, where children hang
    cuts = {Bond.SEPARATED: (0,), Bond.DIVORCED: (-3, 3)}.get(bond, ())
    return join(line, *(_path(((x + at - 4, y + 8), (x + at + 4, y - 8))) for at in cuts))


def _descent(way: Brought, points: Sequence[tuple[float, float]]) -> Svg:
    if way is not Brought.ADOPTED:
        return _path(points, _DASHES.get(way))
    end, before = points[-1], points[-2]
    return join(_path(points[:-1]), *(_path(((before[0] + at, before[1]), (end[0] + at, end[1]))) for at in (-3, 3)))


def _path(points: Sequence[tuple[float, float]], dashes: str | None = None) -> Svg:
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return element("path", d=d, fill="none", stroke=signs.INK, stroke_width=1.8, stroke_dasharray=dashes)


def _dashed(d: str) -> Svg:
    edge = {"stroke": _HOME, "stroke_dasharray": "9 5", "stroke_linejoin": "round"}
    return element("path", d=d, fill=_HOME, fill_opacity=0.05, stroke_width=1.8, **edge)


def _wrapped(words: str, room: float, size: int) -> list[str]:
    """On two lines at most; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and signs.width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], signs.shortened(" ".join(lines[1:]), room, size)]
    return [signs.shortened(line, room, size) for line in lines]


def _has(family: Family, sign: Sign) -> bool:
    return any(each.sign is sign for each in family.members)


def _alone(member: Member) -> Svg:
    return _short(element("g", _sign(member, 0, 0), transform="translate(20 12) scale(0.5)"))


def _short(inner: Svg) -> Svg:
    return element("svg", inner, viewBox="0 0 40 24", width=40, height=24, aria_hidden="true", focusable="false")
