"""What does a log in a CSV file say? One event a line, the names of its columns in the first."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from followthrough.eventlogs.raw import LogError, Raw


def read_csv(path: Path) -> Iterator[Raw]:
    """Every event of the table, in its order; empty cells are left out. Raises LogError and OSError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            rows = csv.reader(file, delimiter=_delimiter(file.readline()), strict=True)
            file.seek(0)
            yield from _rows(path.name, rows)
        except UnicodeDecodeError as error:
            raise LogError(path.name, 1, "this is not UTF-8. Save it as CSV in UTF-8.") from error


def _delimiter(first: str) -> str:
    return max((",", ";", "\t"), key=first.count)


def _rows(file: str, rows: Iterator[list[str]]) -> Iterator[Raw]:
    names: list[str] | None = None
    try:
        for row in rows:
            line: int = rows.line_num  # type: ignore[attr-defined]
            if names is None:
                names = _names(file, row)
            elif row:
                if len(row) != len(names):
                    raise LogError(
                        file, line, f"{len(row)} cells instead of {len(names)}. Quote cells that hold a delimiter."
                    )
                yield Raw(line, {name: cell for name, cell in zip(names, row, strict=True) if cell}, {})
    except csv.Error as error:
        raise LogError(file, rows.line_num, f"this is no CSV: {error}. Look at the quotes.") from error  # type: ignore[attr-defined]
    if names is None:
        raise LogError(file, 1, "the file is empty. Write the names of its columns, then one event a line.")


def _names(file: str, row: list[str]) -> list[str]:
    twice = next((name for name in row if row.count(name) > 1), None)
    if twice is not None:
        raise LogError(file, 1, f'two columns are called "{twice}". Give each its own name.')
    return row
