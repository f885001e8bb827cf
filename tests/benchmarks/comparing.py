"""Are the rows of two answers the same, in every column? Nothing is timed before they are."""

from __future__ import annotations

from pathlib import Path

import duckdb

FILES = ("duties", "signals")


def _rows(folder: Path, name: str) -> str:
    """Of one file, as the engine writes it, or of one for each rule."""
    one = folder / f"{name}.parquet"
    return f"from read_parquet('{one if one.exists() else folder / name}{'' if one.exists() else '/**/*.parquet'}')"


def differences(ours: Path, theirs: Path) -> list[tuple[object, ...]]:
    """Rows that only one of the two has, at most ten of each."""
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    found: list[tuple[object, ...]] = []
    for name in FILES:
        a, b = _rows(ours, name), _rows(theirs, name)
        for side, first, second in (("only ours", a, b), ("only theirs", b, a)):
            columns = ", ".join(f'"{each[0]}"' for each in connection.execute(f"describe {a}").fetchall())
            wanted = f"(select {columns} {first}) except all (select {columns} {second})"
            rows = connection.execute(f"select columns(*)::varchar from ({wanted}) limit 10").fetchall()
            found += [(side, *row) for row in rows]
    return found


def count(rows: Path) -> int:
    return sum(_count(rows, name) for name in FILES)


def _count(rows: Path, name: str) -> int:
    (number,) = duckdb.connect().execute(f"select count(*) {_rows(rows, name)}").fetchone() or (0,)
    return int(number)
