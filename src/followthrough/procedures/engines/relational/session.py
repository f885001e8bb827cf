"""Where relations are worked out and kept for a while: one connection, its tables, and how its words differ.

Turning an expression into SQL takes far longer than running it on a small population. So each is turned once and the
SQL remembered; a session that is started over gives its tables the same names in the same order, and meets the same
expressions again.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.dialects import DUCKDB, Dialect


class Session:
    """DuckDB in this process: in memory, with a folder on disk for what does not fit."""

    dialect: Dialect = DUCKDB

    def __init__(self, folder: Path, memory: str | None = None, threads: int | None = None) -> None:
        self.backend: Any = ibis.duckdb.connect()
        self.run = self.backend.con.execute
        self._held: list[str] = []
        self._passing: list[str] = []
        self._compiled: dict[Any, str] = {}
        self.run("SET TimeZone = 'UTC'")
        self.run("SET preserve_insertion_order = false")
        self.run(f"SET temp_directory = '{folder / 'spill'}'")
        if memory:
            self.run(f"SET memory_limit = '{memory}'")
        if threads:
            self.run(f"SET threads = {threads}")

    def start_over(self) -> None:
        """Forget every relation, and keep only what was learned of turning expressions into SQL."""
        self.sweep()
        for name in self._held:
            self._drop(name)
        self._held = []

    def parquet(self, path: Path) -> Table:
        """The relation of a file; it is read each time that it is used."""
        name = "file_" + path.stem.replace(".", "_").replace("-", "_")
        quoted = str(path).replace("'", "''")
        self.run(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet('{quoted}')")
        return self._table(name, ibis.Schema.from_pyarrow(pq.read_schema(path)))

    def hold(self, expression: Table, *words: object) -> Table:
        """Work `expression` out once and hold it for all procedures, under a name made of `words`."""
        name = named(words)
        self._held.append(name)
        return self._make(name, expression)

    def keep(self, expression: Table) -> Table:
        """Work `expression` out once and keep it until the next sweep."""
        name = f"kept_{len(self._passing)}"
        self._passing.append(name)
        return self._make(name, expression)

    def sweep(self) -> None:
        """Forget what was kept for one procedure."""
        for name in self._passing:
            self._drop(name)
        self._passing = []

    def load(self, table: pa.Table, *words: object) -> Table:
        name = named(words)
        self._held.append(name)
        self.backend.con.register("given", table)
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
        self.backend.con.unregister("given")
        return self._table(name, ibis.Schema.from_pyarrow(table.schema))

    def empty(self, columns: Mapping[str, str], *words: object) -> Table:
        """A relation without rows."""
        return self.load(ibis.schema(dict(columns)).to_pyarrow().empty_table(), *words)

    def fetch(self, expression: Table) -> pa.Table:
        return self.backend.con.sql(self._sql(expression)).to_arrow_table()

    def count(self, kept: Table) -> int:
        return int(self.run(f"SELECT count(*) FROM ({self._sql(kept)})").fetchall()[0][0])

    def _sql(self, expression: Table) -> str:
        node = expression.op()
        if node not in self._compiled:
            with _as_written():
                self._compiled[node] = self.backend.compile(expression)
        return self._compiled[node]

    def _table(self, name: str, schema: Any) -> Table:
        return ops.DatabaseTable(name, schema, self.backend, ops.Namespace()).to_expr()

    def _make(self, name: str, expression: Table) -> Table:
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {self._sql(expression)}")
        return self._table(name, expression.schema())

    def _drop(self, name: str) -> None:
        self.run(f"DROP TABLE IF EXISTS {name}")

    def close(self) -> None:
        self.backend.disconnect()


@contextmanager
def duckdb_session(memory: str | None = None, threads: int | None = None) -> Iterator[Session]:
    with TemporaryDirectory(prefix="followthrough-") as folder:
        session = Session(Path(folder), memory, threads)
        try:
            yield session
        finally:
            session.close()


@contextmanager
def _as_written() -> Iterator[None]:
    """Without merging selections into one: a database does that far faster than Ibis."""
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for garbage: millions of small nodes are made, and looking through them takes a third longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def named(words: tuple[object, ...]) -> str:
    """A name that is the same in every run: readable, and told apart by a digest."""
    whole = " ".join(map(str, words))
    return f"{words[0]}_{hashlib.sha256(whole.encode()).hexdigest()[:12]}"
