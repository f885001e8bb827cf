"""How many duties of one procedure did an agency meet, of those that fell due in a quarter? For a test of before and
after.

Counted from the ledger once a month, the same for whoever looks: two days, or two spans of time that differ by a day,
would tell of the children of that day. So only a whole quarter that was over when the month began is counted. What is
small is hidden, of duties and of the children whom they are about, and with it what would give it away; children whose
record is sealed or invisible are in no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from followthrough.procedures.model.answer import DutyState
from followthrough.service.assurance.counting import count
from followthrough.service.assurance.monthly import counted_in_month
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
    select asked.quarter, duty.procedure, count(*) as due, count(*) filter (where is_in_time) as in_time,
        count(distinct subject_id) as children,
        count(distinct subject_id) filter (where is_in_time) as children_in_time,
        count(distinct subject_id) filter (where not is_in_time) as children_late
    from unnest(%(quarters)s::text[], %(since)s::timestamptz[], %(until)s::timestamptz[]) asked (quarter, since, until)
    join (select procedure, subject_id, due_at, state = any(%(in_time)s) as is_in_time {_FELL_DUE}) duty
        on duty.due_at >= asked.since and duty.due_at < asked.until
    group by 1, 2 order by 1, 2
"""
_PROCEDURES: Final = f"select distinct procedure, title {_FELL_DUE} order by title, procedure"
_NONE: Final = {"due": 0, "in_time": 0, "children": 0, "children_in_time": 0, "children_late": 0}


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
            few = "how many were met in time is not shown, because it would point at few duties or children"
            return f"{self.quarter.title}: {self.due} fell due; {few}"
        return f"{self.quarter.title}: {self.in_time} of {self.due} that fell due were met in time"


def quarters(now: datetime) -> list[Quarter]:
    """Those that are over, the latest first."""
    return latest(now, MANY + 1)[1:]


def procedures_of(agency: str) -> list[tuple[str, str]]:
    """(id, title) of each procedure under which the agency ever owed anything, by title."""
    return list({each["procedure"]: each["title"] for each in _counted(agency)["procedures"]}.items())


def met(agency: str, procedure: str, asked: Sequence[Quarter]) -> list[Met]:
    found = {each["quarter"]: each for each in _counted(agency)["met"] if each["procedure"] == procedure}
    return [_shown(quarter, found.get(quarter.key, _NONE)) for quarter in asked]


def _counted(agency: str) -> Mapping[str, Any]:
    """Of all its procedures at once, so that none of them is of another day."""
    return counted_in_month(f"met {agency}", partial(_count, agency)).counts


def _count(agency: str, upto: datetime) -> Mapping[str, Any]:
    asked = quarters(upto)
    spans = {"since": [each.since for each in asked], "until": [each.until for each in asked]}
    states = {"due": list(_DUE), "in_time": list(_IN_TIME)}
    values = {"agency": agency, "quarters": [each.key for each in asked], **spans, **states}
    return count({"met": _MET, "procedures": _PROCEDURES}, kinds=[], upto=upto, values=values)


def _shown(quarter: Quarter, of: Mapping[str, int]) -> Met:
    """Many duties can be about few children: on time and late are told when each is of many."""
    due, in_time = of["due"], of["in_time"]
    if not due or is_small(of["children"]) or is_small(due):
        return Met(quarter, None, None)
    is_of_few = is_small(of["children_in_time"]) or is_small(of["children_late"])
    return Met(quarter, due, None if is_of_few or hidden_in_line([in_time, due - in_time]) else in_time)
