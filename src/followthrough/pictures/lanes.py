"""How is one lane laid out and drawn? Its title, marks in levels, bars with deadlines under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from followthrough.pictures.axis import Scale
from followthrough.pictures.nouns import Bar, Lane, Mark, Swimlane, Tone
from followthrough.pictures.packing import Placed, pack
from followthrough.pictures.signs import INK, MUTED, TONES, shape, shortened, sign, text, width_of
from followthrough.pictures.svg import Svg, element, join

TITLE = 23  # height of the line with the lane's name
MARK = 29  # height of one level of marks
BAR = 25  # height of one level of bars
EMPTY = 30
TAIL = 38.0  # how far the hatching of a duty that was never done is drawn; then an arrow
NOTHING = "nothing in this time"
_BUNDLE = 40.0
_BUNDLED = {Tone.UNSEEN: "times without sight"}


@dataclass(frozen=True)
class LaneLayout:
    """A lane with everything placed; heights follow from the levels that were needed."""

    lane: Lane
    marks: tuple[Placed[Mark], ...]
    bars: tuple[Placed[Bar], ...]

    @property
    def mark_levels(self) -> int:
        return max((each.level + 1 for each in self.marks), default=0)

    @property
    def bar_levels(self) -> int:
        return max((each.level + 1 for each in self.bars), default=0)

    @property
    def height(self) -> float:
        if not self.marks and not self.bars:
            return EMPTY
        return TITLE + self.mark_levels * MARK + self.bar_levels * BAR + 9

    def bundled(self) -> list[Mark | Bar]:
        marks = [mark for each in self.marks if each.is_bundle for mark in each.items]
        bars = [bar for each in self.bars if each.is_bundle for bar in each.items]
        return [*marks, *bars]


def lay_out(lane: Lane, picture: Swimlane, scale: Scale, most_marks: int, most_bars: int) -> LaneLayout:
    marks = [_extent_of_mark(mark, scale) for mark in picture.marks if mark.lane == lane.key]
    bars = [_extent_of_bar(bar, scale, picture.now) for bar in picture.bars if bar.lane == lane.key]
    return LaneLayout(
        lane,
        tuple(pack(marks, most_marks, _BUNDLE, scale.right)),
        tuple(pack(bars, most_bars, _BUNDLE, scale.right)),
    )


def _extent_of_mark(mark: Mark, scale: Scale) -> tuple[Mark, float, float]:
    """A mark stands where it may have begun; a month or a day that is known no better is a line beside it."""
    left = min(scale.x(mark.from_), scale.right - 26)
    return mark, left, max(left + 26, scale.x(mark.to) if mark.is_interval else 0)


def _extent_of_bar(bar: Bar, scale: Scale, now: datetime) -> tuple[Bar, float, float]:
    left, right = _ends(bar, scale, now)
    right = max(right, left + 3, scale.x(bar.due) if bar.due is not None and scale.holds(bar.due) else 0)
    label = 20 + width_of(bar.number, is_bold=True)
    if right + label > scale.right:
        left = min(left, scale.right - label - 3)
    return bar, left, min(right + label, scale.right)


def _ends(bar: Bar, scale: Scale, now: datetime) -> tuple[float, float]:
    left = scale.x(bar.from_)
    if bar.to is not None:
        return left, scale.x(max(bar.to, bar.due) if bar.due and bar.tone is not Tone.MET else bar.to)
    if bar.due is None:
        return left, scale.x(now)
    return left, scale.x(bar.due) + (TAIL if bar.tone is Tone.BREACHED else 0)


def draw_lane(layout: LaneLayout, top: float, picture: Swimlane, scale: Scale, prefix: str) -> Svg:
    bars_top = top + TITLE + layout.mark_levels * MARK
    return join(
        _title(layout, top, scale),
        *(_mark_or_bundle(each, top + TITLE, scale) for each in layout.marks),
        *(_bar_or_bundle(each, bars_top, picture.now, scale, prefix) for each in layout.bars),
    )


def _title(layout: LaneLayout, top: float, scale: Scale) -> Svg:
    """Cut where it does not fit; the whole of it then shows on pointing, and in the table beside the picture."""
    is_empty = not layout.marks and not layout.bars
    room = scale.right - scale.left - 2 - (14 + width_of(NOTHING) if is_empty else 0)
    title = shortened(layout.lane.title, room, 14, is_bold=True)
    name = text(title, scale.left + 2, top + 17, size=14, font_weight="bold")
    if title != layout.lane.title:
        name = element("g", element("title", layout.lane.title), name)
    if not is_empty:
        return name
    return join(name, text(NOTHING, scale.left + 12 + width_of(title, 14, is_bold=True), top + 17, fill=MUTED))


def _link(inner: Svg, label: str, href: str) -> Svg:
    """A thing with its words; the words show on pointing and are read aloud."""
    titled = join(element("title", label), inner)
    return (
        element("a", titled, href=href, aria_label=label)
        if href
        else element("g", titled, role="img", aria_label=label)
    )


def _mark_or_bundle(placed: Placed[Mark], top: float, scale: Scale) -> Svg:
    middle = top + placed.level * MARK + MARK / 2
    if placed.is_bundle:
        first, last = placed.items[0].when, placed.items[-1].when
        return _bundle(placed, middle, "things that happened", f"from {first} to {last}" if first or last else "")
    return _mark(placed.items[0], placed.left, middle, scale)


def _mark(mark: Mark, left: float, y: float, scale: Scale) -> Svg:
    x = left + 13
    until = scale.x(mark.to)
    whisker = Svg("")
    if mark.is_interval and until - left > 28:
        whisker = element("path", d=f"M{x:.1f} {y:.1f}H{until:.1f}m0 -5v10", stroke=MUTED, stroke_width=2, fill="none")
    number = text(mark.number, x, y + 4.3, fill="#ffffff", text_anchor="middle", font_weight="bold")
    return _link(join(whisker, shape(mark.shape, x, y), number), _spoken(mark.number, mark.when, mark.label), mark.href)


def _bundle(placed: Placed[Mark] | Placed[Bar], y: float, what: str, when: str) -> Svg:
    """Several that found no room: how many, with a link to the first."""
    first = placed.items[0]
    pill = element(
        "rect",
        x=placed.left,
        y=y - 11,
        width=placed.right - placed.left,
        height=22,
        rx=11,
        fill="#ffffff",
        stroke=INK,
        stroke_width=1.5,
    )
    count = text(
        f"+{len(placed.items)}",
        (placed.left + placed.right) / 2,
        y + 4.3,
        text_anchor="middle",
        font_weight="bold",
    )
    told = f"{len(placed.items)} {what} close together"
    return _link(join(pill, count), f"{told}, {when}" if when else told, first.href)


def _bar_or_bundle(placed: Placed[Bar], top: float, now: datetime, scale: Scale, prefix: str) -> Svg:
    middle = top + placed.level * BAR + BAR / 2
    if placed.is_bundle:
        first = placed.items[0].when
        what = _BUNDLED.get(placed.items[0].tone, "duties" if any(bar.due for bar in placed.items) else "patterns")
        return _bundle(placed, middle, what, f"the first {first}" if first else "")
    bar = placed.items[0]
    left, right = _ends(bar, scale, now)
    left, right = min(left, placed.left), max(right, left + 3)
    parts = [
        _hit_area(placed, middle),
        *_body(bar, left, right, middle, scale, prefix),
        _label(bar, placed, _behind(bar, right, scale), middle),
    ]
    return _link(join(*parts), _spoken(bar.number, bar.when, bar.label), bar.href)


def _hit_area(placed: Placed[Bar], y: float) -> Svg:
    """Something to point at that is at least 24 high."""
    return element(
        "rect",
        x=placed.left,
        y=y - 12,
        width=placed.right - placed.left,
        height=24,
        fill="#ffffff",
        fill_opacity=0,
    )


def _body(bar: Bar, left: float, right: float, y: float, scale: Scale, prefix: str) -> list[Svg]:
    colours = TONES[bar.tone]
    due = None if bar.due is None else scale.x(bar.due)
    in_time = right if due is None else min(max(due, left), right)
    dashes = "4 3" if bar.tone in (Tone.OPEN, Tone.GAP, Tone.SUPERSEDED, Tone.UNSEEN) else None
    width = max(in_time - left, 3)
    ground = TONES[Tone.OPEN] if bar.tone in (Tone.BREACHED, Tone.LATE) else colours
    parts = [
        element(
            "rect", x=left, y=y - 7, width=width, height=14, rx=2, fill=ground.ground, stroke=ground.edge,
            stroke_width=1.5, stroke_dasharray=dashes,
        )
    ]  # fmt: skip
    if due is not None and right > in_time + 1 and bar.tone in (Tone.BREACHED, Tone.LATE):
        parts.append(_overdue(bar, in_time, right, y, prefix))
    if bar.due is not None and scale.holds(bar.due):
        parts.append(_deadline(in_time if due is None else due, y))
    return parts


def _overdue(bar: Bar, left: float, right: float, y: float, prefix: str) -> Svg:
    edge = TONES[Tone.BREACHED].edge
    body = element(
        "rect",
        x=left,
        y=y - 7,
        width=right - left,
        height=14,
        fill=f"url(#{prefix}-late)",
        stroke=edge,
        stroke_width=1.5,
    )
    if bar.to is not None:
        return body
    arrow = element("path", d=f"M{right:.1f} {y - 9:.1f}l9 9l-9 9z", fill=edge)
    return join(body, arrow)


def _deadline(x: float, y: float) -> Svg:
    """The deadline: a line with a flag, taller than the bar."""
    return join(
        element("path", d=f"M{x:.1f} {y - 11:.1f}v22", stroke=INK, stroke_width=2),
        element("path", d=f"M{x - 4:.1f} {y - 12:.1f}h8l-4 5z", fill=INK),
    )


def _behind(bar: Bar, right: float, scale: Scale) -> float:
    """Where the words begin: behind the bar and behind its deadline, which may come later."""
    return max(right, scale.x(bar.due)) if bar.due is not None and scale.holds(bar.due) else right


def _label(bar: Bar, placed: Placed[Bar], right: float, y: float) -> Svg:
    """Sign and number behind the bar, then as many of its words as there is room for."""
    arrow = 10 if bar.tone is Tone.BREACHED and bar.to is None else 0
    x = right + 11 + arrow
    least = 12 + width_of(bar.number, is_bold=True)
    if x + least > placed.room + 3:
        return _label_inside(bar, placed, y)
    words_at = x + 9 + width_of(bar.number, is_bold=True) + 5
    words = shortened(bar.label, placed.room - words_at)
    colour = TONES[bar.tone].text
    return join(
        sign(bar.tone, x, y),
        text(bar.number, x + 9, y + 4.3, fill=colour, font_weight="bold"),
        text(words, words_at, y + 4.3, fill=colour) if words else Svg(""),
    )


def _label_inside(bar: Bar, placed: Placed[Bar], y: float) -> Svg:
    """At the right edge the label stands over the bar's end, on a ground of its own."""
    width = 20 + width_of(bar.number, is_bold=True)
    left = placed.right - width
    colours = TONES[bar.tone]
    return join(
        element("rect", x=left, y=y - 9, width=width, height=18, rx=3, fill="#ffffff", stroke=colours.edge),
        sign(bar.tone, left + 9, y),
        text(bar.number, left + 17, y + 4.3, fill=colours.text, font_weight="bold"),
    )


def _spoken(number: str, when: str, label: str) -> str:
    return ", ".join(part for part in (number, when, label) if part)
