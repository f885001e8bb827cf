"""What may make a row of a procedure, and when is it first worth a look?

Most rules ask for nothing of most children: where nothing of the kind was recorded, nobody looks at all.
"""

from __future__ import annotations

from datetime import datetime

from followthrough.procedures.engines.plain.feeding import Upstream
from followthrough.procedures.engines.plain.reading import Reading
from followthrough.procedures.engines.plain.triggering import days_of_the_calendar
from followthrough.procedures.engines.plain.watching import roots
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    OnAge,
    OnCalendar,
    OnDate,
    OnEvent,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import BORN


def is_idle(identity: str, rulebook: Rulebook, history: History, upstream: Upstream | None) -> bool:
    """Whether no version of a procedure can make any row of this history: nothing that begins one was recorded, or
    what it waits for made none.
    """
    kinds = rulebook.begun_by[identity]
    if kinds is not None:
        return kinds.isdisjoint(history.chains_by_kind)
    return upstream is not None and not any(folded.versions for folded in upstream.folded)


def sources(
    procedure: AnyProcedure, reading: Reading, upstream: Upstream | None, as_of: datetime
) -> dict[str, datetime]:
    """Roots of events, ids of the rows that feed the procedure, or days of the calendar."""
    match procedure:
        case DutyProcedure(when=OnEvent(match) | OnDate(match=match)) | GateProcedure(before=match):
            return reading.trail(match).first_seen
        case DutyProcedure(when=OnAge()):
            return _births(reading)
        case DutyProcedure(when=OnCalendar() as when):
            return days_of_the_calendar(when, reading, as_of)
        case StandingProcedure():
            return _of_a_state(procedure, reading)
        case WatchProcedure():
            return roots(procedure, reading)
    return {} if upstream is None else upstream.first_rows


def _births(reading: Reading) -> dict[str, datetime]:
    """The subject has one birth, however often it was told."""
    told = [chain.root.recorded_at for chain in reading.history.chains_by_kind.get(BORN, ())]
    return {BORN: min(told)} if told else {}


def _of_a_state(procedure: StandingProcedure, reading: Reading) -> dict[str, datetime]:
    """What began the state; and what was done, for each performance begins the next interval."""
    begun = reading.spans(procedure.state, procedure.where).first_seen
    performed = (reading.trail(closing.match).first_seen for closing in procedure.closed_by if begun)
    first = dict(begun)
    for each in performed:
        for root, at in each.items():
            first[root] = min(at, first.get(root, at))
    return first
