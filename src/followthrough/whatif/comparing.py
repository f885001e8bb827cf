"""How do two answers differ? Counted in SQL over the files of their rows, so that any number of rows will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from followthrough.replay.population.summary import SHARES, spread

DAY = 86_400
# (name, from, to) in days; earlier is below nought.
BINS = (
    ("more than 4 weeks earlier", -1e9, -28.0),
    ("1 to 4 weeks earlier", -28.0, -7.0),
    ("1 to 7 days earlier", -7.0, -1.0),
    ("less than a day earlier", -1.0, 0.0),
    ("less than a day later", 0.0, 1.0),
    ("1 to 7 days later", 1.0, 7.0),
    ("1 to 4 weeks later", 7.0, 28.0),
    ("more than 4 weeks later", 28.0, 1e9),
)

_BOTH = """
    create temp view duties as
    select coalesce(b.procedure, a.procedure) as procedure, coalesce(b.agency, a.agency) as agency,
           a.id is not null as had, b.id is not null as has, a.due_at as was_due, b.due_at as is_due,
           coalesce(a.state in ('breached', 'met late'), false) as was_missed,
           coalesce(b.state in ('breached', 'met late'), false) as is_missed,
           epoch(b.due_at - a.due_at) / 86400 as days
    from (from read_parquet('{against}/duties.parquet') where state != 'superseded') a
    full join (from read_parquet('{changed}/duties.parquet') where state != 'superseded') b on a.id = b.id;
    create temp view signals as
    select coalesce(b.procedure, a.procedure) as procedure, a.id is not null as had, b.id is not null as has,
           coalesce(b.subject_kind, a.subject_kind) || ':' || coalesce(b.subject_id, a.subject_id) as subject,
           a.true_at as was_at, b.true_at as is_at
    from (from read_parquet('{against}/signals.parquet') where state != 'withdrawn') a
    full join (from read_parquet('{changed}/signals.parquet') where state != 'withdrawn') b on a.id = b.id;
    create temp view firsts as
    select procedure, subject, epoch(min(is_at) - min(was_at)) / 86400 as days,
           bool_or(had) as had, bool_or(has) as has
    from signals group by all;
    create temp view opened as
    select agency, 'before' as side, date_trunc('week', opened_at at time zone 'Europe/London')::date as week
    from read_parquet('{against}/duties.parquet') where state != 'superseded'
    union all
    select agency, 'after', date_trunc('week', opened_at at time zone 'Europe/London')::date
    from read_parquet('{changed}/duties.parquet') where state != 'superseded'"""
_DUTIES = """
    select procedure, count(*) filter (had) as before, count(*) filter (has) as after,
        count(*) filter (has and not had) as opened, count(*) filter (had and not has) as not_opened,
        count(*) filter (days < 0) as earlier, count(*) filter (days > 0) as later,
        quantile_cont(days, $shares) filter (days != 0) as days,
        count(*) filter (was_missed) as missed_before, count(*) filter (is_missed) as missed_after,
        count(*) filter (is_missed and not was_missed) as newly_missed,
        count(*) filter (was_missed and not is_missed) as no_longer_missed
    from duties group by all order by all"""
_SIGNALS = """
    select procedure, count(*) filter (had) as before, count(*) filter (has) as after,
        count(*) filter (has and not had) as raised, count(*) filter (had and not has) as not_raised
    from signals group by all order by all"""
_FIRSTS = """
    select procedure, count(*) filter (had) as subjects_before, count(*) filter (has) as subjects_after,
        count(*) filter (has and not had) as only_after, count(*) filter (had and not has) as only_before,
        count(*) filter (days < 0) as earlier, count(*) filter (days > 0) as later,
        quantile_cont(days, $shares) filter (days != 0) as days
    from firsts group by all order by all"""
_WEEKS = """
    select agency, week, count(*) filter (side = 'before') as before, count(*) filter (side = 'after') as after
    from opened group by all order by all"""
_SPAN = "select datediff('day', min(week), max(week)) // 7 + 1 from opened"


@dataclass(frozen=True)
class Comparison:
    """Lists of rows, each a mapping; `moved` counts deadlines, `found` children's first signals, by how much."""

    duties: list[dict[str, Any]]
    signals: list[dict[str, Any]]
    work: list[dict[str, Any]]
    weeks: list[dict[str, Any]]
    moved: dict[str, int]
    found: dict[str, int]

    @property
    def is_same(self) -> bool:
        names = ("opened", "not_opened", "earlier", "later", "newly_missed", "no_longer_missed")
        moved = any(row[name] for row in self.duties for name in names)
        return not moved and not any(row["raised"] or row["not_raised"] for row in self.signals)


def compare(against: Path, changed: Path) -> Comparison:
    """Rows of the same id are one duty or signal. `against` and `changed` are folders of rows."""
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(_BOTH.format(against=_quoted(against), changed=_quoted(changed)))
    firsts = {row.pop("procedure"): row for row in _ask(connection, _FIRSTS)}
    signals = [{**row, "first": _spread(firsts[row["procedure"]])} for row in _ask(connection, _SIGNALS)]
    weeks = _ask(connection, _WEEKS)
    (span,) = connection.execute(_SPAN).fetchone() or (0,)
    return Comparison(
        duties=[_spread(row) for row in _ask(connection, _DUTIES)],
        signals=signals,
        work=_work(weeks, span or 0),
        weeks=weeks,
        moved=_binned(connection, "duties"),
        found=_binned(connection, "firsts"),
    )


def _quoted(folder: Path) -> str:
    return str(folder).replace("'", "''")


def _ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, {"shares": list(SHARES)} if "$shares" in sql else {})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _spread(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "days": spread(row["days"])}


def _binned(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, int]:
    """How many moved by how much; the bounds of a bin belong to the one nearer to nought."""
    counts = {}
    for name, low, high in BINS:
        inside = "days >= ? and days < ?" if high <= 0 else "days > ? and days <= ?"
        asked = f"select count(*) from {view} where {inside}"
        (counts[name],) = connection.execute(asked, [low, high]).fetchone() or (0,)
    return counts


def _work(weeks: list[dict[str, Any]], span: int) -> list[dict[str, Any]]:
    """For each agency the mean of a week over all weeks, and its fullest week."""
    by_agency: dict[str, list[dict[str, Any]]] = {}
    for row in weeks:
        by_agency.setdefault(row["agency"], []).append(row)
    return [
        {
            "agency": agency,
            "weeks": span,
            **{f"duties_{side}": sum(row[side] for row in rows) for side in _SIDES},
            **{f"a_week_{side}": round(sum(row[side] for row in rows) / max(span, 1), 2) for side in _SIDES},
            **{f"fullest_{side}": _fullest(rows, side) for side in _SIDES},
        }
        for agency, rows in sorted(by_agency.items())
    ]


_SIDES = ("before", "after")


def _fullest(rows: list[dict[str, Any]], side: str) -> dict[str, Any] | None:
    most = max(rows, key=lambda row: (row[side], -_ordinal(row["week"])))
    return {"week": most["week"], "duties": most[side]} if most[side] else None


def _ordinal(day: date) -> int:
    return day.toordinal()
