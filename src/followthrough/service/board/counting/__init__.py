"""How does the whole partnership do in a quarter? Every number of the report, by one statement, so of one instant.

Counted as the assessor, past every viewer’s row-level security, so that every reader is told the same: keys of
agencies and procedures, dates and numbers come out, and no id and no word of a child. A child whose record is sealed
or invisible is in no number at all: even a number tells.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from followthrough.service.board.counting import children, duties, learning, shares
from followthrough.service.board.quarters import Quarter
from followthrough.service.ledger.assessor import as_assessor

Counts = Mapping[str, Any]
PARTS: Final = {**shares.PARTS, **duties.PARTS, **children.PARTS, **learning.PARTS}
# Records that are one child’s are read under the survivor’s name.
_SHARED: Final = f"""
    with recursive same (id, child) as (
        select alias, survivor from ledger_samechild where to_at is null
        union select same.id, further.survivor from same
            join ledger_samechild further on further.alias = same.child and further.to_at is null
    ), sealed (id) as (
        select subject_id from access_restriction
            where subject_kind = 'child' and to_at is null and level in ('sealed', 'invisible')
    ), hidden (id) as (
        select id from sealed
        union select same.id from same where same.child in (select id from sealed)
        union select same.child from same where same.id in (select id from sealed)
    ), stood as materialized (
        select happened.id, happened.kind, happened.subject_id, happened.agency, happened.occurred_to as at,
            happened.data, coalesce(same.child, happened.subject_id) as child
        from ledger_event happened
        left join same on happened.subject_kind = 'child' and same.id = happened.subject_id
            and not exists (select from same next where next.id = same.child)
        where happened.kind = any(%(kinds)s) and not happened.is_retraction and happened.occurred_to < %(upto)s
        and not exists (select from ledger_event later where later.corrects = happened.id)
        and not (happened.subject_kind = 'child' and happened.subject_id in (select id from hidden))
    ), due as materialized ({duties.DUE})
"""
KINDS: Final = [*children.KINDS, *learning.KINDS]


def counted(quarter: Quarter, now: datetime, holidays: list[tuple[str, datetime, datetime]]) -> Counts:
    """`holidays` are days off with when the offices close before and open after. What is not over is counted to now."""
    parts = ", ".join(f"'{name}', ({_as_json(sql)})" for name, sql in PARTS.items())
    with as_assessor(), connection.cursor() as cursor:
        cursor.execute(f"{_SHARED} select json_build_object({parts})::text", _values(quarter, now, holidays))
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def _as_json(sql: str) -> str:
    return f"select coalesce(json_agg(part), '[]') from ({sql}) part"


def _values(quarter: Quarter, now: datetime, holidays: list[tuple[str, datetime, datetime]]) -> dict[str, Any]:
    upto = min(now + timedelta(microseconds=1), quarter.until)  # what is of this moment counts
    return {
        "since": quarter.since,
        "until": quarter.until,
        "upto": upto,
        "now": now,
        "kinds": KINDS,
        "adults_born": _years_before(upto, 18),
        "periods": [key for key, _, _ in holidays],
        "closes": [closes for _, closes, _ in holidays],
        "opens": [opens for _, _, opens in holidays],
    }


def _years_before(at: datetime, years: int) -> date:
    """Whoever was born on this day, or earlier, is of age."""
    day = at.astimezone(UTC).date()
    return date(day.year - years, day.month, min(day.day, 28))
