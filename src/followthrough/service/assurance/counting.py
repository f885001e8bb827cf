"""How is a question counted over the whole record? In one statement, so of one instant, past every viewer's security.

As the assessor, so that every reader is told the same: keys, dates and numbers come out, and no id and no word of a
child. A child whose record is sealed or invisible is in no number at all: even a number tells.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from followthrough.service.ledger.assessor import as_assessor

# `same`: records that are one child's, with the survivor's id. `hidden`: records that are in no number.
# `stood`: events of the kinds asked for, before %(upto)s, as their last version says, with the child they are of.
SHARED: Final = """
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
    )
"""


def count(
    parts: Mapping[str, str], *, kinds: Sequence[str], upto: datetime, values: Mapping[str, Any], shared: str = ""
) -> dict[str, Any]:
    """The rows of each part. `shared` are further named questions, written ", name as (…)"."""
    asked = ", ".join(f"'{name}', ({_as_json(sql)})" for name, sql in parts.items())
    with as_assessor(), connection.cursor() as cursor:
        given = {**values, "kinds": list(kinds), "upto": upto}
        cursor.execute(f"{SHARED}{shared} select json_build_object({asked})::text", given)
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def hidden() -> frozenset[str]:
    """Children who are in no number, for whoever counts in another way, as the assessor. No page is told an id."""
    with as_assessor(), connection.cursor() as cursor:
        cursor.execute(f"{SHARED} select id from hidden", {"kinds": [], "upto": None})
        return frozenset(child for (child,) in cursor.fetchall())


def _as_json(sql: str) -> str:
    return f"select coalesce(json_agg(part), '[]') from ({sql}) part"
