"""The set-based engine over a population, on DuckDB: part by part, each procedure for all of a part at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from followthrough.procedures.engines.relational.engine import Run
from followthrough.procedures.engines.relational.parts import Parts
from followthrough.procedures.engines.relational.script import SaysMore, Script
from followthrough.procedures.engines.relational.session import Session, duckdb_session
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.procedure import AnyProcedure, WatchProcedure
from followthrough.replay.population.plainly import with_what_feeds
from followthrough.replay.population.question import Question
from followthrough.replay.population.tables import DUTIES, GAPS, SIGNALS, Piece


def answers(question: Question) -> Iterator[Piece]:
    with duckdb_session(question.memory) as session, TemporaryDirectory(prefix="followthrough-") as folder:
        parts = Parts(question.store, Path(folder), question.memory)
        if len(parts) == 1:
            yield from pieces(question, session)
            return
        asked = _InTurn(question, session)
        for number, part in enumerate(parts):
            session.start_over()
            for piece in asked.of_part(part):
                done, total = number * piece.total + piece.done, len(parts) * piece.total
                yield replace(piece, done=done, total=total)


class _InTurn:
    """The parts of a store: each is asked in the words of the last that was thought out, where they hold for it."""

    def __init__(self, question: Question, session: Session) -> None:
        self.question, self.session = question, session
        self._script: Script | None = None
        self._forms: list[Piece] = []  # what the script answers, without its rows

    def of_part(self, part: Store) -> Iterator[Piece]:
        done = 0
        if self._script is not None:
            try:
                for piece in self._again(self._script):
                    done += 1
                    yield piece
                return
            except SaysMore:
                self.session.start_over()
        yield from islice(self._thought_out(part), done, None)

    def _again(self, script: Script) -> Iterator[Piece]:
        for form, table in zip(self._forms, self.session.again(script), strict=True):
            yield replace(form, tables={name: table.cast(each.schema) for name, each in form.tables.items()})

    def _thought_out(self, part: Store) -> Iterator[Piece]:
        self._script, self._forms = self.session.write_down(), []
        for piece in pieces(replace(self.question, store=part), self.session, self.question.store):
            self._forms.append(replace(piece, tables={name: each.slice(0, 0) for name, each in piece.tables.items()}))
            yield piece


def pieces(question: Question, session: Session, whole: Store | None = None) -> Iterator[Piece]:
    """The rows of one procedure at a time; then the gaps of each watch. `whole` is what the store is a part of."""
    rulebook = with_what_feeds(question.rulebook, question.only)
    wanted = {procedure.id for procedure in question.procedures}
    watches = [each for each in question.procedures if _has_gap(each)] if question.has_gaps else []
    total, done = len(question.procedures) + len(watches), 0
    run = Run(session, question.store, rulebook, question.calendar, question.as_of, question.perspective, whole=whole)
    for procedure, table in run.answers(wanted):
        done += 1
        name, form = ("signals", SIGNALS) if isinstance(procedure, WatchProcedure) else ("duties", DUTIES)
        yield Piece({name: table.cast(form)}, done, total, "procedures")
    if not watches:
        return
    if question.perspective != POOLED:
        session.start_over()
        run = Run(session, question.store, rulebook, question.calendar, question.as_of, whole=whole)
    for _, gaps in run.gaps({each.id for each in watches}):
        done += 1
        yield Piece({"gaps": gaps.cast(GAPS)}, done, total, "procedures")


def _has_gap(procedure: AnyProcedure) -> bool:
    return isinstance(procedure, WatchProcedure) and not procedure.reads_absence
