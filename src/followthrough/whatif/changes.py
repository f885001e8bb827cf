"""Which procedures does a change reach? Those that differ, and those that they feed; nothing else is replayed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from followthrough.procedures.model.condition import states_of
from followthrough.procedures.model.fromaday import meaning
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    OnBreach,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    FED = "fed by a changed one"


@dataclass(frozen=True)
class Reached:
    procedure: str
    title: str
    change: Change


def reached(changed: Rulebook, against: Rulebook, *, is_dated_anew: bool = False) -> tuple[Reached, ...]:
    """In order of their ids. Only meaning counts: a new wording of a title or source makes no other rows.

    `is_dated_anew` says that the two have other calendars, so that any deadline may move.
    """
    states = {name for name in against.vocabulary.states if _state(changed, name) != _state(against, name)}
    found: dict[str, Change] = {}
    for identity in sorted({*changed.by_id, *against.by_id}):
        if identity not in against.by_id:
            found[identity] = Change.NEW
        elif identity not in changed.by_id:
            found[identity] = Change.GONE
        elif (
            _meaning(changed, identity) != _meaning(against, identity)
            or _reads(changed, identity) & states
            or is_dated_anew
        ):
            found[identity] = Change.CHANGED
    for identity in _fed(set(found), changed) | _fed(set(found), against):
        found.setdefault(identity, Change.FED)
    return tuple(Reached(identity, _title(identity, changed, against), found[identity]) for identity in sorted(found))


def _state(rulebook: Rulebook, name: str) -> object:
    return rulebook.vocabulary.states.get(name)


def _meaning(rulebook: Rulebook, identity: str) -> list[AnyProcedure]:
    """The versions without what only people read."""
    versions = sorted(rulebook.by_id[identity], key=lambda each: each.version)
    return [meaning(each) for each in versions]


def _reads(rulebook: Rulebook, identity: str) -> set[str]:
    states: set[str] = set()
    for each in rulebook.by_id[identity]:
        match each:
            case StandingProcedure():
                states.add(each.state)
            case DutyProcedure() | GateProcedure():
                states |= {state.state for state in states_of(each.condition)}
            case WatchProcedure():
                states |= {state.state for held in (each.pattern, each.condition) for state in states_of(held)}
    return states


def _fed(changed: set[str], rulebook: Rulebook) -> set[str]:
    """Procedures that wait for the signals and breaches of `changed`, and those that wait for these in turn."""
    reach = set(changed)
    for identity in rulebook.strata:
        for each in rulebook.by_id[identity]:
            if isinstance(each, DutyProcedure) and isinstance(each.when, OnSignal | OnBreach):
                reach |= {identity} if each.when.procedure in reach else set()
    return reach - changed


def _title(identity: str, changed: Rulebook, against: Rulebook) -> str:
    held = changed.by_id.get(identity) or against.by_id[identity]
    return held[-1].title
