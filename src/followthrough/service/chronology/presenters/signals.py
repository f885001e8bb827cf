"""What patterns stand, and on what do they rest? In the engine's own words."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.explain import explain_signal
from followthrough.procedures.model.answer import SignalRow, SignalState
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.procedure import WatchProcedure
from followthrough.service.chronology.queries import Chronicle
from followthrough.service.design import dates
from followthrough.service.design.components import Tag, Why
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Signal


@dataclass(frozen=True)
class SignalCard:
    anchor: str
    number: str
    title: str
    meaning: str
    since: dates.When
    tag: Tag
    what_comes: str
    why: Why


def cards_of(signals: list[Signal], chronicle: Chronicle) -> tuple[SignalCard, ...]:
    """Those that stand; numbers count every signal, as in the picture."""
    return tuple(_card(n, each, chronicle) for n, each in enumerate(signals, 1) if each.state == SignalState.STANDS)


def _card(n: int, signal: Signal, chronicle: Chronicle) -> SignalCard:
    return SignalCard(
        anchor=f"signal-{n}",
        number=f"S{n}",
        title=signal.title,
        meaning=signal.meaning,
        since=dates.when(signal.true_at),
        tag=Tag("Signal", "signal"),
        **_told(signal, chronicle),
    )


def _told(signal: Signal, chronicle: Chronicle) -> dict[str, object]:
    rules = rulebook.current()
    versions = rules.by_id.get(signal.procedure, ())
    if not any(each.version == signal.version and isinstance(each, WatchProcedure) for each in versions):
        return {"what_comes": "", "why": Why(signal.meaning, source=signal.source.get("title", ""))}
    told = explain_signal(engine_row(signal), chronicle.history, rules, calendar.current())
    evidence = [str(line) for line in told.evidence]
    if hidden := len(set(signal.evidence) - set(chronicle.history.chains)):
        evidence.append(f"And {hidden} more that you may not see.")
    why = Why(
        sentence=told.sentence,
        sum=(told.sum,) if told.sum else (),
        evidence=tuple(evidence),
        source=told.source,
        confidence=told.confidence,
        summary="What does it rest on?",
    )
    return {"what_comes": told.who_next, "why": why}


def engine_row(signal: Signal) -> SignalRow:
    return SignalRow(
        id=signal.id,
        procedure=signal.procedure,
        version=signal.version,
        subject=Subject(signal.subject_kind, signal.subject_id),
        root=signal.root,
        true_at=signal.true_at,
        state=SignalState(signal.state),
        evidence=tuple(signal.evidence),
        ended_at=signal.ended_at,
        is_uncertain=signal.is_uncertain,
    )
