"""What came of it, in numbers? Counts of duties and signals, and for how long pictures existed in pieces.

Read from the files of rows with SQL, so that a population of any size is summed up in little memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
_NAMES = ("least", "tenth", "quarter", "half", "three quarters", "nine tenths", "most")

_DUTIES = """
    select procedure, state, count(*) as count, count(*) filter (is_uncertain) as uncertain
    from read_parquet($duties) group by all order by all"""
_AGENCIES = """
    select agency, state, count(*) as count from read_parquet($duties) group by all order by all"""
_SIGNALS = """
    select procedure, state, count(*) as count, count(distinct subject_kind || ':' || subject_id) as subjects
    from read_parquet($signals) group by all order by all"""
_LATE = """
    select procedure, count(*) as count, quantile_cont(epoch(closed_at - due_at) / 86400, $shares) as days
    from read_parquet($duties) where state = 'met late' group by all order by all"""
# An agency first knew enough at the earliest of all signals of a watch, as the page of one story tells it too.
_PIECES = """
    with firsts as (
        select watch, subject_kind, subject_id, min(true_at) as true_at, min(pooled_at) as pooled_at,
               min(known_at) as known_at
        from read_parquet($gaps) group by all),
    apart as (select *, known_at is null or known_at > pooled_at as is_apart from firsts)
    select watch, count(*) as subjects, count(*) filter (not is_apart) as with_one_agency_at_once,
        count(*) filter (is_apart and known_at is not null) as with_one_agency_later,
        count(*) filter (known_at is null) as never_with_one_agency,
        quantile_cont(epoch(known_at - pooled_at) / 86400, $shares) filter (is_apart) as days_until_one_agency,
        quantile_cont(epoch($as_of::timestamptz - pooled_at) / 86400, $shares)
            filter (known_at is null) as days_so_far
    from apart group by all order by all"""


def summary(folder: Path, as_of: datetime) -> dict[str, Any]:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    paths = {name: str(folder / f"{name}.parquet") for name in ("duties", "signals", "gaps")}

    def ask(sql: str, **more: Any) -> list[dict[str, Any]]:
        given = {**paths, "shares": list(SHARES), "as_of": as_of.astimezone(UTC), **more}
        used = {name: value for name, value in given.items() if f"${name}" in sql}
        cursor = connection.execute(sql, used)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return {
        "duties": ask(_DUTIES),
        "duties_by_agency": ask(_AGENCIES),
        "days_late": [{**row, "days": spread(row["days"])} for row in ask(_LATE)],
        "signals": ask(_SIGNALS),
        "in_pieces": [_pieces(row) for row in ask(_PIECES)],
    }


def _pieces(row: dict[str, Any]) -> dict[str, Any]:
    spreads = ("days_until_one_agency", "days_so_far")
    return {**row, **{name: spread(row[name]) for name in spreads}}


def spread(days: Sequence[float] | None) -> dict[str, float] | None:
    """A distribution by its quantiles, in days to a hundredth; None where there is nothing to spread."""
    if days is None or any(value is None for value in days):
        return None
    return {name: round(value, 2) for name, value in zip(_NAMES, days, strict=True)}
