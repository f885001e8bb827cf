"""Which kinds of event can a procedure's answer depend on?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from followthrough.procedures.engines.plain.homes import STRUCTURE
from followthrough.procedures.engines.plain.states import EXCUSED
from followthrough.procedures.model.condition import Match, matches_of, states_of
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    Closing,
    DutyProcedure,
    GateProcedure,
    Obliging,
    OnAge,
    OnDate,
    OnEvent,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.vocabulary import BORN, Vocabulary


class HasVocabulary(Protocol):
    @property
    def vocabulary(self) -> Vocabulary: ...


def begins(procedure: AnyProcedure, reading: HasVocabulary) -> Iterable[str] | None:
    """The kinds of event that may begin a row of `procedure`; None where it is no event that begins it."""
    match procedure:
        case DutyProcedure(when=OnEvent(match) | OnDate(match=match)) | GateProcedure(before=match):
            return match.kinds
        case DutyProcedure(when=OnAge()):
            return (BORN,)
        case StandingProcedure(state=state):
            return reading.vocabulary.states[state].begun_by
        case WatchProcedure(since=Match(kinds)):
            return kinds
        case WatchProcedure(pattern=pattern):
            return [kind for match in matches_of(pattern) for kind in match.kinds]
    return None


def reads(procedure: AnyProcedure, reading: HasVocabulary) -> set[str]:
    """The kinds of event that a procedure reads."""
    kinds = grounds(procedure, reading)
    if isinstance(procedure, Obliging):
        closings: tuple[Closing, ...] = (*procedure.closed_by, *procedure.excused_by)
        kinds |= {EXCUSED} | {kind for closing in closings for kind in closing.match.kinds}
    return kinds


def grounds(procedure: AnyProcedure, reading: HasVocabulary) -> set[str]:
    """The kinds of event that begin its rows, or that its conditions read."""
    kinds = {*STRUCTURE, *(begins(procedure, reading) or ())}
    states: list[str] = []
    match procedure:
        case WatchProcedure():
            conditions = [procedure.pattern, procedure.condition]
            kinds |= set(procedure.silence.kinds) if procedure.silence is not None else set()
        case StandingProcedure():
            conditions = [procedure.condition]
            states.append(procedure.state)
            kinds |= {kind for closing in procedure.closed_by for kind in closing.match.kinds}
        case DutyProcedure() | GateProcedure():
            conditions = [procedure.condition]
    for condition in conditions:
        kinds |= {kind for match in matches_of(condition) for kind in match.kinds}
        states += [state.state for state in states_of(condition)]
    for state in states:
        kind = reading.vocabulary.states[state]
        kinds |= {*kind.begun_by, *kind.ended_by}
    return kinds
