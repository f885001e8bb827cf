"""Which engine answers, and how far is it? Rows are written as they come; an interrupt leaves what was done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from followthrough.procedures.engines.relational.store import Store
from followthrough.replay.population.question import Question
from followthrough.replay.population.tables import Piece, Rows
from followthrough.replay.progress import Bar

Engine = Callable[[Question], Iterator[Piece]]
# Each is imported when it is asked for.
ENGINES = {
    "plain": "followthrough.replay.population.plainly",
    "duckdb": "followthrough.replay.population.relationally",
    "spark": "followthrough.replay.population.on_spark",
}
PLAIN, SET_BASED = "plain", "duckdb"
FEW = 500  # subjects: so many have their answer from the plain engine before the set-based one has written its SQL


def usual(store: Store) -> str:
    """The engine that is asked when nobody names one: the rows are the same, so the faster."""
    return PLAIN if len(store.subjects) <= FEW else SET_BASED


def engine_of(name: str) -> Engine:
    found: Engine = import_module(ENGINES[name]).answers
    return found


def run(question: Question, engine: str, folder: Path) -> Rows:
    """Every row, into `folder`. Raises KeyboardInterrupt when a person stops it, with the files closed."""
    with Rows(folder) as rows, Bar("steps done", 1) as bar:
        try:
            for piece in engine_of(engine)(question):
                rows.add(piece)
                bar.what = f"{piece.what} done"
                bar.to(piece.done, piece.total)
        except KeyboardInterrupt:
            held = ", ".join(f"{rows.counts[name]:,} {name}" for name in ("duties", "signals", "gaps"))
            print(f"\nSo far: {held}, in {folder}.", file=sys.stderr)
            raise
    return rows
