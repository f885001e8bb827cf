"""What says that a child drops out of sight, and what stands about the child that somebody should think of?

Facts in the order of time, never a score: each reason is a thing that happened or that stands, as it was written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from followthrough.procedures.model.vocabulary import StateKind, Vocabulary

SEEN, DIED = "child.seen", "child.died"
NOT_BROUGHT, NOT_SEEN = "child.not-brought", "child.not-seen"
NO_ACCESS, CANCELLED = "visit.no-access", "visit.cancelled"
MISSED: Final = (NOT_BROUGHT, NOT_SEEN, NO_ACCESS, CANCELLED)
MOVED, ACCEPTED = "child.moved-area", "area.accepted"
HOME_EDUCATED = "home-educated"
SUPPORTED: Final = ("support-for-complex-needs", "ehc-plan")
STANDING: Final = (HOME_EDUCATED, *SUPPORTED)

# Why a child may be looked for, as an address says it and as a person reads it.
NOT_BROUGHT_TO, NO_VISIT, AT_HOME, AWAY, SUPPORT, NEVER = (
    "not-brought",
    "no-visit",
    "taught-at-home",
    "moved",
    "support",
    "never-seen",
)
WHYS: Final = {
    NOT_BROUGHT_TO: "Was not brought",
    NO_VISIT: "A visit failed or was cancelled",
    AT_HOME: "Is taught at home",
    AWAY: "Moved to another area",
    SUPPORT: "Has a disability, complex needs or needs in talking together",
    NEVER: "Nobody has written down that they saw the child",
}
_WHY_OF: Final = {NOT_BROUGHT: NOT_BROUGHT_TO, NOT_SEEN: NO_VISIT, NO_ACCESS: NO_VISIT, CANCELLED: NO_VISIT}


@dataclass(frozen=True)
class Fact:
    """One entry that stands; `key` ties what began to what ended it."""

    child: str
    kind: str
    event: str
    at: datetime
    key: str = ""


@dataclass(frozen=True)
class Sight:
    """What is known of one child: the last sight, what was missed since, what stands. Event ids say where it is."""

    seen: Fact | None
    missed: tuple[Fact, ...]
    stands: Mapping[str, tuple[Fact, ...]]
    moved: tuple[Fact, ...]
    has_died: bool = False

    @property
    def whys(self) -> frozenset[str]:
        found = {_WHY_OF[each.kind] for each in self.missed}
        found |= {AT_HOME} if self.stands.get(HOME_EDUCATED) else set()
        found |= {SUPPORT} if self.is_supported else set()
        found |= {AWAY} if self.moved else set()
        return frozenset(found | ({NEVER} if self.seen is None else set()))

    @property
    def is_supported(self) -> bool:
        return any(self.stands.get(each) for each in SUPPORTED)

    @property
    def events(self) -> list[str]:
        """All that a page tells of."""
        shown = [*self.missed, *self.moved, *(fact for facts in self.stands.values() for fact in facts)]
        return [each.event for each in shown] + ([self.seen.event] if self.seen else [])


def keys_of(vocabulary: Vocabulary) -> dict[str, str]:
    """Every kind that is read, with the field that ties its entries together."""
    found = dict.fromkeys((SEEN, DIED, *MISSED), "") | {MOVED: "move", ACCEPTED: "move"}
    for state in _states(vocabulary).values():
        found |= dict.fromkeys((*state.begun_by, *state.ended_by), state.matching[0])
    return found


def sight_of(facts: Iterable[Fact], vocabulary: Vocabulary) -> Sight:
    """In any order."""
    known = sorted(facts, key=lambda fact: (fact.at, fact.event))
    seen = next((each for each in reversed(known) if each.kind == SEEN), None)
    return Sight(
        seen=seen,
        missed=tuple(each for each in known if each.kind in MISSED and (seen is None or each.at > seen.at)),
        stands={name: _standing(known, state.begun_by, state.ended_by) for name, state in _states(vocabulary).items()},
        moved=_standing(known, (MOVED,), (ACCEPTED,)),
        has_died=any(each.kind == DIED for each in known),
    )


def _standing(facts: Iterable[Fact], begun_by: Iterable[str], ended_by: Iterable[str]) -> tuple[Fact, ...]:
    """What began and was not ended, by its key."""
    held: dict[str, Fact] = {}
    for each in facts:
        if each.kind in begun_by:
            held.setdefault(each.key, each)
        elif each.kind in ended_by:
            held.pop(each.key, None)
    return tuple(held.values())


def _states(vocabulary: Vocabulary) -> dict[str, StateKind]:
    return {name: vocabulary.states[name] for name in STANDING}
