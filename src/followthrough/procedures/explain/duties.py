"""Why does a duty stand, how was its date worked out, what would meet it, and who is told next?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.explain import sums
from followthrough.procedures.explain.evidence import lines, version_of
from followthrough.procedures.explain.nouns import Explanation
from followthrough.procedures.explain.words import (
    MaySee,
    agency_words,
    at_words,
    condition_parts,
    date_trigger_words,
    deadline_confidence,
    everybody_may_see,
    kind_words,
    listed,
    lower,
    match_words,
    occurred_words,
    on_words,
    party_words,
    recorded_words,
    rule_confidence,
    source_words,
    told_words,
    upper,
)
from followthrough.procedures.model.answer import DutyRow, DutyState
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import (
    Closing,
    DutyProcedure,
    GateProcedure,
    Obliging,
    OnAge,
    OnBreach,
    OnDate,
    OnSignal,
    StandingProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import Vocabulary


def explain_duty(
    row: DutyRow,
    history: History,
    rulebook: Rulebook,
    calendar: Calendar,
    *,
    may_see: MaySee = everybody_may_see,
    as_of: datetime | None = None,
) -> Explanation:
    """The whole why of one duty. With `as_of`, who is told next is the next one after that instant."""
    procedure = rulebook.get(row.procedure, row.version)
    assert isinstance(procedure, Obliging)
    teller = _Teller(row, procedure, history, rulebook, calendar, may_see, as_of)
    worked_out, notes = sums.of_duty(row, procedure, teller.event, rulebook, calendar)
    who_next, next_at = teller.who_next()
    roots = (row.trigger, *row.because, *([row.closed_by] if row.closed_by else []))
    return Explanation(
        sentence=" ".join(teller.sentences()),
        sum=worked_out,
        source=source_words(procedure.source),
        confidence=f"{rule_confidence(procedure.confidence)} {deadline_confidence(procedure.deadline_confidence)}",
        evidence=lines(roots, history, rulebook.vocabulary, calendar, may_see, as_of),
        what_would_meet=teller.what_would_meet(),
        who_next=who_next,
        next_at=next_at,
        notes=notes,
    )


class _Teller:
    def __init__(
        self,
        row: DutyRow,
        procedure: Obliging,
        history: History,
        rulebook: Rulebook,
        calendar: Calendar,
        may_see: MaySee,
        as_of: datetime | None,
    ) -> None:
        self.row, self.procedure, self.rulebook, self.calendar = row, procedure, rulebook, calendar
        self.history, self.may_see, self.as_of = history, may_see, as_of
        self.event = version_of(history, row.trigger, as_of)

    @property
    def vocabulary(self) -> Vocabulary:
        return self.rulebook.vocabulary

    # Why

    def sentences(self) -> Iterator[str]:
        debtor = party_words(self.row.debtor, self.vocabulary)
        verb = "owes" if self.row.state.is_waiting else "owed"
        yield f"{debtor} {verb} this: {lower(self.procedure.action).rstrip('.')}."
        yield from self._why()
        yield from self._for_whom()
        if self.row.is_uncertain:
            yield "The record is not exact about a time, and an exact time could change this."

    def _why(self) -> Iterator[str]:
        match self.procedure:
            case DutyProcedure(when=OnSignal(watch)):
                yield f"This is because a pattern came up. It is called “{self._title(watch)}”."
            case DutyProcedure(when=OnBreach(other)):
                yield f"This is because another duty was not done in time. It is called “{self._title(other)}”."
            case DutyProcedure(when=OnAge(years)):
                yield f"This is because the child turned {years}."
            case DutyProcedure(when=OnDate() as when):
                yield from self._because_of_a_date(when)
            case StandingProcedure(state=state):
                yield f"It is owed again and again for as long as this holds: “{self._state(state)}”."
                yield from self._what_happened("It was last counted from this:")
            case GateProcedure():
                yield from self._what_happened("It had to be done before this:")
            case _:
                yield from self._what_happened("This is because")
                yield from self._when_its_clock_starts()
        condition = getattr(self.procedure, "condition", None)
        for part in condition_parts(condition, self.vocabulary):
            yield f"Also, {part}."

    def _because_of_a_date(self, when: OnDate) -> Iterator[str]:
        if self.event is not None and self.may_see(self.row.trigger):
            told = date_trigger_words(when, self.event, self.vocabulary, self.calendar)
            yield f"This is because a date has come: {told}."
        yield from self._what_happened("The date stands here:")

    def _what_happened(self, opening: str) -> Iterator[str]:
        if self.event is None:
            return
        if not self.may_see(self.row.trigger):
            yield f"{opening} something happened that you may not see."
            return
        yield f"{opening} {lower(kind_words(self.event.kind, self.vocabulary))}."
        agency = agency_words(self.event.agency, self.vocabulary)
        yield f"{agency} has this on record for {occurred_words(self.event, self.calendar)}."

    def _when_its_clock_starts(self) -> Iterator[str]:
        """Said only where it is not the time of what happened."""
        if self.event is None or self.row.opened_at <= self.event.occurred_to:
            return
        since = on_words(self.row.opened_at, self.calendar)
        known_at = self.history.chains[self.row.trigger].known_at(self.row.debtor.agency, self._asked_at())
        if known_at == self.row.opened_at and self.may_see(self.row.trigger):
            agency = agency_words(self.row.debtor.agency, self.vocabulary)
            yield f"{agency} came to know of it {since}, so its clock starts there."
        else:
            yield f"Its clock starts {since}, when all that it needs was known."

    def _asked_at(self) -> datetime:
        return self.as_of or max(event.recorded_at for event in self.history.events)

    def _for_whom(self) -> Iterator[str]:
        each = self.row.each
        if not each:
            return
        if each == self.row.subject.id:
            yield "It is owed for each one; this one is for this child."
        elif each in self.vocabulary.agencies:
            yield f"It is owed for each one; this one is for {agency_words(each, self.vocabulary)}."
        else:
            yield f"It is owed for each one; this one is for {each}."

    def _title(self, procedure: str) -> str:
        versions = self.rulebook.by_id.get(procedure, ())
        return versions[-1].title if versions else procedure

    def _state(self, state: str) -> str:
        kind = self.vocabulary.states.get(state)
        return kind.title if kind else state

    # What would meet it

    def what_would_meet(self) -> str:
        row = self.row
        if row.closed_at is not None and row.closed_by is not None:
            return self._how_it_closed(row.closed_at, row.closed_by)
        if row.state is DutyState.SUPERSEDED:
            return "Nothing: what made it was taken back."
        if row.state is DutyState.EXCUSED:
            return "Nothing more: it was excused."
        closings = self.procedure.closed_by
        ways = [match_words(closing.match, self.vocabulary) for closing in closings]
        is_one = len([kind for closing in closings for kind in closing.match.kinds]) == 1
        told = [f"It is met when {'this' if is_one else 'one of these'} is on record: {listed(ways)}."]
        if same := listed((word for closing in closings for word in _same(closing)), "and"):
            told.append(f"It must be about the same {same}.")
        return " ".join((*told, *self._where(closings)))

    def _where(self, closings: tuple[Closing, ...]) -> list[str]:
        kinds = (self.vocabulary.kinds.get(kind) for closing in closings for kind in closing.match.kinds)
        where = listed(recorded_words(kind.recorded_by) for kind in kinds if kind and kind.recorded_by)
        return [f"{upper(where)}."] if where else []

    def _how_it_closed(self, at: datetime, root: str) -> str:
        if not self.may_see(root):
            return "It was closed by an event that you may not see."
        event = version_of(self.history, root, self.as_of)
        what = f": {lower(kind_words(event.kind, self.vocabulary))}" if event else ""
        verb = "excused" if self.row.state is DutyState.EXCUSED else "done"
        return f"It was {verb} {on_words(at, self.calendar)}{what}."

    # Who is told next

    def who_next(self) -> tuple[str, datetime | None]:
        row = self.row
        if not row.state.is_waiting:
            return "", None
        if row.ended_at is not None:
            return f"Nobody: it stopped climbing {on_words(row.ended_at, self.calendar)}.", None
        steps = [*row.reminders, *row.rungs]
        ahead = [step for step in steps if self.as_of is None or step.at > self.as_of]
        if not ahead:
            return ("Everybody on its ladder has been told." if steps else "Nobody: it has no ladder."), None
        step = min(ahead, key=lambda each: (each.at, each.index))
        told = told_words(step.tell, self.vocabulary)
        when = at_words(step.at, self.calendar)
        return f"If it is not done by {when}, this is told to {told}.", step.at


def _same(closing: Closing) -> list[str]:
    """What it must share with what began the duty, where a reader can tell: not who wrote it, not ids of entries."""
    pairs = [mine for mine, theirs in closing.matching if theirs not in ("root", "subject", "each", "author")]
    return ["share" if mine == "leg" else mine.replace("_", " ") for mine in pairs]
