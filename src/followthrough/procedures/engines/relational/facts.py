"""What do the files of a store say of themselves? What never happens there need not be asked of each row.

Parquet keeps the least, the greatest and the number of values of each column; a file without them is read instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from followthrough.procedures.engines.relational.ticks import day_ticks, ticks


def has_values(path: Path, column: str) -> bool:
    """Whether any row holds anything in the column; what the file does not say counts as a yes."""
    told = pq.read_metadata(path)
    return any(each is None or not each.has_null_count or each.num_values for each in _statistics(told, column))


def span(path: Path, columns: list[str]) -> tuple[int, int] | None:
    """The least and the greatest instant or date in these columns, as ticks; None when all are empty."""
    told = pq.read_metadata(path)
    found = [bound for column in columns for bound in _bounds(path, column, told)]
    return (min(found), max(found)) if found else None


def _bounds(path: Path, column: str, told: Any) -> list[int]:
    parts = list(_statistics(told, column))
    if all(each is not None and (each.has_min_max or not each.num_values) for each in parts):
        values = [value for each in parts if each.has_min_max for value in (each.min, each.max)]
    else:
        bounds = pc.min_max(pq.read_table(path, columns=[column])[column]).as_py()
        values = [value for value in bounds.values() if value is not None]
    return [ticks(value) if isinstance(value, datetime) else day_ticks(value) for value in values]


def _statistics(told: Any, column: str) -> Iterator[Any]:
    """What each part of the file says of the column."""
    for part in map(told.row_group, range(told.num_row_groups)):
        columns = map(part.column, range(part.num_columns))
        yield next((each.statistics for each in columns if each.path_in_schema == column), None)
