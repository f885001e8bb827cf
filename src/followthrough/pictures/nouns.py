"""What can stand in a swim-lane picture? Lanes, marks, bars and bands; instants are aware, words are plain.

Nothing here knows the engine: a replay and a page of the service fill the same nouns.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from followthrough.pictures.svg import Svg

LONDON = ZoneInfo("Europe/London")


class Shape(StrEnum):
    """What a mark is: the shape says it, the colour only repeats it."""

    WORRY = "diamond"
    HELP = "circle"
    FACT = "square"
    SHARE = "arrow"


class Tone(StrEnum):
    """How a bar ended; `value` is the word on the screen."""

    OPEN = "open"
    MET = "met"
    LATE = "met late"
    BREACHED = "overdue"
    EXCUSED = "excused"
    SUPERSEDED = "replaced"
    SIGNAL = "signal"
    GAP = "in pieces"
    UNSEEN = "not seen"


@dataclass(frozen=True, slots=True)
class Lane:
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened. `from_`..`to` is how exactly it is known; `number` is that of its row."""

    lane: str
    from_: datetime
    to: datetime
    shape: Shape
    label: str
    number: str = ""
    href: str = ""
    when: str = ""

    @property
    def is_interval(self) -> bool:
        return self.to > self.from_


@dataclass(frozen=True, slots=True)
class Bar:
    """A duty with its deadline, a signal while it stood, a gap. `to` None: it never ended."""

    lane: str
    from_: datetime
    to: datetime | None
    tone: Tone
    label: str
    due: datetime | None = None
    number: str = ""
    href: str = ""
    when: str = ""

    @property
    def telling_to(self) -> datetime:
        """Where its news ends: how long a duty stays undone after its deadline tells nothing new."""
        return max(each for each in (self.from_, self.due, self.to) if each is not None)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of days behind all lanes, such as a bank holiday. A quiet one (a weekend) is not named in print."""

    from_: datetime
    to: datetime
    label: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Swimlane:
    """A whole picture from `from_` to `to`. `now` is the instant as of which it tells."""

    title: str
    lanes: tuple[Lane, ...]
    from_: datetime
    to: datetime
    now: datetime
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    bands: tuple[Band, ...] = ()
    description: str = ""
    zone: ZoneInfo = field(default=LONDON)

    def __post_init__(self) -> None:
        if self.from_ >= self.to:
            raise ValueError("A picture must end after it begins.")
        known = {lane.key for lane in self.lanes}
        if strays := sorted(({mark.lane for mark in self.marks} | {bar.lane for bar in self.bars}) - known):
            raise ValueError(f"No lane for {', '.join(strays)}.")

    def within(self, from_: datetime, to: datetime, title: str) -> Swimlane:
        """The part from `from_` to `to`: what began, fell due or ended in it, signals that stood."""
        bars = [bar for bar in self.bars if bar.from_ <= to and from_ <= _end(bar, self.now)]
        return replace(
            self,
            title=title,
            from_=from_,
            to=to,
            marks=tuple(mark for mark in self.marks if mark.from_ <= to and from_ <= mark.to),
            bars=tuple(bars),
            bands=tuple(band for band in self.bands if band.from_ <= to and from_ <= band.to),
        )


def _end(bar: Bar, now: datetime) -> datetime:
    return now if bar.due is None and bar.to is None else bar.telling_to


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture, ready: `id` is unique on its page, `width` is what it needs to be readable.

    An overview links to its closer looks at "#<id>-figure", so each is to stand in an element of that id.
    """

    id: str
    title: str
    svg: Svg
    width: int
    from_: datetime
    to: datetime
