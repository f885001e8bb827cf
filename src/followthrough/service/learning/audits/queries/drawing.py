"""Which cases could be drawn, and which topics are audited each year?

The frame is read as the assessor: ids of duties and keys of agencies come out, and nothing of a child. Children whose
record is sealed or invisible are in no frame.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from followthrough.procedures.model.procedure import Obliging
from followthrough.service.agencies import queries as agencies
from followthrough.service.assurance.counting import count
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.audits.models import Strata
from followthrough.service.learning.audits.sampling import Case
from followthrough.service.ledger import rulebook

_FRAME = """
    select id, debtor_agency as agency, state in ('met', 'met, recorded late') as is_on_time
    from ledger_duty where procedure = %(procedure)s and adoption = 'on' and ended_at is null
        and due_at >= %(since)s and due_at < %(until)s and due_at < %(upto)s and subject_kind = 'child'
        and state in ('met', 'met late', 'met, recorded late', 'breached')
        and subject_id not in (select id from hidden)
"""
_AGREED = """
    select agreed.data->>'topic' as topic, agreed.data->>'audit' as audit from stood agreed
    where agreed.kind = 'audit-topic.agreed' and not exists (select from stood dropped
        where dropped.kind = 'audit-topic.dropped' and dropped.data->>'audit' = agreed.data->>'audit')
"""
TICK = timedelta(microseconds=1)  # what is of this moment counts
IN_TIME, LATE, ALL = "In time", "Late, or not done", "All"


def frame(procedure: str, since: date, until: date, strata: Strata) -> dict[Case, str]:
    """Every case that could be drawn, with the agency that owed it. Both days belong to the time."""
    values = {"procedure": procedure, "since": _midnight(since), "until": _midnight(until + timedelta(days=1))}
    found = count({"cases": _FRAME}, kinds=(), upto=clock.now(), values=values)["cases"]
    titles = agencies.titles()
    return {Case(_stratum(row, strata, titles), row["id"]): row["agency"] for row in found}


def _stratum(row: dict[str, object], strata: Strata, titles: dict[str, str]) -> str:
    if strata == Strata.AGENCY:
        return titles.get(str(row["agency"]), str(row["agency"]))
    return (IN_TIME if row["is_on_time"] else LATE) if strata == Strata.OUTCOME else ALL


def procedures() -> list[tuple[str, str]]:
    """Those that ask for something, by title."""
    latest = {key: max(held, key=lambda each: each.version) for key, held in rulebook.current().by_id.items()}
    found = [(key, each.title) for key, each in latest.items() if isinstance(each, Obliging)]
    return sorted(found, key=lambda pair: pair[1])


def agreed(viewer: Viewer) -> dict[str, str]:
    """The reference of each topic that is audited each year."""
    kinds = ("audit-topic.agreed", "audit-topic.dropped")
    found = count({"topics": _AGREED}, kinds=kinds, upto=clock.now() + TICK, values={})
    return {row["topic"]: row["audit"] for row in found["topics"]}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
