"""Every condition as alternatives: in each, parts that must be there and parts that must be absent, none nested.

Negation stands one level deep, on a state; a silence is the negation of events. So a set-based engine can join the
first and anti-join the second.
"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.model.condition import Age, All, Any, Condition, Count, Gap, Silence, StateHolds

Positive = Age | StateHolds | Count | Gap
Absent = StateHolds | Silence


@dataclass(frozen=True, slots=True)
class Alternative:
    """All of these hold, and none of those: a state that is negated, a silence."""

    positive: frozenset[Positive] = frozenset()
    absent: frozenset[Absent] = frozenset()

    def __and__(self, other: Alternative) -> Alternative:
        return Alternative(self.positive | other.positive, self.absent | other.absent)


def normal_form(condition: Condition | None) -> frozenset[Alternative]:
    """The alternatives of a condition; no condition is one alternative that asks for nothing."""
    match condition:
        case None:
            return frozenset({Alternative()})
        case Any(of):
            return frozenset(each for part in of for each in normal_form(part))
        case All(of):
            found = frozenset({Alternative()})
            for part in of:
                found = frozenset(one & other for one in found for other in normal_form(part))
            return found
        case Silence():
            return frozenset({Alternative(absent=frozenset({condition}))})
        case StateHolds(negated=True):
            return frozenset({Alternative(absent=frozenset({condition}))})
        case _:
            return frozenset({Alternative(positive=frozenset({condition}))})
