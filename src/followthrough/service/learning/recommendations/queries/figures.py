"""How many duties of one procedure did an agency meet, of those that fell due in a quarter? For a test of before and
after.

Counted from the ledger as it stands, the same for whoever looks. Only a whole quarter that is over can be counted: two
spans of time that differ by a day would tell of the children of that day. What is small is hidden, and with it what
would give it away; children whose record is sealed or invisible are in no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from followthrough.procedures.model.answer import DutyState
from followthrough.service.assurance.counting import count
from followthrough.service.core import clock
from followthrough.service.core.suppressing import LEAST, hidden_in_line, is_small
from followthrough.service.design.quarters import Quarter, latest

MANY: Final = 16  # four years
_IN_TIME: Final = (DutyState.MET, DutyState.MET_RECORDED_LATE)
_DUE: Final = (*_IN_TIME, DutyState.MET_LATE, DutyState.BREACHED)
# What was excused, or replaced because the record was put right, fell due for nobody.
_FELL_DUE: Final = """
    from ledger_duty duty where debtor_agency = %(agency)s and adoption = 'on' and ended_at is null
        and state = any(%(due)s)
        and not (subject_kind = 'child' and subject_id in (select id from hidden))
        and not (subject_kind = 'household' and exists (
            select from children_householdmember lives
            where lives.household_id = duty.subject_id and lives.child_id in (select id from hidden)))
"""
_MET: Final = f"""
    select number, (
        select json_build_object('children', count(distinct subject_id), 'due', count(*),
            'in_time', count(*) filter (where state = any(%(in_time)s))) {_FELL_DUE}
        and procedure = %(procedure)s and due_at >= since and due_at < until) as found
    from unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) with ordinality as asked (since, until, number)
    order by number
"""
_PROCEDURES: Final = f"select distinct procedure, title {_FELL_DUE} order by title, procedure"


@dataclass(frozen=True)
class Met:
    """A number is None where it is hidden."""

    quarter: Quarter
    due: int | None
    in_time: int | None

    @property
    def words(self) -> str:
        if self.due is None:
            return f"{self.quarter.title}: too few to show a number (fewer than {LEAST} duties or children)"
        if self.in_time is None:
            few = f"how many were met in time is not shown, because fewer than {LEAST} were, or were not"
            return f"{self.quarter.title}: {self.due} fell due; {few}"
        return f"{self.quarter.title}: {self.in_time} of {self.due} that fell due were met in time"


def quarters(now: datetime) -> list[Quarter]:
    """Those that are over, the latest first."""
    return latest(now, MANY + 1)[1:]


def procedures_of(agency: str) -> list[tuple[str, str]]:
    """(id, title) of each procedure under which the agency ever owed anything, by title."""
    found = _count({"procedures": _PROCEDURES}, agency)["procedures"]
    return list({each["procedure"]: each["title"] for each in found}.items())


def met(agency: str, procedure: str, asked: Sequence[Quarter]) -> list[Met]:
    spans = {"since": [each.since for each in asked], "until": [each.until for each in asked]}
    found = _count({"met": _MET}, agency, procedure=procedure, **spans)["met"]
    return [_shown(quarter, **each["found"]) for quarter, each in zip(asked, found, strict=True)]


def _count(parts: dict[str, str], agency: str, **values: Any) -> dict[str, Any]:
    held = {"agency": agency, "due": list(_DUE), "in_time": list(_IN_TIME), **values}
    return count(parts, kinds=[], upto=clock.now(), values=held)


def _shown(quarter: Quarter, children: int, due: int, in_time: int) -> Met:
    if not due or is_small(children) or is_small(due):
        return Met(quarter, None, None)
    return Met(quarter, due, None if hidden_in_line([in_time, due - in_time]) else in_time)
