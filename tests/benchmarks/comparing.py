"""Are the rows of two answers the same? Nothing is timed before they are."""

from __future__ import annotations

from pathlib import Path

import duckdb

_OURS = """
    select procedure, subject_id, trigger, due_at, state, closed_at, closed_by
    from read_parquet('{folder}/duties.parquet')
    union all
    select procedure, subject_id, root, true_at, state, null, array_to_string(list_sort(evidence), ',')
    from read_parquet('{folder}/signals.parquet')"""
_THEIRS = """
    select procedure, subject_id, trigger, due_at, state, closed_at, closed_by
    from read_parquet('{folder}/**/*.parquet')"""


def _rows(folder: Path) -> str:
    """As a query by hand writes them, or as the engine does."""
    return (_OURS if (folder / "duties.parquet").exists() else _THEIRS).format(folder=folder)


def differences(ours: Path, theirs: Path) -> list[tuple[object, ...]]:
    """Rows that only one of the two has, at most ten of each."""
    connection = duckdb.connect()
    a, b = _rows(ours), _rows(theirs)
    found: list[tuple[object, ...]] = []
    for side, first, second in (("only ours", a, b), ("only theirs", b, a)):
        rows = connection.execute(
            f"select columns(*)::varchar from (({first}) except all ({second})) limit 10"
        ).fetchall()
        found += [(side, *row) for row in rows]
    return found


def count(theirs: Path) -> int:
    (rows,) = duckdb.connect().execute(f"select count(*) from ({_THEIRS.format(folder=theirs)})").fetchone() or (0,)
    return int(rows)
