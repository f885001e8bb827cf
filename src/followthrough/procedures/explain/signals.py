"""What does a signal tell, on which events does it rest, and what comes of it?"""

from __future__ import annotations

from datetime import datetime

from followthrough.procedures.calendars import Calendar, work_out
from followthrough.procedures.explain import sums
from followthrough.procedures.explain.evidence import lines, version_of
from followthrough.procedures.explain.nouns import Explanation
from followthrough.procedures.explain.words import (
    MaySee,
    condition_parts,
    everybody_may_see,
    listed,
    match_words,
    on_words,
    rule_confidence,
    source_words,
    upper,
)
from followthrough.procedures.model.answer import SignalRow, SignalState
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import DutyProcedure, OnSignal, WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook


def explain_signal(
    row: SignalRow,
    history: History,
    rulebook: Rulebook,
    calendar: Calendar,
    *,
    may_see: MaySee = everybody_may_see,
    as_of: datetime | None = None,
) -> Explanation:
    watch = rulebook.get(row.procedure, row.version)
    assert isinstance(watch, WatchProcedure)
    worked = _sum(row, watch, version_of(history, row.root, as_of) if may_see(row.root) else None, rulebook, calendar)
    return Explanation(
        about="signal",
        row=row.id,
        procedure=watch,
        state=row.state.value,
        sentence=_sentence(row, watch, calendar),
        sum=worked.words,
        holidays=worked.holidays,
        source=source_words(watch.source),
        confidence=rule_confidence(watch.confidence),
        evidence=lines(row.evidence, history, rulebook.vocabulary, calendar, may_see, as_of),
        what_would_meet=_what_ends_it(row, watch, rulebook, calendar),
        who_next=_what_comes_of_it(watch, rulebook),
    )


def _sentence(row: SignalRow, watch: WatchProcedure, calendar: Calendar) -> str:
    meaning = (watch.meaning or watch.says).strip().rstrip(".")
    words = [f"{upper(meaning)}.", f"The pattern came true {on_words(row.true_at, calendar)}."]
    if row.is_uncertain:
        words.append("The record is not exact about a time, and an exact time could change this.")
    return " ".join(words)


def _sum(
    row: SignalRow, watch: WatchProcedure, since: Event | None, rulebook: Rulebook, calendar: Calendar
) -> sums.Worked:
    """What the pattern is; for a silence, how its limit was worked out from the last event that broke it."""
    if watch.lasting is None:
        parts = [f"{upper(part)}." for part in condition_parts(watch.pattern, rulebook.vocabulary)]
        return sums.Worked(row.true_at, " ".join(parts))
    if since is None:
        return sums.Worked(row.true_at, f"Nothing for {watch.lasting}.")
    return sums.of_silence(work_out(calendar, since.occurred_to, watch.lasting))


def _what_ends_it(row: SignalRow, watch: WatchProcedure, rulebook: Rulebook, calendar: Calendar) -> str:
    if row.state is SignalState.WITHDRAWN:
        return "It was withdrawn: later records show that it never held."
    if row.state is SignalState.ENDED:
        ended = f" {on_words(row.ended_at, calendar)}" if row.ended_at else ""
        return f"It ended{ended}."
    if watch.silence is not None:
        return f"It ends when this is on record: {match_words(watch.silence, rulebook.vocabulary)}."
    return "What happened does not un-happen: the signal stands until the record is put right."


def _what_comes_of_it(watch: WatchProcedure, rulebook: Rulebook) -> str:
    fed = [
        f"“{each.title}”"
        for each in rulebook.procedures
        if isinstance(each, DutyProcedure) and isinstance(each.when, OnSignal) and each.when.procedure == watch.id
    ]
    return f"It leads to {listed(fed, 'and')}." if fed else "No duty follows by itself: it is for people to read."
