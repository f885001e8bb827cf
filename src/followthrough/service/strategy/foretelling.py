"""What would follow from a judgement, and by when? The procedures answer about it as it would be written down.

Only the proposed judgement is assessed, so the answer rests on nothing else in the record and on no time of ours.
"""

from __future__ import annotations

from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.model.event import Event, Subject, type_of_value
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.procedure import Closing, Obliging
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.chronology.queries import Chronicle
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


def asks_for_meeting(
    chronicle: Chronicle, agency: str, now: datetime, rules: Rulebook, calendar: Calendar
) -> tuple[str, ...]:
    """Which procedures would ask for a meeting after a call that begins an enquiry? Their own words, for whoever has
    yet to choose: earlier enquiries, for one.
    """
    said: dict[str, type_of_value] = {"means": "telephone", "enquiry": True}
    held = Event(_ID, HELD, chronicle.subject, agency, now, now, now, data=said)
    events = with_derived_knowledge([*chronicle.history.events, held], rules.vocabulary.conveys)
    rows = assess(History(chronicle.subject, events), rules, calendar, now).duties
    asked = [row for row in rows if row.trigger == _ID and needs_meeting(row.procedure, row.version, rules)]
    found = [next(each for each in rules.by_id[row.procedure] if each.version == row.version) for row in asked]
    return tuple(dict.fromkeys(each.says for each in found))


def is_met_by_discussion(procedure: str, version: int, rules: Rulebook) -> bool:
    return any(HELD in closing.match.kinds for closing in _closings(procedure, version, rules))


def needs_meeting(procedure: str, version: int, rules: Rulebook) -> bool:
    """Whether only a meeting meets it, and no call."""
    tests = [test for closing in _closings(procedure, version, rules) for test in closing.match.where]
    return any((test.field, test.value) == ("means", "meeting") for test in tests)


def _closings(procedure: str, version: int, rules: Rulebook) -> tuple[Closing, ...]:
    found = next((each for each in rules.by_id.get(procedure, ()) if each.version == version), None)
    return found.closed_by if isinstance(found, Obliging) else ()
