"""Which kinds of event can a procedure's answer depend on?"""

from __future__ import annotations

from followthrough.procedures.engines.plain.sight import STRUCTURE, Reading
from followthrough.procedures.engines.plain.states import EXCUSED
from followthrough.procedures.model.condition import matches_of, states_of
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    Closing,
    DutyProcedure,
    GateProcedure,
    Obliging,
    OnDate,
    OnEvent,
    StandingProcedure,
    WatchProcedure,
)


def reads(procedure: AnyProcedure, reading: Reading) -> set[str]:
    """The kinds of event that a procedure reads."""
    kinds = {*STRUCTURE, EXCUSED}
    states: list[str] = []
    match procedure:
        case WatchProcedure():
            conditions = [procedure.pattern, procedure.condition]
            for match in (procedure.silence, procedure.since):
                kinds |= set(match.kinds) if match is not None else set()
        case DutyProcedure():
            conditions = [procedure.condition]
            kinds |= set(procedure.when.match.kinds) if isinstance(procedure.when, OnEvent | OnDate) else set()
        case GateProcedure():
            conditions = [procedure.condition]
            kinds |= set(procedure.before.kinds)
        case StandingProcedure():
            conditions = [procedure.condition]
            states.append(procedure.state)
    for condition in conditions:
        kinds |= {kind for match in matches_of(condition) for kind in match.kinds}
        states += [state.state for state in states_of(condition)]
    for state in states:
        kind = reading.vocabulary.states[state]
        kinds |= {*kind.begun_by, *kind.ended_by}
    if isinstance(procedure, Obliging):
        closings: tuple[Closing, ...] = (*procedure.closed_by, *procedure.excused_by)
        kinds |= {kind for closing in closings for kind in closing.match.kinds}
    return kinds
