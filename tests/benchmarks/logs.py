"""A public log as a population, with three timed responses that it suggests itself, for us and for the peers.

The three activities that most often have an answer become rules: the activity that most often comes after one answers
it, within twice the middle wait. Pairs that ever fall on one instant are left out: there the meanings differ.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.making import RULES
from followthrough.eventlogs.tables import read_csv
from followthrough.eventlogs.xes import read_xes
from followthrough.procedures.engines.relational.schema import schema_of
from followthrough.procedures.engines.relational.store import write_tables
from followthrough.procedures.language import load_rulebook

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
_PAIRS = """
    with followed as (
        select a.activity as a, b.activity as b, a."case", a.time, min(b.time) as next
        from log a join log b on a."case" = b."case" and a.activity <> b.activity and b.time >= a.time group by all),
    ties as (select distinct a, b from followed where next = time),
    pairs as (
        select a, b, count(*) as n, median(date_diff('minute', time, next)) / 60 as hours
        from followed anti join ties using (a, b) group by all)
    select a, b, hours from (select *, row_number() over (partition by a order by n desc, b) as place from pairs)
    where place = 1 order by n desc, a limit 3"""
_RULE = """id: {id}
version: 1
kind: duty
title: {id}
rows: [M1]
owner: group
source: {{id: BENCH, clause: "{id}"}}
says: "It is measured."
confidence: our default
in_force: {{from: 1950-01-01}}
deadline_confidence: our default
when: {{event: {a}}}
owes: {{agency: {{from: author}}}}
action: "Do it"
within: {hours} clock hours
closed_by: [{{event: {b}}}]
"""
Response = tuple[str, str, str, int]  # rule, activity, the one that answers it, hours


@dataclass(frozen=True)
class Log:
    """A log as files in a folder: the rows and responses for the peers, the store and the rulebook for us."""

    folder: Path
    events: int
    until: datetime

    @property
    def rows(self) -> Path:
        return self.folder / "rows.parquet"

    @property
    def responses(self) -> Path:
        return self.folder / "responses.json"

    @property
    def rules(self) -> Path:
        return self.folder / "rules"

    @property
    def store(self) -> Path:
        return self.folder / "store"


def opened(folder: Path) -> Log:
    """One that was prepared; it is asked long after its last event, when everything is decided."""
    times = pq.read_table(folder / "rows.parquet", columns=["time"])["time"]
    last = pc.max(times).as_py().astimezone(UTC)
    return Log(folder, len(times), last + timedelta(days=5 * 365))


def prepare(path: Path, folder: Path, least: int = 0) -> Log:
    """The log as it is, or its cases again and again until there are `least` events."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    table = _repeated(_read(path), least)
    names = {word: f"log.a{number}" for number, word in enumerate(sorted(set(table["activity"].to_pylist())))}
    table = table.set_column(1, "activity", pa.array([names[each] for each in table["activity"].to_pylist()]))
    connection = duckdb.connect()
    connection.register("log", table)
    connection.execute(f"copy (select * from log order by \"case\", time) to '{folder / 'rows.parquet'}'")
    found = connection.execute(_PAIRS).fetchall()
    responses = tuple((f"r{n}", a, b, max(ceil(2 * hours), 1)) for n, (a, b, hours) in enumerate(found, 1))
    (folder / "responses.json").write_text(json.dumps(responses), encoding="utf-8")
    rules = _rulebook(folder / "rules", list(names.values()), responses)
    _store(folder / "store", rules, table)
    return opened(folder)


def _read(path: Path) -> pa.Table:
    raws = read_csv(path) if path.suffix.lower() == ".csv" else read_xes(path)
    rows = [(raw.get(CASE), raw.get(ACTIVITY), raw.get(TIME)) for raw in raws]
    whole = [(case, activity, datetime.fromisoformat(at).astimezone(UTC)) for case, activity, at in rows
             if case and activity and at]  # fmt: skip
    cases, activities, times = zip(*whole, strict=True)
    return pa.table({
        "case": pa.array(cases), "activity": pa.array(activities), "time": pa.array(times, pa.timestamp("us", "UTC")),
    })  # fmt: skip


def _repeated(table: pa.Table, least: int) -> pa.Table:
    copies = [table]
    for number in range(1, ceil(least / len(table))):
        cases = pa.array([f"{each}~{number}" for each in table["case"].to_pylist()])
        copies.append(table.set_column(0, "case", cases))
    return pa.concat_tables(copies).combine_chunks()


def _rulebook(folder: Path, kinds: list[str], responses: tuple[Response, ...]) -> Path:
    shutil.copytree(RULES, folder)
    for rule in (folder / "partnership" / "rules").glob("*.yaml"):
        rule.unlink()
    for id, a, b, hours in responses:
        text = _RULE.format(id=id, a=a, b=b, hours=hours)
        (folder / "partnership" / "rules" / f"{id}.yaml").write_text(text, encoding="utf-8")
    known = folder / "vocabulary" / "kinds.yaml"
    lines = [f'  {kind}: {{title: "{kind}", recorded_by: "page: Record", polarity: neutral}}' for kind in kinds]
    known.write_text(known.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _store(folder: Path, rules: Path, log: pa.Table) -> None:
    vocabulary = load_rulebook(rules).vocabulary
    numbered = log.append_column("id", pa.array([f"e{number:09d}" for number in range(len(log))]))
    tables = {}
    for kind in sorted(set(log["activity"].to_pylist())):
        mine = numbered.filter(pc.equal(numbered["activity"], kind))
        rows = len(mine)
        columns = {
            "id": mine["id"], "subject_id": mine["case"], **dict.fromkeys(
                ("occurred_from", "occurred_to", "recorded_at"), mine["time"]),
            **{name: pa.repeat(pa.scalar(value), rows) for name, value in
               (("subject_kind", "child"), ("agency", "social-care"), ("text", ""), ("is_retraction", False))},
            "corrects": pa.nulls(rows, pa.string()),
        }  # fmt: skip
        form = schema_of(vocabulary.kinds[kind])
        tables[kind] = pa.table({name: columns[name] for name in form.names}).cast(form)
    cases = pa.array(sorted(set(log["case"].to_pylist())))
    subjects = pa.table({"kind": pa.repeat(pa.scalar("child"), len(cases)), "id": cases})
    write_tables(folder, vocabulary, tables, subjects, made_by="benchmarks")
