"""The six rules as somebody who knows DuckDB would write them for these histories, and no others.

They know that every event is exact, never mended and recorded as it occurs, and that no rule has a ladder. They give
the whole rows of the engine: every column, the ids and the evidence among them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

_ROW = """
    substring(sha256(concat_ws(chr(31), 'duty', '{id}', 'child:' || subject_id, trigger, agency, '', '', '')), 1, 32)
        as id, '{id}' as procedure, 1::bigint as version, 'child' as subject_kind, subject_id, agency, '' as team,
    '' as role, trigger, opened_at, due_at,
    case when closed_by is null then case when due_at < {as_of} then 'breached' else 'open' end
         when closed_at <= due_at then 'met' else 'met late' end as state,
    '' as each, closed_at, closed_by, null::timestamptz as ended_at, []::varchar[] as because, false as is_uncertain,
    []::struct(index bigint, "at" timestamptz, agency varchar, team varchar, role varchar)[] as rungs,
    []::struct(index bigint, "at" timestamptz, agency varchar, team varchar, role varchar)[] as reminders"""
_FIRST = """
    select {row} from (
        select a.subject_id, a.agency, a.id as trigger, a.occurred_to as opened_at, a.due_at,
            b.occurred_from as closed_at, b.id as closed_by
        from (select *, {due} as due_at, {since} as since from read_parquet('{folder}/{a}.parquet')
              where recorded_at <= {as_of}) a
        asof left join (select subject_id, occurred_from, min(id) as id from read_parquet('{folder}/{b}.parquet')
                        where recorded_at <= {as_of} group by all) b
          on a.subject_id = b.subject_id and a.since <= b.occurred_from)"""
_WATCH = """
    with worries as (
        select subject_id, id, agency, occurred_from
        from read_parquet(['{folder}/alcohol.misuse.parquet', '{folder}/violence.seen.parquet',
                           '{folder}/neglect.seen.parquet']) where recorded_at <= {as_of}),
    young as (
        select w.* from worries w join read_parquet('{folder}/child.born.parquet') b on b.subject_id = w.subject_id
        where w.occurred_from < ((b.data_born_on + interval 2 year)::timestamp at time zone 'Europe/London')),
    windows as (
        select y.subject_id, y.id as root, y.occurred_from as true_at, count(*) as n,
               count(distinct w.agency) as agencies, list(w.id order by w.occurred_from, w.id) as evidence
        from young y join worries w on w.subject_id = y.subject_id
         and w.occurred_from >= y.occurred_from - interval 2160 hour
         and (w.occurred_from, w.id) <= (y.occurred_from, y.id)
        group by all)
    select substring(sha256(concat_ws(chr(31), 'signal', 'under-two', 'child:' || subject_id, root)), 1, 32) as id,
        'under-two' as procedure, 1::bigint as version, 'child' as subject_kind, subject_id, root, true_at,
        'stands' as state, evidence, null::timestamptz as ended_at, false as is_uncertain
    from windows where n >= 3 and agencies >= 2"""
RESPONSES = (
    ("decided", "referral.received", "referral.decided", "occurred_to + interval 24 hour"),
    ("received", "share.sent", "share.received", "occurred_to + interval 48 hour"),
    ("strategy", "harm.judged", "strategy.held", "occurred_to + interval 72 hour"),
    (
        "seen-again",
        "not.brought",
        "child.seen",
        "((occurred_to at time zone 'Europe/London')::date + interval 43 day) at time zone 'Europe/London'"
        " - interval 1 microsecond",
    ),
)
GATE = ("considered", "bail.granted", "no-contact.considered", "occurred_from", "occurred_from - interval 168 hour")


def statements(events: Path, as_of: str) -> dict[str, list[str]]:
    """By the file that holds their rows."""
    given = {"folder": events, "as_of": f"timestamptz '{as_of}'"}
    asked = [*((*each, "occurred_from") for each in RESPONSES), GATE]
    duties = [
        _FIRST.format(row=_ROW.format(id=id, **given), a=a, b=b, due=due, since=since, **given)
        for id, a, b, due, since in asked
    ]
    return {"duties": duties, "signals": [_WATCH.format(**given)]}


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    return connection


def write_rows(connection: duckdb.DuckDBPyConnection, events: Path, as_of: str, out: Path) -> None:
    """Each rule's rows into a file of its own."""
    for name, each in statements(events, as_of).items():
        (out / name).mkdir()
        for number, statement in enumerate(each):
            file = out / name / f"{number}.parquet"
            connection.execute(f"copy ({statement}) to '{file}' (format parquet, compression zstd)")
