"""Where relations are worked out and kept for a while: one connection, its tables, and how its words differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.dialects import DUCKDB, Dialect


class Session:
    """DuckDB in this process: in memory, with a folder on disk for what does not fit."""

    dialect: Dialect = DUCKDB

    def __init__(self, folder: Path, memory: str | None = None, threads: int | None = None) -> None:
        self.connection: Any = ibis.duckdb.connect()
        self._count = 0
        self._passing: list[Table] = []
        self._run("SET TimeZone = 'UTC'")
        self._run("SET preserve_insertion_order = false")
        self._run(f"SET temp_directory = '{folder / 'spill'}'")
        if memory:
            self._run(f"SET memory_limit = '{memory}'")
        if threads:
            self._run(f"SET threads = {threads}")

    def _run(self, sql: str) -> None:
        self.connection.raw_sql(sql)

    def parquet(self, path: Path) -> Table:
        return self.connection.read_parquet(path, table_name=self._name("file"))

    def keep(self, expression: Table, name: str = "kept") -> Table:
        """Work `expression` out once and keep it."""
        return self.connection.create_table(self._name(name), expression, temp=True)

    def load(self, table: pa.Table, name: str = "given") -> Table:
        return self.connection.create_table(self._name(name), table, temp=True)

    def empty(self, columns: Mapping[str, str]) -> Table:
        """A relation without rows."""
        schema = ibis.schema(dict(columns)).to_pyarrow()
        return self.load(schema.empty_table(), "none")

    def sweep(self) -> None:
        """Forget what was kept for one procedure only."""
        passing, self._passing = self._passing, []
        self.forget(*passing)

    def forget(self, *tables: Table) -> None:
        for table in tables:
            self.connection.drop_table(table.get_name(), force=True)

    def count(self, expression: Table) -> int:
        return int(expression.count().to_pyarrow().as_py())

    def _name(self, name: str) -> str:
        self._count += 1
        return f"{name}_{self._count}".replace(".", "_").replace("-", "_")

    def close(self) -> None:
        self.connection.disconnect()


@contextmanager
def duckdb_session(memory: str | None = None, threads: int | None = None) -> Iterator[Session]:
    with TemporaryDirectory(prefix="followthrough-") as folder:
        session = Session(Path(folder), memory, threads)
        try:
            yield session
        finally:
            session.close()
