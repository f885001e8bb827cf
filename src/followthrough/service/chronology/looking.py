"""Which part of a chronology does somebody look at? Entries that were chosen, over a year, a month or a day, by pages.

What was chosen or searched for may tell what happened, so it stands in no address: it goes there sealed, and opens for
the same person and child alone. The time and the page say nothing and stand there plainly.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from followthrough.procedures.calendars import localtime
from followthrough.procedures.model.event import Subject
from followthrough.service.children.folding import fold
from followthrough.service.chronology.presenters.entries import is_kept_off_tables
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.weighing import STRENGTH, WORRY, Weighing
from followthrough.service.core.encryption import CannotOpen, Place, seal, unseal
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON

AT_ONCE = 100  # entries on a page
CHILD, HOUSEHOLD, OTHERS = "child", "household", "others"
SIGNIFICANT, UNWEIGHED = "significant", "unweighed"
SAID = ("known_as", "certainty")  # what a person may say of an entry besides how much it matters
_LONGEST = 4000  # of a token; the widest form is far under it


@dataclass(frozen=True)
class Asked:
    """What was chosen. Empty: all of it. Times are plain days."""

    agency: str = ""
    kind: str = ""
    whose: str = ""
    weight: str = ""
    shows: str = ""
    known_as: str = ""
    certainty: str = ""
    words: str = ""
    from_on: str = ""
    to_on: str = ""

    def __bool__(self) -> bool:
        return any(self.__dict__.values())

    def sealed(self, viewer: Viewer, child_id: str) -> str:
        given = {name: value for name, value in self.__dict__.items() if value}
        return seal(json.dumps(given, ensure_ascii=False), _place(viewer, child_id)) if given else ""

    @classmethod
    def opened(cls, token: str, viewer: Viewer, child_id: str) -> Asked:
        """Nothing chosen, where somebody else chose it, or its key is gone."""
        if not token or len(token) > _LONGEST:
            return cls()
        try:
            return cls(**json.loads(unseal(token, _place(viewer, child_id))))
        except (CannotOpen, TypeError):  # TypeError: what an older page asked, and this one does not
            return cls()


def _place(viewer: Viewer, child_id: str) -> Place:
    return Place("chronology", "looking", f"{viewer.practitioner_id} {child_id}")


@dataclass(frozen=True)
class Time:
    """A year, a month or a day, as in "2013", "2013-03" or "2013-03-28"; empty for the whole time."""

    words: str = ""

    @classmethod
    def of(cls, typed: str) -> Time:
        """The whole time, where it is none."""
        found = cls(typed)
        try:
            found.first.isoformat()
        except ValueError:
            return cls()
        return found if typed == found.first.isoformat()[: len(typed)] and len(typed) in (0, 4, 7, 10) else cls()

    @property
    def first(self) -> date:
        return date.fromisoformat(self.words + "0001-01-01"[len(self.words) :])

    @property
    def last(self) -> date:
        first = self.first
        match len(self.words):
            case 4:
                return first.replace(month=12, day=31)
            case 7:
                return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            case _:
                return first

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        if not self.words:
            return None, None
        return localtime.start_of(self.first, LONDON), localtime.end_of(self.last, LONDON)

    @property
    def title(self) -> str:
        match len(self.words):
            case 0:
                return "The whole time"
            case 4:
                return self.words
            case 7:
                return f"{self.first:%B} {self.first.year}"
            case _:
                return f"{self.first.day} {self.first:%B} {self.first.year}"

    @property
    def wider(self) -> tuple[Time, ...]:
        """The whole time, its year, its month: those that it lies in."""
        return tuple(Time(self.words[:n]) for n in (0, 4, 7) if n < len(self.words))

    def of_day(self, on: date) -> Time | None:
        """The next closer look that holds a day; None where there is none closer than a day."""
        closer = {0: 4, 4: 7, 7: 10}.get(len(self.words))
        return Time(on.isoformat()[:closer]) if closer else None

    @property
    def neighbours(self) -> tuple[Time, Time] | None:
        """The one before and the one after, of the same length."""
        if not self.words or self.first.year <= 1 or self.last.year >= 9999:
            return None
        before, after = (self.first - timedelta(days=1), self.last + timedelta(days=1))
        return Time(before.isoformat()[: len(self.words)]), Time(after.isoformat()[: len(self.words)])


@dataclass(frozen=True)
class Look:
    """What a page of the chronology shows: `token` is what was chosen, sealed."""

    asked: Asked = field(default_factory=Asked)
    time: Time = field(default_factory=Time)
    page: int = 1
    token: str = ""

    def query(self, *, time: Time | None = None, page: int = 1) -> str:
        time = self.time if time is None else time
        given = {"chosen": self.token, "time": time.words, "page": str(page) if page > 1 else ""}
        return urlencode({name: value for name, value in given.items() if value})


def look_of(query: Mapping[str, Any], viewer: Viewer, child_id: str) -> Look:
    asked = Asked.opened(token := str(query.get("chosen", "")), viewer, child_id)
    page = str(query.get("page", ""))
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Look(asked, Time.of(str(query.get("time", ""))), max(1, number), token if asked else "")


@dataclass(frozen=True)
class Shown:
    """`entries` are those that were chosen and lie in the time; `part` is what one page holds."""

    chosen: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    page: int
    closer: tuple[tuple[Time, int], ...]  # each closer look, with how many entries it holds

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.entries) // AT_ONCE))

    @property
    def part(self) -> tuple[Entry, ...]:
        return self.entries[(self.page - 1) * AT_ONCE : self.page * AT_ONCE]


def shown(entries: Iterable[Entry], look: Look, subject: Subject, weighing: Weighing, telling: Telling) -> Shown:
    chosen = tuple(
        each for each in entries if all(test(each) for test in _tests(look.asked, subject, weighing, telling))
    )
    start, end = look.time.span
    within = tuple(each for each in chosen if _overlaps(each, start, end))
    closer = Counter(filter(None, (look.time.of_day(_day(each)) for each in within)))
    pages = max(1, -(-len(within) // AT_ONCE))
    return Shown(chosen, within, min(look.page, pages), tuple(sorted(closer.items(), key=lambda each: each[0].words)))


_Test = Callable[[Entry], bool]


def _tests(asked: Asked, subject: Subject, weighing: Weighing, telling: Telling) -> list[_Test]:
    found: list[_Test] = []
    if asked.agency:
        found.append(lambda each: each.event.agency == asked.agency)
    if asked.kind:
        found.append(lambda each: each.event.kind == asked.kind)
    if asked.whose:
        found.append(lambda each: whose(each, subject) == asked.whose)
    if asked.weight:
        found.append(_weighs(asked.weight, weighing))
    if asked.shows in (WORRY, STRENGTH):
        found.append(lambda each: asked.shows in weighing.shows(each))
    for name in SAID:
        if wanted := getattr(asked, name):
            found.append(_is_said(name, wanted, weighing))
    if asked.from_on or asked.to_on:
        start = localtime.start_of(date.fromisoformat(asked.from_on), LONDON) if asked.from_on else None
        end = localtime.end_of(date.fromisoformat(asked.to_on), LONDON) if asked.to_on else None
        found.append(lambda each: _overlaps(each, start, end))
    wanted = fold(asked.words).split()
    if wanted:
        found.append(lambda each: _says(each, wanted, weighing, telling))
    return found


def whose(entry: Entry, subject: Subject) -> str:
    if entry.event.subject == subject:
        return CHILD
    return HOUSEHOLD if entry.event.subject.kind == "household" else OTHERS


def _weighs(weight: str, weighing: Weighing) -> _Test:
    if weight == UNWEIGHED:
        return lambda each: each.root not in weighing.words
    return weighing.is_significant


def _is_said(name: str, wanted: str, weighing: Weighing) -> _Test:
    """By any agency; `UNWEIGHED` where none has said it."""

    def test(entry: Entry) -> bool:
        said = {str(each.event.data[name]) for each in weighing.words.get(entry.root, ()) if each.event.data.get(name)}
        return wanted in (said or {UNWEIGHED})

    return test


def _overlaps(entry: Entry, start: datetime | None, end: datetime | None) -> bool:
    stood = entry.stood
    return (start is None or stood.occurred_to >= start) and (end is None or stood.occurred_from <= end)


def _says(entry: Entry, wanted: list[str], weighing: Weighing, telling: Telling) -> bool:
    """Every word stands somewhere in what the table tells of the entry. What is kept off tables is not searched."""
    if is_kept_off_tables(entry.row.record_class):
        return False
    said = [telling.kind(entry.event), telling.agency(entry.event.agency)]
    said += [line for member in entry.chain.members for line in telling.lines(member)]
    said += [str(each.event.data.get("impact", "")) for each in weighing.words.get(entry.root, ())]
    text = fold("\n".join(said))
    return all(word in text for word in wanted)


def _day(entry: Entry) -> date:
    return entry.stood.occurred_from.astimezone(LONDON).date()
