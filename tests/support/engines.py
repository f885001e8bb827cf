"""Runs a population of small worlds on the plain engine and on the set-based one, and says where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess, gaps
from followthrough.procedures.engines.relational.engine import Run
from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.engines.relational.rows import duty_rows, gap_rows, signal_rows
from followthrough.procedures.engines.relational.session import Session
from followthrough.procedures.engines.relational.store import Store, write
from followthrough.procedures.engines.relational.ticks import ticks
from followthrough.procedures.model.answer import Gap, Row
from followthrough.procedures.model.event import POOLED, Subject
from followthrough.procedures.model.procedure import WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook
from tests.generative.worlds import World
from tests.support.tally import tell

Rows = dict[tuple[str, int, str], Row]


def differences(
    worlds: Sequence[World], rulebook: Rulebook, calendar: Calendar, session: Session, perspective: str = POOLED,
    *, every_change: bool = False, of: str = "plain = DuckDB", name: str = "",
) -> list[tuple[World, Row | None, Row | None]]:  # fmt: skip
    """Each row that is not the same on both engines, with its world: (world, plain, set-based).

    Counted as comparisons `of` two engines, under a rulebook of this `name`, or of its own version.
    """
    by_subject = {each.subject: each for each in worlds}
    with TemporaryDirectory() as folder:
        store = store_of(Path(folder), worlds, rulebook)
        plain = on_plain(store, by_subject, rulebook, calendar, perspective)
        found = on_session(store, worlds, rulebook, calendar, session, perspective, every_change=every_change)
    tell(of, worlds, name or rulebook.version, perspective, len(plain))
    return [
        (by_subject[(plain.get(key) or found[key]).subject], plain.get(key), found.get(key))
        for key in sorted(plain.keys() | found.keys())
        if plain.get(key) != found.get(key)
    ]


def store_of(folder: Path, worlds: Iterable[World], rulebook: Rulebook) -> Store:
    events = [event for each in worlds for event in each.events]
    return write(folder, rulebook.vocabulary, events, [each.subject for each in worlds], made_by="a test")


def on_plain(
    store: Store, worlds: dict[Subject, World], rulebook: Rulebook, calendar: Calendar, perspective: str
) -> Rows:
    answers = (assess(each, rulebook, calendar, worlds[each.subject].as_of, perspective) for each in histories(store))
    return by_key(row for answer in answers for row in (*answer.duties, *answer.signals))


def on_session(
    store: Store, worlds: Sequence[World], rulebook: Rulebook, calendar: Calendar, session: Session,
    perspective: str, *, every_change: bool = False,
) -> Rows:  # fmt: skip
    """All worlds in one run: at one instant where they share it, else each at its own."""
    session.start_over()
    last = max(each.as_of for each in worlds)
    is_one = all(each.as_of == last for each in worlds)
    moments = None if is_one else _moments(worlds)
    run = Run(session, store, rulebook, calendar, last, perspective, moments, every_change)
    found: Rows = {}
    for procedure, table in run.answers():
        rows = signal_rows(table) if isinstance(procedure, WatchProcedure) else duty_rows(table)
        mine = by_key(rows)
        assert len(mine) == len(rows), f"{procedure.id} gave one row twice"
        found |= mine
    return found


def gap_differences(
    worlds: Sequence[World], rulebook: Rulebook, calendar: Calendar, session: Session
) -> list[tuple[list[Gap], list[Gap]]]:
    """The sharing gaps of all worlds as of one instant, where the engines differ."""
    as_of = worlds[0].as_of
    with TemporaryDirectory() as folder:
        store = store_of(Path(folder), worlds, rulebook)
        plain = {each.subject: list(gaps(each, rulebook, calendar, as_of)) for each in histories(store)}
        found = gaps_on_session(store, rulebook, calendar, session, as_of)
    tell("sharing gaps, plain = DuckDB", worlds, rulebook.version, POOLED, sum(map(len, plain.values())))
    return [(plain[each], found.get(each, [])) for each in plain if plain[each] != found.get(each, [])]


def gaps_on_session(
    store: Store, rulebook: Rulebook, calendar: Calendar, session: Session, as_of: datetime
) -> dict[Subject, list[Gap]]:
    session.start_over()
    found: dict[Subject, list[Gap]] = {}
    for _, table in Run(session, store, rulebook, calendar, as_of).gaps():
        for subject, mine in gap_rows(table).items():
            found[subject] = [*found.get(subject, []), *mine]
    return found


def _moments(worlds: Iterable[World]) -> pa.Table:
    rows = [(each.subject.kind, each.subject.id, ticks(each.as_of)) for each in worlds]
    kinds, ids, instants = zip(*rows, strict=True)
    return pa.table({"kind": kinds, "id": ids, "at": pa.array(instants, pa.int64())})


def by_key(rows: Iterable[Row]) -> Rows:
    return {(row.procedure, row.version, row.id): row for row in rows}
