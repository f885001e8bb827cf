"""The six rules as somebody who knows Spark would write them: joins on the child, the least of what comes after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.by_hand import RESPONSES

_LONDON = (
    "to_utc_timestamp(cast(date_add(to_date(from_utc_timestamp(occurred_to, 'Europe/London')), 43) as timestamp),"
    " 'Europe/London') - interval 1 microsecond"
)
_STEPS = "cast(array() as array<struct<index: bigint, at: timestamp, agency: string, team: string, role: string>>)"
_FIRST = """
    with owed as (select *, {due} as due_at, {since} as since from `{a}`),
    firsts as (
        select o.subject_id, o.agency, o.id as trigger, o.occurred_to as opened_at, o.due_at,
            min(struct(c.occurred_from, c.id)) as first
        from owed o left join `{b}` c on c.subject_id = o.subject_id and c.occurred_from >= o.since
        group by o.subject_id, o.agency, o.id, o.occurred_to, o.due_at)
    select substring(sha2(concat_ws(char(31), 'duty', '{id}', concat('child:', subject_id), trigger, agency,
                                    '', '', ''), 256), 1, 32) as id,
        '{id}' as procedure, 1L as version, 'child' as subject_kind, subject_id, agency, '' as team, '' as role,
        trigger, opened_at, due_at,
        case when first.id is null then case when due_at < timestamp'{as_of}' then 'breached' else 'open' end
             when first.occurred_from <= due_at then 'met' else 'met late' end as state,
        '' as each, first.occurred_from as closed_at, first.id as closed_by, cast(null as timestamp) as ended_at,
        cast(array() as array<string>) as because, false as is_uncertain, {steps} as rungs, {steps} as reminders
    from firsts"""
_WATCH = """
    with worries as (select * from `alcohol.misuse` union all select * from `violence.seen`
                     union all select * from `neglect.seen`),
    young as (
        select w.subject_id, w.id, w.occurred_from from worries w join `child.born` b on b.subject_id = w.subject_id
        where w.occurred_from < to_utc_timestamp(cast(add_months(b.data_born_on, 24) as timestamp), 'Europe/London')),
    windows as (
        select y.subject_id, y.id as root, y.occurred_from as true_at, count(*) as n,
               count(distinct w.agency) as agencies,
               transform(sort_array(collect_list(struct(w.occurred_from, w.id))), x -> x.id) as evidence
        from young y join worries w on w.subject_id = y.subject_id
         and w.occurred_from >= y.occurred_from - interval 2160 hours and w.occurred_from <= y.occurred_from
         and (w.occurred_from < y.occurred_from or w.id <= y.id)
        group by y.subject_id, y.id, y.occurred_from)
    select substring(sha2(concat_ws(char(31), 'signal', 'under-two', concat('child:', subject_id), root), 256), 1, 32)
            as id, 'under-two' as procedure, 1L as version, 'child' as subject_kind, subject_id, root, true_at,
        'stands' as state, evidence, cast(null as timestamp) as ended_at, false as is_uncertain
    from windows where n >= 3 and agencies >= 2"""
MEMORY = {"spark.driver.memory": "3g"}
_COLUMNS = ["id", "subject_id", "agency", "occurred_from", "occurred_to"]


def connect() -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    builder = builder.config("spark.sql.shuffle.partitions", 8).config("spark.ui.enabled", "false")
    for name, value in MEMORY.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def statements(as_of: str) -> dict[str, list[str]]:
    """By the file that holds their rows."""
    dues = {id: due.replace("24 hour", "24 hours") for id, _, _, due in RESPONSES} | {"seen-again": _LONDON}
    given = {"as_of": as_of, "steps": _STEPS}
    found = [_FIRST.format(id=id, a=a, b=b, due=dues[id], since="occurred_from", **given) for id, a, b, _ in RESPONSES]
    gate = {"a": "bail.granted", "b": "no-contact.considered", "due": "occurred_from"}
    found.append(_FIRST.format(id="considered", since="occurred_from - interval 168 hours", **gate, **given))
    return {"duties": found, "signals": [_WATCH]}


def write_rows(spark: Any, events: Path, as_of: str, out: Path) -> None:
    for path in sorted(events.glob("*.parquet")):
        frame = spark.read.parquet(str(path)).where(f"recorded_at <= timestamp'{as_of}'")
        born = ["data_born_on"] if path.stem == "child.born" else []
        frame.select(*_COLUMNS, *born).createOrReplaceTempView(f"`{path.stem}`")
    for name, each in statements(as_of).items():
        for number, statement in enumerate(each):
            spark.sql(statement).write.parquet(str(out / name / str(number)))
