"""What patterns stand, and on what do they rest? In the engine's own words."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.explain import explain_signal
from followthrough.procedures.explain.parts import evidence
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
    anchors: tuple[str, ...]
    number: str
    title: str
    meaning: str
    times: tuple[dates.When, ...]
    tag: Tag
    what_comes: str
    why: Why


def cards_of(signals: list[Signal], chronicle: Chronicle) -> tuple[SignalCard, ...]:
    """Those that stand, one card a pattern however often it came true; numbers count signals as in the picture."""
    alike: dict[tuple[str, int], list[tuple[int, Signal]]] = {}
    for n, each in enumerate(signals, 1):
        if each.state == SignalState.STANDS:
            alike.setdefault((each.procedure, each.version), []).append((n, each))
    return tuple(_card(group, chronicle) for group in alike.values())


def _card(group: list[tuple[int, Signal]], chronicle: Chronicle) -> SignalCard:
    """What it rests on is told of the latest: it reads the most."""
    numbers = [n for n, _ in group]
    signal = group[-1][1]
    what_comes, why = _told(signal, chronicle)
    return SignalCard(
        anchors=tuple(f"signal-{n}" for n in numbers),
        number=f"S{numbers[0]}" if len(numbers) == 1 else f"S{numbers[0]} to S{numbers[-1]}",
        title=signal.title,
        meaning=signal.meaning,
        times=tuple(dates.when(each.true_at) for _, each in group),
        tag=Tag("Signal", "signal"),
        what_comes=what_comes,
        why=why,
    )


def _told(signal: Signal, chronicle: Chronicle) -> tuple[str, Why]:
    rules = rulebook.current()
    versions = rules.by_id.get(signal.procedure, ())
    if not any(each.version == signal.version and isinstance(each, WatchProcedure) for each in versions):
        return "", Why(signal.meaning, source=signal.source.get("title", ""))
    history = chronicle.history
    told = explain_signal(
        engine_row(signal), history, rules, calendar.current(), may_see=lambda root: root in history.chains
    )
    why = Why(
        sentence=told.sentence,
        sum=(told.sum,) if told.sum else (),
        evidence=evidence(told),
        source=told.source,
        confidence=told.confidence,
        summary="What does it rest on?",
    )
    return told.who_next, why


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
