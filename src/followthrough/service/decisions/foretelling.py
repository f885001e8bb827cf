"""Which rules would not be kept if this were decided now? The procedures answer about it as it would be written down,
after the history as the viewer sees it. It forbids nothing: a person decides, and the record says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Event, type_of_value
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.chronology import deciding
from followthrough.service.chronology.queries import Chronicle

_ID = "proposed"
Fact = tuple[str, dict[str, type_of_value]]  # a kind and its data


@dataclass(frozen=True)
class Broken:
    procedure: str
    title: str
    action: str


def broken_by(
    chronicle: Chronicle, facts: Sequence[Fact], agency: str, now: datetime,
    rules: Rulebook, calendar: Calendar,
) -> list[Broken]:  # fmt: skip
    """`facts` are what one press would write down, the decision last; that the history was read goes with them."""
    written: list[Fact] = [(deciding.READ, {}), *facts]
    events = [
        Event(f"{_ID}-{n}", kind, chronicle.subject, agency, now, now, now, data=data)
        for n, (kind, data) in enumerate(written)
    ]
    decision = events[-1].id
    together = with_derived_knowledge([*chronicle.history.events, *events], rules.vocabulary.conveys)
    found = assess(History(chronicle.subject, together), rules, calendar, now).duties
    broken = [row for row in found if row.trigger == decision and row.due_at <= now and row.state is not DutyState.MET]
    return [_told(row.procedure, row.version, rules) for row in broken]


def _told(procedure: str, version: int, rules: Rulebook) -> Broken:
    found = next(each for each in rules.by_id[procedure] if each.version == version)
    return Broken(procedure, found.title, getattr(found, "action", ""))
