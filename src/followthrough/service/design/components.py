"""Which shapes do the components take? Frozen data that presenters fill; templates only print it.

A plain dict with the same keys serves as well. Instants come as words (`dates.When`); `state` and `tone` are
from the lists below, and each tone has its own sign and word, so that colour never speaks alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from followthrough.service.design.dates import When

Tone = Literal["neutral", "waiting", "due", "soon", "overdue", "done", "signal"]
StepState = Literal["done", "waiting", "overdue", "later"]


@dataclass(frozen=True)
class Tag:
    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Action:
    """A link, or with `posts` a button in its own form. `about` tells a screen reader whom it concerns."""

    text: str
    href: str
    about: str = ""
    kind: Literal["primary", "secondary", "warning", "quiet"] = "quiet"
    posts: bool = False
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class Row:
    """One line of a summary list. `value` is a sentence; `values` gives several, one under the other."""

    key: str
    value: str = ""
    values: tuple[str, ...] = ()
    tag: Tag | None = None
    href: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Why:
    """Why a duty or a signal stands: the sentence, how its time was worked out, where the rule comes from."""

    sentence: str
    sum: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    source: str = ""
    source_href: str = ""
    confidence: str = ""
    summary: str = "Why is this here?"


@dataclass(frozen=True)
class DutyCard:
    """One duty. `team` owes it; `taken_by` is the person who has it, empty while nobody has.

    The clock (`dates.clock`) gives the sign and the colour; `tag` says what else is to be known at a glance.
    """

    title: str
    href: str
    child: str
    team: str
    clock: When
    child_href: str = ""
    taken_by: str = ""
    tag: Tag | None = None
    note: str = ""
    clock_note: str = ""
    why: Why | None = None
    actions: tuple[Action, ...] = ()
    heading_level: int = 3


@dataclass(frozen=True)
class Step:
    """One state of a share for one recipient. `who` and `when` say what happened, or who must and by when.

    `when` is `dates.when_short` for what is done and `dates.clock` for what is owed.
    """

    name: str
    state: StepState
    who: str = ""
    when: When | None = None
    note: str = ""


@dataclass(frozen=True)
class Path:
    """A share's path with one recipient: sent, received, accepted or redirected, acted, confirmed."""

    recipient: str
    steps: tuple[Step, ...]
    summary: str = ""
    tag: Tag | None = None
    heading_level: int = 3


@dataclass(frozen=True)
class TimelineEntry:
    """What happened, when, and who or what says so. `agency` stands before the title in words."""

    title: str
    when: When
    by: str = ""
    text: str = ""
    href: str = ""
    agency: str = ""
    tag: Tag | None = None


@dataclass(frozen=True)
class Cell:
    text: str = ""
    href: str = ""
    tag: Tag | None = None
    when: When | None = None
    is_number: bool = False


_ON_A_TABLET = 5  # columns


@dataclass(frozen=True)
class Table:
    """`rows` hold `Cell`s or plain strings, one for each heading in `head`; the first cell names its row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    empty: str = "There is nothing to show."
    is_caption_hidden: bool = False

    @property
    def is_wide(self) -> bool:
        """A tablet has no room for so many columns."""
        return len(self.head) > _ON_A_TABLET


@dataclass(frozen=True)
class EmptyState:
    title: str
    text: str = ""
    action: Action | None = None
