"""Which children could be meant by what somebody typed, and what agrees?

A person decides. Nothing here counts points: each candidate comes with the kinds of agreement in words, and the
plainest kinds come first. Among candidates of one kind the closer spelling does. Whoever may not see a child gets no
candidate, whatever was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, Final

from django.db import connection

from followthrough.service.children.folding import fold
from followthrough.service.children.models import Number
from followthrough.service.children.numbers import folded as folded_number
from followthrough.service.core.viewer import Viewer, acting

MOST_CANDIDATES: Final = 60
ALMOST, SOMEWHAT = 0.4, 0.2  # how much of two names' letters must agree, by threes
_YEARS: Final = (1, -1, 10, -10)


@dataclass(frozen=True)
class Wanted:
    """What was typed; any of it may be missing."""

    name: str = ""
    born_on: date | None = None
    number: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(fold(self.name) or self.born_on or folded_number(self.number) or self.address.strip())


class Name(IntEnum):
    """How two names agree, the plainest first."""

    SAME = 0
    PART = 1
    SPELT = 2
    SOUNDS = 3
    LITTLE = 4
    NOT = 5


class Born(IntEnum):
    SAME = 0
    TURNED = 1
    SLIP = 2
    NOT_SAID = 3
    NOT = 4


@dataclass(frozen=True)
class Candidate:
    """`reasons` are what agrees and what does not, for the person who decides."""

    child_id: str
    reasons: tuple[str, ...]
    order: tuple[Any, ...]

    @property
    def words(self) -> str:
        said = ", ".join(self.reasons)
        return said[:1].upper() + said[1:]


_NAMES: Final = {
    Name.SAME: "same name",
    Name.PART: "part of the name is the same",
    Name.SPELT: "a name spelt almost alike",
    Name.SOUNDS: "a name that sounds alike",
    Name.LITTLE: "a name that is a little alike",
    Name.NOT: "another name",
}
_BIRTHS: Final = {
    Born.SAME: "same birth date",
    Born.TURNED: "birth date with day and month changed round",
    Born.SLIP: "birth date with one figure different",
    Born.NOT: "another birth date",
}
_LIKE: Final = (Name.PART, Name.SPELT, Name.SOUNDS)
_NEAR: Final = (Born.TURNED, Born.SLIP)
_PLAINEST: Final = (
    ((Name.SAME,), (Born.SAME,)),
    (_LIKE, (Born.SAME,)),
    ((Name.SAME,), _NEAR),
    ((Name.SAME,), (Born.NOT_SAID,)),
    (_LIKE, _NEAR),
    ((Name.LITTLE,), (Born.SAME,)),
    ((Name.SAME,), (Born.NOT,)),
    (_LIKE, (Born.NOT_SAID,)),
    ((Name.SPELT, Name.SOUNDS), (Born.NOT,)),
    ((Name.LITTLE,), _NEAR),
)
_BY_NAME: Final = {(name, born): n for n, (names, births) in enumerate(_PLAINEST) for name in names for born in births}


def candidates(viewer: Viewer, wanted: Wanted) -> list[Candidate]:
    """Children whom the viewer may see, the plainest agreement first."""
    name, number = fold(wanted.name), folded_number(wanted.number)
    days = list(dict.fromkeys(near_days(wanted.born_on))) if wanted.born_on else []
    place = " ".join(wanted.address.lower().split())
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(
            "select found.*, child.folded_name, child.born_on"
            " from children_candidates(%s, %s::date[], %s::text[], %s, %s) found join children_child child using (id)",
            [name, days, [number] if number else [], place, MOST_CANDIDATES],
        )
        rows = [_Row(*row) for row in cursor.fetchall()]
    found = (_candidate(row, name, wanted.born_on) for row in rows)
    return sorted((each for each in found if each), key=lambda each: each.order)


def near_days(day: date) -> Iterator[date]:
    """The day itself, then those that one slip makes of it: turned round, or one figure wrong."""
    yield day
    yield from _days((day.year, day.day, day.month))
    for step in (1, -1, 10, -10, 20, -20):
        yield from _days((day.year, day.month, day.day + step))
    for step in (1, -1, 2, -2):
        yield from _days((day.year, day.month + step, day.day))
    for step in _YEARS:
        yield from _days((day.year + step, day.month, day.day))
    yield from _days((day.year, day.month, day.day % 10 * 10 + day.day // 10))
    yield from _days((day.year // 100 * 100 + day.year % 10 * 10 + day.year % 100 // 10, day.month, day.day))


@dataclass(frozen=True)
class _Row:
    """What the database says of one child."""

    id: str
    number: str
    place: int
    sounds_whole: bool
    sounds_part: bool
    whole: float
    part: float
    name: str
    born_on: date | None

    def name_agrees(self, asked: str) -> Name:
        mine, theirs = set(asked.split()), set(self.name.split())
        if mine == theirs:
            return Name.SAME
        if mine <= theirs or theirs <= mine:
            return Name.PART
        if self.whole >= ALMOST:
            return Name.SPELT
        if self.sounds_whole:
            return Name.SOUNDS
        if self.part >= 0.6:
            return Name.SPELT
        return Name.LITTLE if self.sounds_part or self.whole >= SOMEWHAT else Name.NOT

    def birth_agrees(self, asked: date | None) -> Born:
        if asked is None or self.born_on is None:
            return Born.NOT_SAID
        if self.born_on == asked:
            return Born.SAME
        if (self.born_on.year, self.born_on.day, self.born_on.month) == (asked.year, asked.month, asked.day):
            return Born.TURNED
        return Born.SLIP if self.born_on in near_days(asked) else Born.NOT


def _candidate(row: _Row, asked: str, born_on: date | None) -> Candidate | None:
    """None for what only one loose thread ties to what was typed."""
    name, born = row.name_agrees(asked) if asked else Name.NOT, row.birth_agrees(born_on)
    plainness = _plainness(row, name, born, bool(asked))
    if plainness is None:
        return None
    reasons = [_number(row.number)] if row.number else []
    reasons += [_NAMES[name]] if asked else []
    reasons += [_BIRTHS[born]] if born in _BIRTHS else []
    reasons += ["birth date not known"] if born_on and row.born_on is None else []
    reasons += ["same address" if row.place == 1 else "an address spelt almost alike"] if row.place >= 0 else []
    return Candidate(row.id, tuple(reasons), (*plainness, -row.whole, -row.part, row.name, row.id))


def _plainness(row: _Row, name: Name, born: Born, has_name: bool) -> tuple[int, int] | None:
    by_name = _BY_NAME.get((name, born)) if has_name else None
    if row.number:
        return (0, -1 if by_name is None else by_name)
    if by_name is not None:
        return (1, by_name)
    if row.place >= 0:
        return (2, -row.place)
    return (3, 0) if born == Born.SAME and not has_name else None


def _number(told: str) -> str:
    scheme, _, _ = told.partition(" ")
    label = str(Number.Scheme(scheme).label)
    return f"same {label if scheme == Number.Scheme.NHS else label[:1].lower() + label[1:]}"


def _days(*parts: tuple[int, int, int]) -> Iterator[date]:
    for year, month, day in parts:
        with suppress(ValueError):
            yield date(year, month, day)
