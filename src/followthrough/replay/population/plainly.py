"""The plain engine over a population: history by history, slow, and the definition of what the others must answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa

from followthrough.procedures.engines.plain import assess, gaps
from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.model.answer import DueRung, DutyRow, Gap, SignalRow
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.procedure import DutyProcedure, OnBreach, OnSignal, WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.replay.population.question import Question
from followthrough.replay.population.tables import DUTIES, GAPS, SIGNALS, Piece

_AT_ONCE = 500  # histories whose rows are put into one piece


def answers(question: Question) -> Iterator[Piece]:
    """Rows of so many subjects at a time."""
    rulebook = with_what_feeds(question.rulebook, question.only)
    kinds = {procedure.subject for procedure in rulebook.procedures}
    is_wanted = {procedure.id for procedure in question.procedures}
    total = len(question.store.subjects)
    rows: dict[str, list[dict[str, Any]]] = {"duties": [], "signals": [], "gaps": []}
    done = 0
    for done, history in enumerate(histories(question.store), 1):
        if history.subject.kind in kinds:
            answer = assess(history, rulebook, question.calendar, question.as_of, question.perspective)
            rows["duties"] += [_duty(row) for row in answer.duties if row.procedure in is_wanted]
            rows["signals"] += [_signal(row) for row in answer.signals if row.procedure in is_wanted]
            if question.has_gaps:
                wanted = _watches(rulebook, is_wanted)
                found = gaps(history, wanted, question.calendar, question.as_of) if wanted.procedures else ()
                rows["gaps"] += [row for gap in found for row in _gap(gap, history.subject)]
        if done % _AT_ONCE == 0:
            yield _piece(rows, done, total)
    yield _piece(rows, done, total)


def with_what_feeds(rulebook: Rulebook, only: frozenset[str] | None) -> Rulebook:
    """The procedures of `only` with all that they wait for."""
    if only is None:
        return rulebook
    wanted, waiting = set(), list(only)
    while waiting:
        identity = waiting.pop()
        if identity in wanted or identity not in rulebook.by_id:
            continue
        wanted.add(identity)
        for procedure in rulebook.by_id[identity]:
            if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach):
                waiting.append(procedure.when.procedure)
    return rulebook.with_procedures(each for each in rulebook.procedures if each.id in wanted)


def _watches(rulebook: Rulebook, wanted: set[str]) -> Rulebook:
    watches = (each for each in rulebook.procedures if isinstance(each, WatchProcedure) and each.id in wanted)
    return replace(rulebook, procedures=tuple(watches))


def _piece(rows: dict[str, list[dict[str, Any]]], done: int, total: int) -> Piece:
    forms = {"duties": DUTIES, "signals": SIGNALS, "gaps": GAPS}
    tables = {name: pa.Table.from_pylist(rows[name], form) for name, form in forms.items()}
    for each in rows.values():
        each.clear()
    return Piece(tables, done, total, "subjects")


def _duty(row: DutyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "procedure": row.procedure,
        "version": row.version,
        "subject_kind": row.subject.kind,
        "subject_id": row.subject.id,
        "agency": row.debtor.agency,
        "team": row.debtor.team,
        "role": row.debtor.role,
        "trigger": row.trigger,
        "opened_at": row.opened_at,
        "due_at": row.due_at,
        "state": row.state.value,
        "each": row.each,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by,
        "ended_at": row.ended_at,
        "because": list(row.because),
        "is_uncertain": row.is_uncertain,
        "rungs": [_step(each) for each in row.rungs],
        "reminders": [_step(each) for each in row.reminders],
    }


def _step(rung: DueRung) -> dict[str, Any]:
    tell = rung.tell
    return {"index": rung.index, "at": rung.at, "agency": tell.agency, "team": tell.team, "role": tell.role}


def _signal(row: SignalRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "procedure": row.procedure,
        "version": row.version,
        "subject_kind": row.subject.kind,
        "subject_id": row.subject.id,
        "root": row.root,
        "true_at": row.true_at,
        "state": row.state.value,
        "evidence": list(row.evidence),
        "ended_at": row.ended_at,
        "is_uncertain": row.is_uncertain,
    }


def _gap(gap: Gap, subject: Subject) -> Iterator[dict[str, Any]]:
    for agency, known_at in sorted(gap.by_agency.items()):
        yield {
            "watch": gap.watch,
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "signal": gap.signal,
            "true_at": gap.true_at,
            "pooled_at": gap.pooled_at,
            "agency": agency,
            "known_at": known_at,
        }
