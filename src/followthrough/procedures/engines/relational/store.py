"""How is a population kept? A folder of Parquet files that the set-based engine reads.

events/<kind>.parquet   one file a kind of event, sorted by subject and time
known.parquet           what is stated of who knew what; authorship and shares are derived when it is read
subjects.parquet        whom to assess
store.json              the format, the vocabulary's digest, who made it
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from followthrough.procedures.engines.relational.schema import DATA, KNOWN, SUBJECTS, digest_of, schema_of
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.vocabulary import Vocabulary

FORMAT = 1
_ORDER = [(name, "ascending") for name in ("subject_kind", "subject_id", "occurred_from", "id")]


class StoreError(ValueError):
    """A folder that cannot be read as a population. The message says what is wrong and the mend."""


@dataclass(frozen=True)
class Store:
    """A population in a folder. Opening it checks that it was written for this vocabulary."""

    folder: Path
    vocabulary: Vocabulary

    def __post_init__(self) -> None:
        note = self.folder / "store.json"
        if not note.is_file():
            raise StoreError(f"{self.folder} holds no population: it has no store.json. Write one with “synth”.")
        held = json.loads(note.read_text(encoding="utf-8"))
        if held.get("format") != FORMAT:
            raise StoreError(f"{note} is of format {held.get('format')}; this version reads {FORMAT}. Write it anew.")
        if held.get("vocabulary") != digest_of(self.vocabulary):
            raise StoreError(f"{self.folder} was written for another vocabulary. Write it anew with today’s.")

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of event that occur in it."""
        return tuple(sorted(path.stem for path in (self.folder / "events").glob("*.parquet")))

    def path_of(self, kind: str) -> Path:
        return self.folder / "events" / f"{kind}.parquet"

    def table_of(self, kind: str) -> pa.Table:
        return pq.read_table(self.path_of(kind))

    @property
    def known(self) -> pa.Table:
        return pq.read_table(self.folder / "known.parquet")

    @property
    def subjects(self) -> pa.Table:
        return pq.read_table(self.folder / "subjects.parquet")


def write(
    folder: Path, vocabulary: Vocabulary, events: Iterable[Event], subjects: Iterable[Subject], *, made_by: str
) -> Store:
    """Keep `events` with what they state of who knew them, for `subjects` to be assessed."""
    rows: dict[str, list[dict[str, object]]] = {}
    known: list[dict[str, object]] = []
    for event in events:
        vocabulary.check(event)
        rows.setdefault(event.kind, []).append(_row(event))
        known += _known(event)
    tables = {kind: pa.Table.from_pylist(each, schema_of(vocabulary.kinds[kind])) for kind, each in rows.items()}
    whom = pa.Table.from_pylist([{"kind": each.kind, "id": each.id} for each in subjects], SUBJECTS)
    return write_tables(folder, vocabulary, tables, whom, pa.Table.from_pylist(known, KNOWN), made_by=made_by)


def write_tables(
    folder: Path,
    vocabulary: Vocabulary,
    tables: Mapping[str, pa.Table],
    subjects: pa.Table,
    known: pa.Table | None = None,
    *,
    made_by: str,
) -> Store:
    """The same from Arrow tables, one a kind with the columns of `schema_of`, in any order."""
    (folder / "events").mkdir(parents=True, exist_ok=True)
    for path in (folder / "events").glob("*.parquet"):
        path.unlink()
    for kind, table in tables.items():
        wanted = schema_of(vocabulary.kind(kind))
        missing = sorted(set(wanted.names) - set(table.column_names))
        if missing:
            raise StoreError(f"The table of {kind} lacks the columns {', '.join(missing)}.")
        ordered = table.select(wanted.names).cast(wanted).sort_by(_ORDER)
        pq.write_table(ordered, folder / "events" / f"{kind}.parquet")
    pq.write_table(subjects.cast(SUBJECTS), folder / "subjects.parquet")
    pq.write_table((known if known is not None else KNOWN.empty_table()).cast(KNOWN), folder / "known.parquet")
    note = {"format": FORMAT, "vocabulary": digest_of(vocabulary), "made_by": made_by}
    (folder / "store.json").write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    return Store(folder, vocabulary)


def _row(event: Event) -> dict[str, object]:
    data = {DATA + name: list(value) if isinstance(value, tuple) else value for name, value in event.data.items()}
    return {
        "id": event.id,
        "subject_kind": event.subject.kind,
        "subject_id": event.subject.id,
        "agency": event.agency,
        "occurred_from": event.occurred_from,
        "occurred_to": event.occurred_to,
        "recorded_at": event.recorded_at,
        "corrects": event.corrects,
        "is_retraction": event.is_retraction,
        "text": event.text,
        **data,
    }


def _known(event: Event) -> Iterator[dict[str, object]]:
    for agency, each in event.known.items():
        for known in each:
            yield {"event_id": event.id, "agency": agency, "at": known.at, "shown_at": known.shown_at}
