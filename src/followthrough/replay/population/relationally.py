"""The set-based engine over a population, on DuckDB: part by part, each procedure for all of a part at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from followthrough.procedures.engines.relational.engine import Run
from followthrough.procedures.engines.relational.parts import Parts
from followthrough.procedures.engines.relational.session import Session, duckdb_session
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.procedure import AnyProcedure, WatchProcedure
from followthrough.replay.population.plainly import with_what_feeds
from followthrough.replay.population.question import Question
from followthrough.replay.population.tables import DUTIES, GAPS, SIGNALS, Piece


def answers(question: Question) -> Iterator[Piece]:
    with duckdb_session(question.memory) as session, TemporaryDirectory(prefix="followthrough-") as folder:
        parts = Parts(question.store, Path(folder), question.memory)
        for number, part in enumerate(parts):
            session.start_over()
            for piece in pieces(replace(question, store=part), session):
                done, total = number * piece.total + piece.done, len(parts) * piece.total
                yield replace(piece, done=done, total=total)


def pieces(question: Question, session: Session) -> Iterator[Piece]:
    """The rows of one procedure at a time; then the gaps of each watch."""
    rulebook = with_what_feeds(question.rulebook, question.only)
    wanted = {procedure.id for procedure in question.procedures}
    watches = [each for each in question.procedures if _has_gap(each)] if question.has_gaps else []
    total, done = len(question.procedures) + len(watches), 0
    run = Run(session, question.store, rulebook, question.calendar, question.as_of, question.perspective)
    for procedure, table in run.answers(wanted):
        done += 1
        name, form = ("signals", SIGNALS) if isinstance(procedure, WatchProcedure) else ("duties", DUTIES)
        yield Piece({name: table.cast(form)}, done, total, "procedures")
    if not watches:
        return
    if question.perspective != POOLED:
        session.start_over()
        run = Run(session, question.store, rulebook, question.calendar, question.as_of)
    for _, gaps in run.gaps({each.id for each in watches}):
        done += 1
        yield Piece({"gaps": gaps.cast(GAPS)}, done, total, "procedures")


def _has_gap(procedure: AnyProcedure) -> bool:
    return isinstance(procedure, WatchProcedure) and not procedure.reads_absence
