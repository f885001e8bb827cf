"""Where relations are worked out and kept for a while: one connection, its tables, and how its words differ.

Turning an expression into SQL takes far longer than running it on a small population. So each is turned once and the
SQL remembered; and a session can write down all that it is asked, to be asked it again of another part.
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
from followthrough.procedures.engines.relational.script import Asked, Fetched, Given, SaysMore, Script, Statement, Step


class Session:
    """DuckDB in this process: in memory, with a folder on disk for what does not fit."""

    dialect: Dialect = DUCKDB

    def __init__(self, folder: Path, memory: str | None = None, threads: int | None = None) -> None:
        self._begin()
        self.backend: Any = ibis.duckdb.connect()
        self.run = self.backend.con.execute
        self.run("SET TimeZone = 'UTC'")
        self.run("SET preserve_insertion_order = false")
        self.run(f"SET temp_directory = '{folder / 'spill'}'")
        if memory:
            self.run(f"SET memory_limit = '{memory}'")
        if threads:
            self.run(f"SET threads = {threads}")

    def _begin(self) -> None:
        self._held: list[str] = []
        self._passing: list[str] = []
        self._compiled: dict[Any, str] = {}
        self._script: Script | None = None
        self._found: dict[tuple[int, str], frozenset[Any]] = {}
        self._turn = 0  # of the procedures that are asked: names of what is kept come again with each

    def start_over(self) -> None:
        """Forget every relation, and keep only what was learned of turning expressions into SQL."""
        self.sweep()
        for name in self._held:
            self._drop(name)
        self._held = []

    def write_down(self) -> Script:
        """From now on, what is asked is put into the script that is returned."""
        self._script, self._turn = Script(), 0
        return self._script

    def again(self, script: Script) -> Iterator[pa.Table]:
        """The rows of every `fetch` in the script, from what the files hold now. Raises SaysMore."""
        self._script, self._held = None, [*self._held, *script.names]
        for step in script.steps:
            match step:
                case Statement(words):
                    self.run(words)
                case Given(name, table):
                    self._give(name, table)
                case Asked(words, found):
                    if not self._answer(words) <= found:
                        raise SaysMore
                case Fetched(words, none):
                    yield none if words is None else self._rows(words)

    def parquet(self, path: Path) -> Table:
        """The relation of a file; it is read each time that it is used."""
        name = "file_" + path.stem.replace(".", "_").replace("-", "_")
        quoted = str(path).replace("'", "''")
        self._do(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet('{quoted}')")
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
        self._turn += 1

    def load(self, table: pa.Table, *words: object) -> Table:
        name = named(words)
        self._held.append(name)
        self._give(name, table)
        self._note(Given(name, table))
        return self._table(name, ibis.Schema.from_pyarrow(table.schema))

    def empty(self, columns: Mapping[str, str], *words: object) -> Table:
        """A relation without rows."""
        return self.load(ibis.schema(dict(columns)).to_pyarrow().empty_table(), *words)

    def fetch(self, expression: Table) -> pa.Table:
        words = self._sql(expression)
        self._note(Fetched(words))
        return self._rows(words)

    def fetch_none(self, none: pa.Table) -> pa.Table:
        """The answer where there can be no row."""
        self._note(Fetched(None, none))
        return none

    def some(self, expression: Table) -> bool:
        """Whether there is a row. A yes may come from another part of the store: it must be right of this one, too."""
        return bool(self.values(expression.limit(1).select(some=ibis.literal(True))))

    def values(self, column: Table) -> frozenset[Any]:
        """What the one column of a relation holds; what other parts of the store hold may be among it."""
        words = self._sql(column)
        found = self._answer(words) | self._found.get((self._turn, words), frozenset())
        self._found[self._turn, words] = found
        self._note(Asked(words, found))
        return found

    def _answer(self, words: str) -> frozenset[Any]:
        return frozenset(self._rows(words).column(0).to_pylist())

    def _rows(self, words: str) -> pa.Table:
        return self.backend.con.sql(words).to_arrow_table()

    def _give(self, name: str, table: pa.Table) -> None:
        self.backend.con.register("given", table)
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
        self.backend.con.unregister("given")

    def _do(self, words: str) -> None:
        self.run(words)
        self._note(Statement(words))

    def _note(self, step: Step) -> None:
        if self._script is not None:
            self._script.steps.append(step)
            if isinstance(step, Given):
                self._script.names.add(step.name)

    def _sql(self, expression: Table) -> str:
        node = expression.op()
        if node not in self._compiled:
            with _as_written():
                self._compiled[node] = self.backend.compile(expression)
        return self._compiled[node]

    def _table(self, name: str, schema: Any) -> Table:
        return ops.DatabaseTable(name, schema, self.backend, ops.Namespace()).to_expr()

    def _make(self, name: str, expression: Table) -> Table:
        self._do(f"CREATE OR REPLACE TEMP TABLE {name} AS {self._sql(expression)}")
        if self._script is not None:
            self._script.names.add(name)
        return self._table(name, expression.schema())

    def _drop(self, name: str) -> None:
        self._do(f"DROP TABLE IF EXISTS {name}")

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
