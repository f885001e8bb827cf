"""What came of a story? The engine's answer with its reasons, sorted into what people ask about first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess, gaps
from followthrough.procedures.explain import Explanation, NotApplied, explain_duty, explain_signal, not_applied
from followthrough.procedures.explain.evidence import version_of
from followthrough.procedures.explain.pieces import Pieces, pieces_of
from followthrough.procedures.language.histories import Story
from followthrough.procedures.model.answer import Answer, DutyRow, DutyState, Gap, SignalRow, SignalState, Version
from followthrough.procedures.model.event import POOLED, Event
from followthrough.procedures.model.procedure import Obliging, WatchProcedure
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.replay.asking import Question


@dataclass(frozen=True)
class ToldDuty:
    number: str
    row: DutyRow
    procedure: Obliging
    why: Explanation


@dataclass(frozen=True)
class ToldSignal:
    """A signal with the visible time over which it stood; `stood_to` is None while it still stands."""

    row: SignalRow
    procedure: WatchProcedure
    why: Explanation
    stood_from: datetime
    stood_to: datetime | None


@dataclass(frozen=True)
class Pattern:
    """All signals of one watch: each further event of the same pattern is a signal of its own."""

    number: str
    signals: tuple[ToldSignal, ...]

    @property
    def first(self) -> ToldSignal:
        return self.signals[0]

    @cached_property
    def spans(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """Over which times it stood, joined where signals overlap; the last has no end while it still stands."""
        joined: list[tuple[datetime, datetime | None]] = []
        for each in self.signals:
            start, end = each.stood_from, each.stood_to
            if joined and (joined[-1][1] is None or start <= joined[-1][1]):
                start, before = joined.pop()
                end = None if before is None or end is None else max(before, end)
            joined.append((start, end))
        return tuple(joined)


@dataclass(frozen=True)
class Told:
    """One thing that happened, as it stood when asked."""

    number: str
    root: str
    event: Event
    known_to: tuple[str, ...]
    is_invented: bool
    is_taken_back: bool


@dataclass(frozen=True)
class Replay:
    question: Question
    calendar: Calendar
    answer: Answer
    duties: tuple[ToldDuty, ...]
    signals: tuple[ToldSignal, ...]
    gaps: tuple[Gap, ...]
    not_applied: tuple[NotApplied, ...]
    events: tuple[Told, ...]

    @property
    def story(self) -> Story:
        return self.question.story

    @property
    def vocabulary(self) -> Vocabulary:
        return self.question.rulebook.vocabulary

    def done_by(self, duty: ToldDuty) -> Event | None:
        """What closed a duty, as it stands."""
        root = duty.row.closed_by
        return None if root is None else version_of(self.story.history, root, self.question.as_of)

    def having(self, *states: DutyState) -> list[ToldDuty]:
        """Duties in these states, the earliest deadline first."""
        return sorted((each for each in self.duties if each.row.state in states), key=lambda each: each.row.due_at)

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        by_watch: dict[str, list[ToldSignal]] = {}
        for signal in sorted(self.signals, key=lambda each: (each.stood_from, each.row.true_at)):
            by_watch.setdefault(signal.row.procedure, []).append(signal)
        return tuple(Pattern(f"S{n}", tuple(each)) for n, each in enumerate(by_watch.values(), 1))

    @cached_property
    def pieces(self) -> tuple[Pieces, ...]:
        return pieces_of(self.gaps, self.question.rulebook, self.question.as_of)


def replay(question: Question, calendar: Calendar) -> Replay:
    """Ask the engine, and every row for its reasons."""
    history, rulebook, as_of = question.story.history, question.rulebook, question.as_of
    answer = assess(history, rulebook, calendar, as_of, question.perspective)
    return Replay(
        question=question,
        calendar=calendar,
        answer=answer,
        duties=tuple(_duties(question, calendar, answer)),
        signals=tuple(_signals(question, calendar, answer)),
        gaps=gaps(history, rulebook, calendar, as_of),
        not_applied=tuple(not_applied(history, rulebook, answer, calendar, question.perspective)),
        events=tuple(_events(question)),
    )


def _duties(question: Question, calendar: Calendar, answer: Answer) -> list[ToldDuty]:
    rows = sorted(answer.duties, key=lambda row: (row.opened_at, row.due_at, row.id))
    told = []
    for number, row in enumerate(rows, 1):
        procedure = question.rulebook.get(row.procedure, row.version)
        assert isinstance(procedure, Obliging)
        why = explain_duty(
            row, question.story.history, question.rulebook, calendar, as_of=answer.as_of, others=answer.duties
        )
        told.append(ToldDuty(f"D{number}", row, procedure, why))
    return told


def _signals(question: Question, calendar: Calendar, answer: Answer) -> list[ToldSignal]:
    told = []
    for row in answer.signals:
        procedure = question.rulebook.get(row.procedure, row.version)
        assert isinstance(procedure, WatchProcedure)
        why = explain_signal(row, question.story.history, question.rulebook, calendar, as_of=answer.as_of)
        told.append(ToldSignal(row, procedure, why, *_stood(row, answer)))
    return told


def _stood(row: SignalRow, answer: Answer) -> tuple[datetime, datetime | None]:
    """Over which visible time a signal stood, from its first standing version to the end of its last."""
    standing = [version for version in answer.versions if _is_standing(version, row)]
    if not standing:
        return row.true_at, row.ended_at
    ends = [version.to for version in standing]
    return min(version.from_ for version in standing), None if None in ends else max(end for end in ends if end)


def _is_standing(version: Version, row: SignalRow) -> bool:
    held = version.row
    return isinstance(held, SignalRow) and held.id == row.id and held.state is SignalState.STANDS


def _events(question: Question) -> list[Told]:
    """What the eyes of the question see, in order of when it happened; the story's own scaffolding left out."""
    history, as_of, story = question.story.history, question.as_of, question.story
    seen = [
        chain
        for root, chain in history.chains.items()
        if (at := chain.visible_at(question.perspective)) is not None and at <= as_of
        if not (root in story.basis and story.basis[root].is_scaffold)
    ]
    versions = sorted((chain.version(as_of) for chain in seen), key=lambda each: (each.occurred_from, each.id))
    by_version = {chain.version(as_of).id: chain for chain in seen}
    told = []
    for number, event in enumerate(versions, 1):
        chain = by_version[event.id]
        root = chain.root.id
        known = tuple(each for each in history.agencies if chain.known_at(each, as_of) is not None)
        known = tuple(each for each in known if (chain.known_at(each, as_of) or as_of) <= as_of)
        basis = story.basis.get(root)
        is_invented = basis is not None and basis.basis == "invented"
        told.append(Told(str(number), root, event, known, is_invented, event.is_retraction))
    return told


def is_pooled(question: Question) -> bool:
    return question.perspective == POOLED
