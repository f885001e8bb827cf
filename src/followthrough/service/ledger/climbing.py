"""When does a duty climb? The rungs and reminders of a row, with the repeats of a standing duty, as they are stored.

A standing duty that stays breached keeps speaking: its rungs come again after each interval of the procedure.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.model.answer import DueRung, DutyRow, DutyState
from followthrough.procedures.model.procedure import AnyProcedure, StandingProcedure

Step = dict[str, Any]


def steps(rungs: tuple[DueRung, ...], repeat: int = 0) -> list[Step]:
    return [
        {
            "index": rung.index,
            "repeat": repeat,
            "at": rung.at.isoformat(),
            "agency": rung.tell.agency,
            "team": rung.tell.team,
            "role": rung.tell.role,
        }
        for rung in rungs
    ]


def repeated(
    row: DutyRow, procedure: AnyProcedure, calendar: Calendar, as_of: datetime
) -> tuple[list[Step], datetime | None]:
    """The rungs with every repeat that has come by `as_of`, and when the next repeat comes."""
    found = steps(row.rungs)
    if not (isinstance(procedure, StandingProcedure) and procedure.repeat and row.rungs and is_climbing(row)):
        return found, None
    rungs, repeat = row.rungs, 0
    while True:
        later = tuple(DueRung(r.index, calendar.due(r.at, procedure.repeat), r.tell) for r in rungs)
        first = min(rung.at for rung in later)
        if first <= min(rung.at for rung in rungs):
            return found, None  # an interval of no length would repeat for ever
        if first > as_of:
            return found, first
        rungs, repeat = later, repeat + 1
        found += steps(rungs, repeat)


def is_climbing(row: DutyRow) -> bool:
    return row.state is DutyState.BREACHED and row.ended_at is None


def first_look(row: DutyRow, rungs: list[Step], reminders: list[Step]) -> datetime | None:
    """When the sweep has to look at the duty first: its rungs once it is breached, its reminders before."""
    coming = rungs if is_climbing(row) else reminders if row.state is DutyState.OPEN else []
    return min((datetime.fromisoformat(step["at"]) for step in coming), default=None)
