"""What would one history have raised under a changed rulebook? Duties and signals of both answers, set side by side.

As what-if does on the command line: another rule would have led people to act otherwise, so this says only what would
have been asked of the same history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.engines.plain import assess
from followthrough.procedures.model.answer import DutyRow, DutyState, Row, SignalRow, SignalState
from followthrough.procedures.model.history import History
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.learning.changes.checking import Sound
from followthrough.service.ledger import calendar
from followthrough.service.ledger.adoption import feeders


@dataclass(frozen=True)
class Difference:
    """`was` and `now` are the same duty or signal in both answers; None where one has it not."""

    was: Row | None
    now: Row | None

    @property
    def row(self) -> Row:
        found = self.now or self.was
        assert found is not None
        return found

    @property
    def days_earlier(self) -> float:
        """Of a deadline in both answers: below nought where it comes later."""
        if isinstance(self.was, DutyRow) and isinstance(self.now, DutyRow):
            return (self.was.due_at - self.now.due_at).total_seconds() / 86_400
        return 0.0


@dataclass(frozen=True)
class Pair:
    """Both rulebooks as they are asked of the past: today's rules, and of them what the change reaches."""

    before: Rulebook
    after: Rulebook
    reached: frozenset[str]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(each.subject for rules in (self.before, self.after) for each in rules.procedures)

    def of(self, history: History, as_of: datetime) -> list[Difference]:
        """Every duty and signal of what the change reaches, changed or not."""
        was, now = (self._asked(rules, history, as_of) for rules in (self.before, self.after))
        return [Difference(was.get(each), now.get(each)) for each in dict.fromkeys([*was, *now])]

    def _asked(self, rules: Rulebook, history: History, as_of: datetime) -> dict[str, Row]:
        answer = assess(history, rules, calendar.current(), as_of)
        duties = (each for each in answer.duties if each.state is not DutyState.SUPERSEDED)
        signals = (each for each in answer.signals if each.state is not SignalState.WITHDRAWN)
        rows: list[Row] = [*duties, *signals]
        return {each.id: each for each in rows if each.procedure in self.reached}


def pair(sound: Sound) -> Pair:
    before, after = sound.before.latest(), sound.after.latest()
    reached = _fed(_fed(set(sound.changed), after), before)
    return Pair(_only(before, reached), _only(after, reached), frozenset(reached))


def _fed(found: set[str], rules: Rulebook) -> set[str]:
    """What waits for the signals and breaches of what differs differs too."""
    reach = set(found)
    for identity in rules.strata:
        if reach & set(feeders(rules, identity)):
            reach.add(identity)
    return reach


def _only(rules: Rulebook, wanted: Iterable[str]) -> Rulebook:
    needed = set(wanted)
    for identity in reversed(rules.strata):
        if identity in needed:
            needed |= set(feeders(rules, identity))
    return rules.with_procedures(each for each in rules.procedures if each.id in needed)


def is_signal(row: Row) -> bool:
    return isinstance(row, SignalRow)


def first_signals(found: Iterable[Difference]) -> list[float]:
    """By how many days the first alert of each watch would come earlier in this history; below nought for later."""
    was, now = dict[str, datetime](), dict[str, datetime]()
    for each in found:
        for row, first in ((each.was, was), (each.now, now)):
            if isinstance(row, SignalRow):
                first[row.procedure] = min(first.get(row.procedure, row.true_at), row.true_at)
    moved = ((was[watch] - at).total_seconds() / 86_400 for watch, at in now.items() if watch in was)
    return [days for days in moved if days]
