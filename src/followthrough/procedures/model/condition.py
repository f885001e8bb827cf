"""The closed language of conditions: data, no code. Negation stands one level deep, on a state and on absence.

Windows and order use when things occurred. `Count` windows end at the event in question (a duty's trigger, or each
event that could be the last of a watch's window). What a condition may not read is refused when the rulebook loads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from followthrough.procedures.model.errors import require
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.timescale import Timescale


class Whose(StrEnum):
    """Whose event: the subject's own, its household's, or a child's who shares the household."""

    SELF = "self"
    HOUSEHOLD = "household"
    SIBLING = "sibling"


class Comparison(StrEnum):
    IS = "is"
    IN = "in"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    INCLUDES = "includes"
    GIVEN = "given"


SUBJECT = "the subject"
AUTHOR = "author"  # the field name that stands for the agency that wrote the event


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one field of an event's typed data. A field that is absent passes no test but `given: no`."""

    field: str
    comparison: Comparison
    value: object

    def passes(self, event: Event, subject: Subject) -> bool:
        if self.comparison is Comparison.GIVEN:
            return (self.field in event.data) == self.value
        if self.field not in event.data and self.field != AUTHOR:
            return False
        held = event.agency if self.field == AUTHOR else event.data[self.field]
        wanted = subject.id if self.value == SUBJECT else self.value
        match self.comparison:
            case Comparison.IS:
                return bool(held == wanted)
            case Comparison.IN:
                return held in wanted  # type: ignore[operator]
            case Comparison.AT_LEAST:
                return bool(held >= wanted)  # type: ignore[operator]
            case Comparison.AT_MOST:
                return bool(held <= wanted)  # type: ignore[operator]
            case Comparison.INCLUDES:
                return wanted in held  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Match:
    """Events of any of `kinds` whose data pass every test of `where`."""

    kinds: tuple[str, ...]
    where: tuple[Test, ...] = ()
    whose: frozenset[Whose] = frozenset({Whose.SELF, Whose.HOUSEHOLD})

    def __post_init__(self) -> None:
        require(bool(self.kinds), "A match needs at least one kind of event.")

    def fits(self, event: Event, subject: Subject) -> bool:
        """Whether kind and data fit. Whose event it is, the reader of the history says."""
        return event.kind in self.kinds and all(test.passes(event, subject) for test in self.where)


@dataclass(frozen=True, slots=True)
class Age:
    """The subject's age at the event in question: at least (from the birthday on) and under (until the birthday)."""

    at_least: int | None = None
    under: int | None = None

    def __post_init__(self) -> None:
        require(
            self.at_least is not None or self.under is not None,
            'An age condition needs "at_least" or "under".',
        )


@dataclass(frozen=True, slots=True)
class StateHolds:
    """A state holds (or, negated, does not) when the event in question occurred."""

    state: str
    where: tuple[Test, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """At least `at_least` events, from at least `agencies` agencies, in the window ending at the event in question.

    With `since_last` it begins anew after the last of those events: "two in a row" is two since the last that went
    well.
    """

    of: Match
    at_least: int = 1
    agencies: int = 1
    within: Timescale | None = None
    since_last: Match | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Absence: no visible event of `of` for `lasting` since the event in question. True from that limit on."""

    of: Match
    lasting: Timescale


@dataclass(frozen=True, slots=True)
class Gap:
    """There was a gap: longer than `lasting` without an event of `of`, since one of them or of `since`.

    It counts when it became too long within `within` before the event in question. For reviews: it looks back.
    """

    of: Match
    lasting: Timescale
    within: Timescale
    since: Match | None = None


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    of: tuple[Condition, ...]


Condition = Age | StateHolds | Count | Silence | Gap | All | Any


def parts_of(condition: Condition | None) -> Iterator[Condition]:
    """Every part that is no bracket of others."""
    match condition:
        case None:
            return
        case All(of) | Any(of):
            for each in of:
                yield from parts_of(each)
        case _:
            yield condition


def matches_of(condition: Condition | None) -> list[Match]:
    """Every match that a condition reads, for filters, checks and explanations."""
    found: list[Match] = []
    for part in parts_of(condition):
        match part:
            case Count(of=of, since_last=since_last):
                found += [of] if since_last is None else [of, since_last]
            case Silence(of=of):
                found.append(of)
            case Gap(of=of, since=since):
                found += [of] if since is None else [of, since]
    return found


def states_of(condition: Condition | None) -> list[StateHolds]:
    return [part for part in parts_of(condition) if isinstance(part, StateHolds)]


def counted(condition: Condition | None) -> list[Match]:
    """The matches of a pattern's counts: any of their events may be the last of a window."""
    return [part.of for part in parts_of(condition) if isinstance(part, Count)]
