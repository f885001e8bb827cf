"""How does a population get into a store that need not fit into memory? In pieces, a row group each, kind by kind."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from followthrough.procedures.engines.relational.schema import KNOWN, SUBJECTS, digest_of, schema_of
from followthrough.procedures.engines.relational.store import FORMAT, Store, StoreError
from followthrough.procedures.model.vocabulary import Vocabulary

_ORDER = [(name, "ascending") for name in ("subject_kind", "subject_id", "occurred_from", "id")]


def in_order(events: pa.Table) -> pa.Table:
    """Events of one kind as a store holds them."""
    return events.sort_by(_ORDER).combine_chunks()


class Writer:
    """Pieces must come in the order of their subjects, or the writer be told to put each kind in order at the end."""

    def __init__(self, folder: Path, vocabulary: Vocabulary, *, made_by: str, puts_in_order: bool = False) -> None:
        self.folder, self.vocabulary, self.made_by, self.puts_in_order = folder, vocabulary, made_by, puts_in_order
        self.counts: Counter[str] = Counter()
        self._open = ExitStack()
        self._files: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Writer:
        if (self.folder / "store.json").exists() or (self.folder / "events").exists():
            raise StoreError(f"{self.folder} holds a population already. Give another folder, or delete this one.")
        (self.folder / "events").mkdir(parents=True)
        self._file("known", KNOWN)
        self._file("subjects", SUBJECTS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        if kind is None:
            self._finish()
        else:
            self._take_back()

    def events(self, kind: str, table: pa.Table) -> None:
        """Events of one kind, with the columns of `schema_of`."""
        form = schema_of(self.vocabulary.kind(kind))
        self.counts[kind] += len(table)
        self._file(f"events/{kind}", form).write_table(table.select(form.names).cast(form))

    def known(self, table: pa.Table) -> None:
        self._file("known", KNOWN).write_table(table.cast(KNOWN))

    def subjects(self, table: pa.Table) -> None:
        self._file("subjects", SUBJECTS).write_table(table.cast(SUBJECTS))

    def store(self) -> Store:
        return Store(self.folder, self.vocabulary)

    def _file(self, name: str, form: pa.Schema) -> pq.ParquetWriter:
        if name not in self._files:
            path = self.folder / f"{name}.parquet"
            self._files[name] = self._open.enter_context(pq.ParquetWriter(path, form, compression="zstd"))
        return self._files[name]

    def _take_back(self) -> None:
        """What did not get done leaves nothing behind that another try would stumble over."""
        for name in self._files:
            (self.folder / f"{name}.parquet").unlink()
        for folder in (self.folder / "events", self.folder):
            with suppress(OSError):  # the folder may hold what somebody else put there
                folder.rmdir()

    def _finish(self) -> None:
        """The note comes last: a folder without one is no population."""
        if self.puts_in_order:
            for path in sorted((self.folder / "events").glob("*.parquet")):
                pq.write_table(in_order(pq.read_table(path)), path, compression="zstd")
        note = {"format": FORMAT, "vocabulary": digest_of(self.vocabulary), "made_by": self.made_by}
        (self.folder / "store.json").write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
