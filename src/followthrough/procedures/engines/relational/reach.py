"""How far do the instants of a population and of its deadlines reach, so that the almanac covers them all?"""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.procedures.engines.relational import facts
from followthrough.procedures.engines.relational.schema import DATA
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.engines.relational.ticks import DAY
from followthrough.procedures.model.condition import Condition, Count, Gap, Silence, parts_of
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    Obliging,
    OnDate,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import Moment, Unit, When
from followthrough.procedures.model.vocabulary import BORN, FieldType

_DAYS = {
    Unit.CLOCK_HOURS: 1, Unit.CLOCK_MINUTES: 1, Unit.WORKING_DAYS: 3, Unit.SCHOOL_DAYS: 5, Unit.CALENDAR_DAYS: 1,
    Unit.COURT_DAYS: 2,    Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366, Unit.OFFICE_HOURS: 1,
}  # fmt: skip
_TIMES = (FieldType.DATE, FieldType.INSTANT)
_SPARE = 90  # days: a school's summer and more


def reach(store: Store, rulebook: Rulebook, as_of: int) -> tuple[int, int, tuple[int, int]]:
    """The first and last instant of which a calendar sum may be asked; and the span of all that happened to anybody."""
    spans = {kind: _span(kind, store) for kind in store.kinds}
    found = [span for span in spans.values() if span is not None]
    lived = [span for kind, span in spans.items() if span is not None and kind != BORN]
    first = min([as_of, *(low for low, _ in found)])
    last = max([as_of, *(high for _, high in found)])
    longest = max((_days(when) for each in rulebook.procedures for when in timescales(each)), default=1)
    known = min([as_of, *(low for low, _ in lived)]), as_of
    return first - DAY, last + (2 * longest + _SPARE) * DAY, known


def _span(kind: str, store: Store) -> tuple[int, int] | None:
    """The least and the greatest instant and date in the events of a kind."""
    fields = store.vocabulary.kinds[kind].fields
    columns = ["occurred_from", "occurred_to", *(DATA + name for name, each in fields.items() if each.type in _TIMES)]
    return facts.span(store.path_of(kind), columns)


def _days(when: When) -> int:
    if isinstance(when, Moment):
        return 3 * when.day + 10
    return when.amount * _DAYS[when.unit] + 10


def timescales(procedure: AnyProcedure) -> Iterator[When]:
    """Every timescale that the procedure reckons with."""
    if isinstance(procedure, Obliging):
        yield from (rung.after for rung in procedure.ladder if rung.after is not None)
        yield from (reminder.before for reminder in procedure.reminders)
    match procedure:
        case DutyProcedure():
            yield from _of_condition(procedure.condition)
            if isinstance(procedure.when, OnDate) and procedure.when.offset is not None:
                yield procedure.when.offset
            for limit in procedure.limits:
                yield from (when for when in (limit.within, limit.offset) if when is not None)
        case StandingProcedure():
            yield from _of_condition(procedure.condition)
            yield from procedure.every
        case GateProcedure():
            yield from _of_condition(procedure.condition)
            yield from (procedure.lookback,) if procedure.lookback is not None else ()
        case WatchProcedure():
            yield from _of_condition(procedure.pattern)
            yield from _of_condition(procedure.condition)
            yield from (procedure.lasting,) if procedure.lasting is not None else ()


def _of_condition(condition: Condition | None) -> Iterator[When]:
    for part in parts_of(condition):
        match part:
            case Count(within=within) if within is not None:
                yield within
            case Silence(lasting=lasting):
                yield lasting
            case Gap(lasting=lasting, within=within):
                yield from (lasting, within)
