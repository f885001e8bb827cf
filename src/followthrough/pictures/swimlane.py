"""How does a swim-lane picture look? A lane per agency over one time axis; crowded times are drawn again.

`role="group"` and not "img", since it holds links; what it shows stands as rows beside it (`rows.as_rows`).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime
from functools import cached_property

from followthrough.pictures import signs
from followthrough.pictures.axis import Scale, Tick, ticks
from followthrough.pictures.lanes import LaneLayout, draw_lane, lay_out
from followthrough.pictures.nouns import Drawn, Shape, Swimlane, Tone
from followthrough.pictures.periods import dense_periods
from followthrough.pictures.svg import Svg, element, join

WIDTH = 1040  # fits a landscape page of A4 without shrinking
_AXIS = 44
_BANDS = 18
_EDGE = 6.0
_LEVELS = (4, 7)  # most levels of marks and of bars in a lane
_OVERVIEW = (3, 3)  # the same where closer looks follow


def draw(
    picture: Swimlane,
    *,
    id: str,
    width: int = WIDTH,
    windows: tuple[tuple[datetime, datetime, str], ...] = (),
) -> Svg:
    """One picture. `id` begins every id in it; `windows` (from, to, number) are the times drawn again."""
    return _Drawing(picture, id, width, windows).svg()


def draw_with_periods(picture: Swimlane, *, id: str, width: int = WIDTH) -> list[Drawn]:
    """An overview and, if it is crowded somewhere, pictures of its fullest times, numbered from 1."""
    periods = list(_periods(picture, id, width))
    parts = [
        picture.within(start, end, f"{picture.title}: {number}. {_span_words(start, end, picture)}")
        for number, (start, end) in enumerate(periods, 1)
    ]
    windows = tuple((start, end, str(number)) for number, (start, end) in enumerate(periods, 1))
    drawn = [
        Drawn(
            id,
            picture.title,
            draw(picture, id=id, width=width, windows=windows),
            width,
            picture.from_,
            picture.to,
        )
    ]
    for number, part in enumerate(parts, 1):
        svg = draw(part, id=f"{id}-{number}", width=width)
        drawn.append(Drawn(f"{id}-{number}", part.title, svg, width, part.from_, part.to))
    return drawn


def _periods(picture: Swimlane, id: str, width: int, depth: int = 2) -> Iterator[tuple[datetime, datetime]]:
    """Crowded times of a picture that has bundles; one that is still crowded is looked at again."""
    bundled = _Drawing(picture, id, width).bundled()
    if not bundled:
        return
    bars = [bar for bar in picture.bars if bar.tone is not Tone.UNSEEN]  # in such a time nothing happened
    instants = [mark.from_ for mark in picture.marks] + [bar.from_ for bar in bars]
    instants += [bar.telling_to for bar in bars]
    within = [each for each in instants if picture.from_ <= each <= picture.to]
    for start, end in dense_periods(within, bundled, picture.from_, picture.to, most=4 if depth == 2 else 2):
        yield start, end
        if depth > 1:
            yield from _periods(picture.within(start, end, ""), id, width, depth - 1)


class _Drawing:
    def __init__(
        self, picture: Swimlane, id: str, width: int, windows: tuple[tuple[datetime, datetime, str], ...] = ()
    ) -> None:
        self.picture, self.id, self.width, self.windows = picture, id, width, windows
        self.scale = Scale(picture.from_, picture.to, _EDGE, width - _EDGE)
        levels = _OVERVIEW if windows else _LEVELS
        self.lanes = [lay_out(lane, picture, self.scale, *levels) for lane in picture.lanes]
        self.top = _AXIS + (_BANDS if windows or self._named_bands else 0)

    def bundled(self) -> list[datetime]:
        """When the things happened that found no room of their own."""
        return [item.from_ for lane in self.lanes for item in lane.bundled()]

    def svg(self) -> Svg:
        bottom = self.top + sum(lane.height for lane in self.lanes)
        inner = join(
            element("title", self.picture.title, id=f"{self.id}-title"),
            element("desc", self._description(), id=f"{self.id}-desc"),
            element("defs", signs.hatch(self.id)),
            element("rect", width=self.width, height=bottom + 2, fill=signs.SHEET),
            *self._grounds(),
            *self._bands(bottom),
            *self._axis(bottom),
            *self._windows(bottom),
            *self._now(bottom),
            *self._lanes(),
        )
        return element(
            "svg",
            inner,
            xmlns="http://www.w3.org/2000/svg",
            class_="swimlane",
            id=self.id,
            role="group",
            aria_labelledby=f"{self.id}-title",
            aria_describedby=f"{self.id}-desc",
            viewBox=f"0 0 {self.width} {bottom + 2:.0f}",
            width=self.width,
            height=f"{bottom + 2:.0f}",
            font_family=signs.FONT,
        )

    def _description(self) -> str:
        counted = f"{len(self.picture.marks)} things that happened, {len(self.picture.bars)} bars"
        lanes = ", ".join(lane.title for lane in self.picture.lanes)
        return f"{self.picture.description} A lane each for {lanes}: {counted}. Tables say the same.".strip()

    def _grounds(self) -> Iterator[Svg]:
        for n, (_, top, height) in enumerate(self._placed_lanes()):
            fill = signs.PAPER if n % 2 == 0 else signs.SHEET
            yield element("rect", y=top, width=self.width, height=height, fill=fill)
            yield element("path", d=f"M0 {top:.1f}H{self.width}", stroke=signs.LINE)

    def _placed_lanes(self) -> Iterator[tuple[LaneLayout, float, float]]:
        top = float(self.top)
        for lane in self.lanes:
            yield lane, top, lane.height
            top += lane.height

    def _lanes(self) -> Iterator[Svg]:
        for lane, top, _ in self._placed_lanes():
            yield draw_lane(lane, top, self.picture, self.scale, self.id)

    @cached_property
    def _named_bands(self) -> list[tuple[float, str]]:
        """Names of bands that have room for them."""
        named: list[tuple[float, str]] = []
        edge = 0.0
        for band in sorted(self.picture.bands, key=lambda each: each.from_):
            if band.is_quiet:
                continue
            left, right = self.scale.x(band.from_), self.scale.x(band.to)
            half = signs.width_of(band.label) / 2
            middle = min(max((left + right) / 2, half + 2), self.width - half - 2)
            if right - left >= 16 and middle - half > edge + 6:
                named.append((middle, band.label))
                edge = middle + half
        return named

    def _bands(self, bottom: float) -> Iterator[Svg]:
        for band in self.picture.bands:
            left, right = self.scale.x(band.from_), self.scale.x(band.to)
            if right - left >= (18 if band.is_quiet else 2.5):
                yield self._shade(left, right, bottom, signs.HOLIDAY, 0.4 if band.is_quiet else 0.9, band.label)
        for middle, label in self._named_bands:
            yield signs.text(label, middle, _AXIS + 13, fill="#5c3900", text_anchor="middle")

    def _shade(self, left: float, right: float, bottom: float, fill: str, opacity: float, title: str = "") -> Svg:
        named = element("title", title) if title else Svg("")
        height = bottom - _AXIS
        return element(
            "rect", named, x=left, y=_AXIS, width=right - left, height=height, fill=fill, fill_opacity=opacity
        )

    def _axis(self, bottom: float) -> Iterator[Svg]:
        found = ticks(self.scale, self.picture.zone)
        yield from self._tick_labels([tick for tick in found if tick.is_major], 15, 13, "bold")
        yield from self._tick_labels([tick for tick in found if not tick.is_major], 36, 12, None)
        for tick in found:
            x = self.scale.x(tick.at)
            top, colour = (2, signs.STRONG) if tick.is_major else (24, signs.LINE)
            yield element("path", d=f"M{x:.1f} {top}V{bottom:.1f}", stroke=colour, stroke_width=1)

    def _tick_labels(self, found: list[Tick], y: float, size: int, weight: str | None) -> Iterator[Svg]:
        """Names of ticks, each left out where it would run into the next."""
        for n, tick in enumerate(found):
            x = self.scale.x(tick.at) + 4
            after = self.scale.x(found[n + 1].at) if n + 1 < len(found) else float(self.width)
            if x + signs.width_of(tick.label, size, is_bold=bool(weight)) <= after + 1:
                yield signs.text(
                    tick.label, x, y, size=size, fill=signs.INK if weight else signs.MUTED, font_weight=weight
                )

    def _windows(self, bottom: float) -> Iterator[Svg]:
        for start, end, _ in self.windows:
            left, right = self.scale.x(start), max(self.scale.x(end), self.scale.x(start) + 3)
            yield self._shade(left, right, bottom, "#17443f", 0.1)
        for (_, _, number), middle in zip(self.windows, self._window_middles(), strict=True):
            yield self._window_link(middle, number)

    def _window_middles(self) -> list[float]:
        """Where the discs stand: over their windows, and never one over another."""
        middles = [(self.scale.x(start) + self.scale.x(end)) / 2 for start, end, _ in self.windows]
        for n in range(1, len(middles)):
            middles[n] = max(middles[n], middles[n - 1] + 26)
        most = self.width - 14.0
        for n in range(len(middles) - 1, -1, -1):
            middles[n] = max(14.0, min(middles[n], most))
            most = middles[n] - 26
        return middles

    def _window_link(self, middle: float, number: str) -> Svg:
        label = f"Picture {number}, a closer look"
        disc = element("circle", cx=middle, cy=_AXIS + 8, r=12, fill="#17443f")
        digits = signs.text(number, middle, _AXIS + 12.5, fill="#ffffff", text_anchor="middle", font_weight="bold")
        return element(
            "a",
            join(element("title", label), disc, digits),
            href=f"#{self.id}-{number}-figure",
            aria_label=label,
        )

    def _now(self, bottom: float) -> Iterator[Svg]:
        if self.scale.from_ < self.picture.now < self.scale.to:
            x = self.scale.x(self.picture.now)
            yield element(
                "path",
                d=f"M{x:.1f} {_AXIS}V{bottom:.1f}",
                stroke=signs.INK,
                stroke_width=1.5,
                stroke_dasharray="2 3",
            )


def _span_words(start: datetime, end: datetime, picture: Swimlane) -> str:
    first, last = start.astimezone(picture.zone), end.astimezone(picture.zone)
    if first.date() == last.date():
        return f"{first.day} {first:%B} {first.year}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {last.day} {last:%B} {last.year}"
    return f"{first.day} {first:%B} {first.year} to {last.day} {last:%B} {last.year}"


def draw_key(tones: Container[Tone] = frozenset(Tone) - {Tone.UNSEEN}) -> list[tuple[Svg, str]]:
    """The key: small pictures, each with its words. `tones` are those that can stand in the picture."""
    entries = [(_small(signs.shape(each, 15, 13, 9)), signs.SHAPE_WORDS[each]) for each in Shape]
    words = {
        Tone.MET: "Duty met",
        Tone.LATE: "Duty met late",
        Tone.BREACHED: "Duty overdue",
        Tone.OPEN: "Duty still in time",
        Tone.SIGNAL: "Signal while it stood",
        Tone.GAP: "The picture existed in pieces",
        Tone.UNSEEN: "Nobody wrote down seeing the child",
    }
    entries += [(_small(signs.sign(tone, 15, 13)), said) for tone, said in words.items() if tone in tones]
    return [*entries, (_small(_flag()), "Deadline"), (_small(_now_line()), "The time asked about")]


def _flag() -> Svg:
    return join(
        element("path", d="M15 4v20", stroke=signs.INK, stroke_width=2),
        element("path", d="M11 3h8l-4 5z", fill=signs.INK),
    )


def _now_line() -> Svg:
    return element("path", d="M15 3v20", stroke=signs.INK, stroke_width=1.5, stroke_dasharray="2 3")


def _small(inner: Svg) -> Svg:
    return element("svg", inner, viewBox="0 0 30 26", width=30, height=26, aria_hidden="true", focusable="false")
