"""How is a large store asked without holding it all? In parts, each a store by itself that no other part bears on.

Who shares no home, whose records correct none of one another's, and of whom no share tells together, have nothing to
do with each other. So families stay whole, and a part is filled with families up to a number of events.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

import duckdb
import pyarrow.parquet as pq

from followthrough.procedures.engines.plain.homes import JOINED
from followthrough.procedures.engines.relational.schema import DATA
from followthrough.procedures.engines.relational.store import Store

_ORDER: Final = "subject_kind, subject_id, occurred_from, id"
_GIGABYTE: Final = 125_000  # events: measured on a county whose hardest procedure needs about 3 GB for 500,000

_BATCH: Final = 100_000  # rows


def most_events(memory: str) -> int:
    """How many events a part may have, with so much memory as “4GB” or “800MB”."""
    amount, unit = int(memory[:-2]), memory[-2:]
    return max(_GIGABYTE * amount if unit == "GB" else _GIGABYTE * amount // 1000, 1)


class Parts:
    """The parts of a store, written into `folder` one after another. A store of few events is its only part."""

    def __init__(self, store: Store, folder: Path, memory: str, most: int | None = None) -> None:
        self.store, self.folder, self.memory = store, folder, memory
        self.most = most or most_events(memory)

    def __len__(self) -> int:
        return 1 if self._is_small else self._count

    def __iter__(self) -> Iterator[Store]:
        """Each is gone when the next is asked for."""
        if self._is_small:
            yield self.store
            return
        for number in range(self._count):
            yield self._written(number)
            shutil.rmtree(self.folder / "part")

    @cached_property
    def _is_small(self) -> bool:
        rows = sum(int(pq.read_metadata(self.store.path_of(kind)).num_rows) for kind in self.store.kinds)
        return rows <= self.most

    @cached_property
    def _count(self) -> int:
        """Tells every family its part."""
        self._gather()
        self._join_families()
        self._run(f"""
            CREATE TABLE part AS
            WITH size AS (
                SELECT coalesce(family, who) AS family, count(*) AS n
                FROM (SELECT who FROM happened UNION ALL SELECT id FROM subject) LEFT JOIN family USING (who) GROUP BY 1
            ), placed AS (
                SELECT family, (sum(n) OVER (ORDER BY family) - 1) // {self.most} AS place FROM size
            )
            SELECT family, dense_rank() OVER (ORDER BY place) - 1 AS number FROM placed
        """)
        self._run("""
            CREATE TABLE placed AS
            SELECT DISTINCT who, number FROM (SELECT who FROM happened UNION SELECT id FROM subject)
            LEFT JOIN family USING (who) JOIN part ON part.family = coalesce(family.family, who)
        """)
        return int(self._run("SELECT count(DISTINCT number) FROM placed").fetchall()[0][0])

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        opened = duckdb.connect()
        opened.execute("SET TimeZone = 'UTC'")
        opened.execute(f"SET memory_limit = '{self.memory}'")
        opened.execute(f"SET temp_directory = '{self.folder / 'spill'}'")
        return opened

    def _run(self, words: str) -> duckdb.DuckDBPyConnection:
        return self._database.execute(words)

    def _gather(self) -> None:
        """Who is each event about, and which two have to do with each other? An id stands for whoever has it."""
        self._run("CREATE TABLE happened (id VARCHAR, who VARCHAR)")
        self._run("CREATE TABLE told (event VARCHAR, who VARCHAR)")
        self._run("CREATE TABLE link (one VARCHAR, other VARCHAR)")
        self._run(f"CREATE TABLE subject AS SELECT kind, id FROM {self._file('subjects')}")
        for kind in self.store.kinds:
            events = self._file(f"events/{kind}")
            self._run(f"INSERT INTO happened SELECT id, subject_id FROM {events}")
            self._run(f"INSERT INTO told SELECT corrects, subject_id FROM {events} WHERE corrects IS NOT NULL")
            if kind == JOINED:
                home = f"coalesce({DATA}household, '')"
                self._run(f"INSERT INTO link SELECT subject_id, {home} FROM {events}")
            if kind in self.store.vocabulary.conveys:
                items = DATA + self.store.vocabulary.conveys[kind][1]
                self._run(f"INSERT INTO told SELECT unnest({items}), subject_id FROM {events}")
        self._run("""
            INSERT INTO link SELECT told.who, happened.who FROM told JOIN happened ON told.event = happened.id
            WHERE told.who <> happened.who
        """)
        self._run("DROP TABLE told")

    def _join_families(self) -> None:
        """`family` of everybody who has a link: the least id that they are linked to over others."""
        self._run("""
            CREATE TABLE near AS SELECT DISTINCT * FROM (
                SELECT one AS who, other FROM link
                UNION ALL SELECT other, one FROM link
                UNION ALL SELECT one, one FROM link
            )
        """)
        self._run("CREATE TABLE family AS SELECT DISTINCT who, who AS family FROM near")
        while True:
            self._run("""
                CREATE TABLE nearer AS
                WITH least AS (
                    SELECT near.who, min(family.family) AS family
                    FROM near JOIN family ON near.other = family.who GROUP BY 1
                )
                SELECT least.who, least(least.family, far.family) AS family
                FROM least JOIN family far ON far.who = least.family
            """)
            changed = self._run("""
                SELECT count(*) FROM nearer JOIN family USING (who) WHERE nearer.family <> family.family
            """).fetchall()[0][0]
            self._run("DROP TABLE family")
            self._run("ALTER TABLE nearer RENAME TO family")
            if not changed:
                return

    def _written(self, number: int) -> Store:
        """Every kind has its file, an empty one too: then the parts are asked in the same words."""
        folder = self.folder / "part"
        (folder / "events").mkdir(parents=True)
        mine = f"SELECT who FROM placed WHERE number = {number}"
        for kind in self.store.kinds:
            name = f"events/{kind}"
            self._copy(f"SELECT * FROM {self._file(name)} WHERE subject_id IN ({mine}) ORDER BY {_ORDER}", folder, name)
        heard = f"SELECT id FROM happened WHERE who IN ({mine})"
        self._copy(f"SELECT * FROM {self._file('known')} WHERE event_id IN ({heard})", folder, "known")
        self._copy(f"SELECT * FROM {self._file('subjects')} WHERE id IN ({mine})", folder, "subjects")
        shutil.copy(self.store.folder / "store.json", folder)
        return Store(folder, self.store.vocabulary)

    def _copy(self, rows: str, folder: Path, name: str) -> None:
        """With the very columns of the whole; no more than a batch is held."""
        form = pq.read_schema(self.store.folder / f"{name}.parquet")
        with pq.ParquetWriter(folder / f"{name}.parquet", form) as file:
            for batch in self._database.sql(rows).to_arrow_reader(_BATCH):
                file.write_batch(batch.cast(form))

    def _file(self, name: str) -> str:
        return f"read_parquet('{_quoted(self.store.folder / f'{name}.parquet')}')"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
