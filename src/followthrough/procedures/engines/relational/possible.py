"""Could a procedure have a row at all, from the kinds of event that a store holds? One that could not is not asked."""

from __future__ import annotations

from collections.abc import Container, Iterable

from followthrough.procedures.model.condition import Age, All, Any, Condition, Count, Gap, StateHolds, counted
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    OnAge,
    OnBreach,
    OnCalendar,
    OnDate,
    OnEvent,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import BORN


class Possible:
    def __init__(self, rulebook: Rulebook, kinds: Container[str]) -> None:
        self.rulebook, self.kinds = rulebook, kinds

    def has_rows(self, procedure: AnyProcedure) -> bool:
        """False only where there can be none; rulebooks have no circles, so this ends."""
        return self._begins(procedure) and self._holds(getattr(procedure, "condition", None))

    def _begins(self, procedure: AnyProcedure) -> bool:
        match procedure:
            case DutyProcedure(when=OnEvent(match) | OnDate(match)):
                return self._any_of(match.kinds)
            case DutyProcedure(when=OnAge()):
                return BORN in self.kinds
            case DutyProcedure(when=OnSignal(upstream) | OnBreach(upstream)):
                return any(self.has_rows(each) for each in self.rulebook.by_id[upstream])
            case DutyProcedure(when=OnCalendar()):
                return True
            case StandingProcedure():
                return self._any_of(self.rulebook.vocabulary.states[procedure.state].begun_by)
            case GateProcedure():
                return self._any_of(procedure.before.kinds)
            case WatchProcedure(since=since) if since is not None:
                return self._any_of(since.kinds)
            case WatchProcedure(pattern=pattern) if pattern is not None:
                return self._holds(pattern) and any(self._any_of(match.kinds) for match in counted(pattern))
            case _:
                return True

    def _holds(self, condition: Condition | None) -> bool:
        match condition:
            case All(of):
                return all(self._holds(each) for each in of)
            case Any(of):
                return any(self._holds(each) for each in of)
            case Age():
                return BORN in self.kinds
            case Count(of=of):
                return self._any_of(of.kinds)
            case Gap(of=of, since=since):
                return self._any_of((*of.kinds, *(since.kinds if since is not None else ())))
            case StateHolds(state=state, negated=False):
                return self._any_of(self.rulebook.vocabulary.states[state].begun_by)
            case _:
                return True

    def _any_of(self, kinds: Iterable[str]) -> bool:
        return any(kind in self.kinds for kind in kinds)
