"""The six rules as somebody who knows DuckDB would write them for these histories, and no others.

They know that every event is exact, never mended and recorded as it occurs. They give the rows of the engine: which
duty or signal, about whom, from what, due when, in which state, closed by what, on which evidence.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

ROWS = "procedure, subject_id, trigger, due_at, state, closed_at, closed_by"

_RESPONSE = """
    select '{id}' as procedure, a.subject_id, a.id as trigger, a.due_at,
        case when b.id is null then case when a.due_at < {as_of} then 'breached' else 'open' end
             when b.occurred_from <= a.due_at then 'met' else 'met late' end as state,
        b.occurred_from as closed_at, b.id as closed_by
    from (select *, {due} as due_at from read_parquet('{folder}/{a}.parquet') where recorded_at <= {as_of}) a
    asof left join (from read_parquet('{folder}/{b}.parquet') where recorded_at <= {as_of}) b
      on a.subject_id = b.subject_id and a.occurred_from <= b.occurred_from"""
_GATE = """
    select 'considered' as procedure, a.subject_id, a.id as trigger, a.occurred_from as due_at,
        case when b.id is null then 'breached' when b.occurred_from <= a.occurred_from then 'met' else 'met late' end
            as state,
        b.occurred_from as closed_at, b.id as closed_by
    from (select *, occurred_from - interval 168 hour as since from read_parquet('{folder}/bail.granted.parquet')
          where recorded_at <= {as_of}) a
    asof left join (from read_parquet('{folder}/no-contact.considered.parquet') where recorded_at <= {as_of}) b
      on a.subject_id = b.subject_id and a.since <= b.occurred_from"""
_WATCH = """
    with worries as (
        select subject_id, id, agency, occurred_from
        from read_parquet(['{folder}/alcohol.misuse.parquet', '{folder}/violence.seen.parquet',
                           '{folder}/neglect.seen.parquet']) where recorded_at <= {as_of}),
    young as (
        select w.* from worries w join read_parquet('{folder}/child.born.parquet') b on b.subject_id = w.subject_id
        where w.occurred_from < ((b.data_born_on + interval 2 year)::timestamp at time zone 'Europe/London')),
    windows as (
        select y.subject_id, y.id, y.occurred_from, count(*) as n, count(distinct w.agency) as agencies,
               list(w.id order by w.id) as evidence
        from young y join worries w on w.subject_id = y.subject_id
         and w.occurred_from >= y.occurred_from - interval 2160 hour
         and (w.occurred_from, w.id) <= (y.occurred_from, y.id)
        group by all)
    select 'under-two' as procedure, subject_id, id as trigger, occurred_from as due_at, 'stands' as state,
        null::timestamptz as closed_at, array_to_string(evidence, ',') as closed_by
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


def statements(events: Path, as_of: str) -> list[str]:
    given = {"folder": events, "as_of": f"timestamptz '{as_of}'"}
    responses = [_RESPONSE.format(id=i, a=a, b=b, due=due, **given) for i, a, b, due in RESPONSES]
    return [*responses, _GATE.format(**given), _WATCH.format(**given)]


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    return connection


def write_rows(connection: duckdb.DuckDBPyConnection, events: Path, as_of: str, out: Path) -> None:
    """Each rule's rows into a file of its own."""
    for number, statement in enumerate(statements(events, as_of), 1):
        connection.execute(f"copy ({statement}) to '{out}/{number}.parquet' (format parquet, compression zstd)")
