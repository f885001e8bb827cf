"""What would follow from a judgement, and by when? The procedures answer about it as it would be written down.

Only the proposed judgement is assessed, so the answer rests on nothing else in the record and on no time of ours.
"""

from __future__ import annotations

from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.procedure import Closing, Obliging
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.strategy.queries import HELD, JUDGED

_ID = "proposed"


def discussion_by(
    is_immediate: bool, agency: str, now: datetime, rules: Rulebook, calendar: Calendar
) -> datetime | None:
    """By when `agency`, which is told of it, has to hold a discussion; None where the rules in force ask for none."""
    subject = Subject("child", _ID)
    judged = Event(_ID, JUDGED, subject, agency, now, now, now, data={"immediate": is_immediate})
    history = History(subject, with_derived_knowledge([judged], rules.vocabulary.conveys))
    duties = assess(history, rules, calendar, now).duties
    return min((row.due_at for row in duties if is_met_by_discussion(row.procedure, row.version, rules)), default=None)


def is_met_by_discussion(procedure: str, version: int, rules: Rulebook) -> bool:
    return any(HELD in closing.match.kinds for closing in _closings(procedure, version, rules))


def needs_meeting(procedure: str, version: int, rules: Rulebook) -> bool:
    """Whether only a meeting meets it, and no call."""
    tests = [test for closing in _closings(procedure, version, rules) for test in closing.match.where]
    return any((test.field, test.value) == ("means", "meeting") for test in tests)


def _closings(procedure: str, version: int, rules: Rulebook) -> tuple[Closing, ...]:
    found = next((each for each in rules.by_id.get(procedure, ()) if each.version == version), None)
    return found.closed_by if isinstance(found, Obliging) else ()
