"""Where do the rows of a replay go? Into three Parquet files as they come, so that memory stays bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from followthrough.procedures.engines.relational.schema import INSTANT

_STEPS = pa.list_(
    pa.struct(
        [("index", pa.int64()), ("at", INSTANT), ("agency", pa.string()), ("team", pa.string()), ("role", pa.string())]
    )
)
_ROOTS = pa.list_(pa.string())
DUTIES = pa.schema(
    [(name, pa.string()) for name in ("id", "procedure")]
    + [("version", pa.int64())]
    + [(name, pa.string()) for name in ("subject_kind", "subject_id", "agency", "team", "role", "trigger")]
    + [("opened_at", INSTANT), ("due_at", INSTANT), ("state", pa.string()), ("each", pa.string())]
    + [("closed_at", INSTANT), ("closed_by", pa.string()), ("ended_at", INSTANT), ("because", _ROOTS)]
    + [("is_uncertain", pa.bool_()), ("rungs", _STEPS), ("reminders", _STEPS)]
)
SIGNALS = pa.schema(
    [("id", pa.string()), ("procedure", pa.string()), ("version", pa.int64())]
    + [(name, pa.string()) for name in ("subject_kind", "subject_id", "root")]
    + [("true_at", INSTANT), ("state", pa.string()), ("evidence", _ROOTS), ("ended_at", INSTANT)]
    + [("is_uncertain", pa.bool_())]
)
GAPS = pa.schema(
    [(name, pa.string()) for name in ("watch", "subject_kind", "subject_id", "signal")]
    + [("true_at", INSTANT), ("pooled_at", INSTANT), ("agency", pa.string()), ("known_at", INSTANT)]
)
FORMS = {"duties": DUTIES, "signals": SIGNALS, "gaps": GAPS}


@dataclass(frozen=True)
class Piece:
    """Rows that an engine has finished, and how far it is: `done` of `total` `what`."""

    tables: Mapping[str, pa.Table]
    done: int
    total: int
    what: str


class Rows:
    """duties.parquet, signals.parquet and gaps.parquet in a folder; readable however far it came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self._open = ExitStack()

    def __enter__(self) -> Rows:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._files = {
            name: self._open.enter_context(pq.ParquetWriter(self.path(name), form, compression="zstd"))
            for name, form in FORMS.items()
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, piece: Piece) -> None:
        for name, table in piece.tables.items():
            if len(table):
                self.counts[name] += len(table)
                self._files[name].write_table(table.cast(FORMS[name]))

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"
