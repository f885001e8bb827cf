"""Is everything that was acknowledged there, once and whole, and nothing besides?

Asked of the tables themselves, as the database's administrator, past every rule of who sees what.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from followthrough.service.assurance import invariants
from followthrough.service.config.addresses import DATABASE
from followthrough.service.core import clock
from proof.faults import history

# Each finds what is wrong with an acknowledged share, as (reference, what). `acked` holds what was acknowledged.
WHOLE = {
    "it is not there": """
        select acked.reference from acked left join sharing_share share using (reference) where share.id is null""",
    "it has other words, another child or another key": """
        select acked.reference from acked join sharing_share share using (reference)
        where (share.words, share.child_id, share.idempotency_key) is distinct from
            (acked.words, acked.child, acked.key)""",
    "it is there twice": """
        select acked.reference from acked join sharing_share share on share.idempotency_key = acked.key
        group by 1 having count(*) > 1""",
    "a recipient has no part, or two": """
        select acked.reference from acked cross join unnest(acked.teams) as wanted (key)
        left join sharing_share share using (reference)
        left join agencies_team team on team.agency_id || '/' || team.slug = wanted.key
        left join sharing_leg leg on leg.share_id = share.id and leg.team_id = team.id
        group by acked.reference, wanted.key having count(leg.id) <> 1""",
    "what happened is not in the chronology in these words": """
        select acked.reference from acked join sharing_share share using (reference)
        left join ledger_event event on event.id = share.items->>0 where event.text is distinct from acked.words""",
    "a part has no event of its sending": """
        select acked.reference from acked join sharing_share share using (reference)
        join sharing_leg leg on leg.share_id = share.id
        where not exists (select from ledger_event event where event.kind = 'share.sent'
            and event.id = leg.steps->0->>'event' and event.data->>'leg' = leg.id)""",
    "no duty follows from a part": """
        select acked.reference from acked join sharing_share share using (reference)
        join sharing_leg leg on leg.share_id = share.id
        where not exists (select from ledger_duty duty
            where duty.trigger = leg.steps->0->>'event' and duty.adoption = 'on')""",
    "no letter tells of a part": """
        select acked.reference from acked join sharing_share share using (reference)
        join sharing_leg leg on leg.share_id = share.id
        where not exists (select from ledger_duty duty join ledger_outbox letter on letter.duty_id = duty.id
            where duty.trigger = leg.steps->0->>'event' and letter.key = duty.id || ':opened')""",
    "the audit does not name its events in their own transaction": """
        select acked.reference from acked join sharing_share share using (reference)
        join sharing_leg leg on leg.share_id = share.id
        join ledger_event event on event.id in (leg.steps->0->>'event', share.items->>0)
        left join named on named.event = event.id and named.xid = event.xid where named.event is null""",
    "the audit does not name the sending": """
        select acked.reference from acked join sharing_share share using (reference)
        join sharing_leg leg on leg.share_id = share.id
        where not exists (select from sent_rows where sent_rows.leg = leg.id)""",
}
# What is wrong with an acknowledged answer or a duty that was taken, and with anything at all.
ANSWERS = {
    "an answer is not there once, in the chronology and on the share": """
        select answered.leg || ' ' || answered.step from answered
        left join sharing_leg leg on leg.id = answered.leg
        left join lateral (select count(*) as n from jsonb_array_elements(leg.steps) each
            where each->>'step' = answered.done and each->>'by' = answered.by) held on true
        left join happened on happened.leg = answered.leg and happened.kind = 'share.' || answered.done
        where (held.n, happened.n) is distinct from (1::bigint, 1::bigint)""",
    "a duty that was taken says not by whom, or the audit does not": """
        select took.duty from took left join ledger_duty duty on duty.id = took.duty
        where (duty.taken_by, took.by) is distinct from (took.by, (select viewer from taken
            where taken.duty = took.duty and taken.viewer = took.by limit 1))""",
    "a step of a part is there twice": """
        select leg.id from sharing_leg leg cross join lateral jsonb_array_elements(leg.steps) each
        where each->>'step' <> 'chased' group by leg.id, each->>'step' having count(*) > 1""",
    "nobody asked for this share": """
        select share.reference from sharing_share share
        where not exists (select from begun where begun.key = share.idempotency_key)""",
    "a share was made and its sender never heard of it": """
        select share.reference from sharing_share share
        where not exists (select from acked where acked.key = share.idempotency_key)""",
}
_PREPARE = """
    create temp table acked (reference text primary key, key text, words text, child text, teams text[]);
    create temp table begun (key text);
    create temp table answered (leg text, step text, done text, by text);
    create temp table took (duty text, by text);
"""
_READ_AUDIT = """
    create temp table named as select jsonb_array_elements_text(detail->'events') as event, xid
        from core_auditrow where action = 'events.recorded';
    create temp table sent_rows as select detail->>'leg' as leg from core_auditrow where action = 'share.sent';
    create temp table happened as select data->>'leg' as leg, kind, count(*) as n
        from ledger_event where kind like 'share.%' group by 1, 2;
    create temp table taken as select detail->>'duty' as duty, viewer from core_auditrow where action = 'duty.taken';
    create index on named (event); create index on sent_rows (leg);
    create index on happened (leg, kind); create index on taken (duty);
    analyze;
"""
_DONE = {"receive": "received", "accept": "accepted", "act": "acted"}
MOST = 10  # of one kind that are named


def check(address: str, files: Sequence[Path], *, database: str = DATABASE, now: datetime | None = None) -> list[str]:
    """Every fault, in a sentence. `files` are the histories of all who wrote; `now` is the ledger's, where it is not
    the real one.
    """
    found = _of_history(files)
    with psycopg.connect(address, dbname=database) as connection, connection.cursor() as cursor:
        cursor.execute(_PREPARE)
        _fill(cursor, files)
        cursor.execute(_READ_AUDIT)
        for what, statement in {**WHOLE, **ANSWERS}.items():
            cursor.execute(statement)
            rows = [row[0] for row in cursor.fetchall()]
            found += [f"{row}: {what}" for row in rows[:MOST]]
            found += [f"… and {len(rows) - MOST} more: {what}"] if len(rows) > MOST else []
        broken = invariants.found_by(cursor, now or clock.real_now())
        found += [f"{each.invariant.number} {each.id}: {each.what}" for each in broken]
        connection.rollback()
    return found


def _of_history(files: Iterable[Path]) -> list[str]:
    """What the answers alone give away: the same key with another reference, or one reference for two keys."""
    sent, again = Counter[str](), []
    for line in history.read(*files):
        if line["what"] == history.SENT:
            sent[line["reference"]] += 1
        if line["what"] == history.AGAIN and line["again"] != line["reference"]:
            again.append(line["reference"])
    doubled = [f"{each}: was given to two shares" for each, times in sent.items() if times > 1]
    return doubled + [f"{each}: sent again, it became another share" for each in again]


def _fill(cursor: Any, files: Sequence[Path]) -> None:
    rows: dict[str, list[tuple[Any, ...]]] = {"acked": [], "begun": [], "answered": [], "took": []}
    for line in history.read(*files):
        if line["what"] == history.SENT:
            rows["acked"].append((line["reference"], line["key"], line["words"], line["child"], line["teams"]))
        elif line["what"] == history.BEGUN:
            rows["begun"].append((line["key"],))
        elif line["what"] == history.ANSWERED:
            rows["answered"].append((line["leg"], line["step"], _DONE[line["step"]], line["by"]))
        elif line["what"] == history.TOOK:
            rows["took"].append((line["duty"], line["by"]))
    for table, found in rows.items():
        with cursor.copy(f"copy {table} from stdin") as copy:
            for row in dict.fromkeys(json.dumps(each) for each in found):
                copy.write_row(json.loads(row))
