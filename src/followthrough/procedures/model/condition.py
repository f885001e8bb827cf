"""The closed language of conditions: data, no code. Negation stands one level deep, on a state and on absence.

Windows and order use when things occurred. `Count` windows end at the event in question (a duty's trigger, or each
event that could be the last of a watch's window). What a condition may not read is refused when the rulebook loads.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one field of an event's typed data. A field that is absent passes no test but `given: no`."""

    field: str
    comparison: Comparison
    value: object

    def passes(self, event: Event, subject: Subject) -> bool:
        if self.comparison is Comparison.GIVEN:
            return (self.field in event.data) == self.value
        if self.field not in event.data:
            return False
        held = event.data[self.field]
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
    """At least `at_least` events, from at least `agencies` agencies, in the window ending at the event in question."""

    of: Match
    at_least: int = 1
    agencies: int = 1
    within: Timescale | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Absence: no visible event of `of` for `lasting` since the event in question. True from that limit on."""

    of: Match
    lasting: Timescale


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    of: tuple[Condition, ...]


Condition = Age | StateHolds | Count | Silence | All | Any


def matches_of(condition: Condition | None) -> list[Match]:
    """Every match that a condition reads, for filters, checks and explanations."""
    match condition:
        case All(of) | Any(of):
            return [match for each in of for match in matches_of(each)]
        case Count(of=of) | Silence(of=of):
            return [of]
        case _:
            return []


def states_of(condition: Condition | None) -> list[StateHolds]:
    match condition:
        case All(of) | Any(of):
            return [state for each in of for state in states_of(each)]
        case StateHolds():
            return [condition]
        case _:
            return []
