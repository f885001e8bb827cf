"""What is asked of a population, and of which procedures?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.compute as pc

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.relational.store import Store, StoreError
from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.replay.asking import FORM, CannotAsk

MEMORY = "4GB"


@dataclass(frozen=True)
class Question:
    """`only` are the procedures whose rows are wanted; None is all. What feeds them is worked out either way.

    `memory` is how much of its relations the engine on DuckDB holds before it writes them to disk.
    """

    store: Store
    rulebook: Rulebook
    calendar: Calendar
    as_of: datetime
    perspective: str = POOLED
    rulebook_of: str = "today"
    only: frozenset[str] | None = None
    has_gaps: bool = True
    memory: str = MEMORY

    @property
    def procedures(self) -> tuple[AnyProcedure, ...]:
        """Those that are asked, each after what feeds it."""
        asked = (identity for identity in self.rulebook.strata if self.only is None or identity in self.only)
        return tuple(procedure for identity in asked for procedure in self.rulebook.by_id[identity])


def open_store(folder: Path, vocabulary: Vocabulary) -> Store:
    try:
        return Store(folder, vocabulary)
    except StoreError as error:
        raise CannotAsk(str(error)) from error


def read_as_of(text: str | None, store: Store) -> datetime:
    """The instant asked about; left out, the last that the record holds."""
    if text is None:
        return last_recorded(store)
    try:
        return parse_local_instant(text)[1]
    except ValueError as error:
        raise CannotAsk(f"“{text}” is no time for --as-of. Write {FORM}.") from error


def read_memory(text: str | None) -> str:
    """How much DuckDB may hold, in its own words: “4GB”, “800MB”."""
    if text is None:
        return MEMORY
    if not re.fullmatch(r"[1-9]\d*(MB|GB)", text):
        raise CannotAsk(f"“{text}” is no size for --memory. Write as “{MEMORY}” or “800MB”.")
    return text


def last_recorded(store: Store) -> datetime:
    latest = [pc.max(store.table_of(kind).column("recorded_at")).as_py() for kind in store.kinds]
    instants = [at.astimezone(UTC) for at in latest if at is not None]
    if not instants:
        raise CannotAsk(f"{store.folder} holds no event. Give a folder that holds histories.")
    return max(instants)


def check_perspective(perspective: str, vocabulary: Vocabulary) -> None:
    if perspective != POOLED and perspective not in vocabulary.agencies:
        known = ", ".join(vocabulary.agencies)
        raise CannotAsk(f"There is no agency “{perspective}”. Write {POOLED}, or one of: {known}.")
