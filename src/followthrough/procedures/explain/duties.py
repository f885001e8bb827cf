"""Why does a duty stand, how was its date worked out, what would meet it, and who is told next?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain.states import EXCUSED
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
    happened_words,
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
from followthrough.procedures.model.answer import DutyRow, DutyState, Row
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import (
    Closing,
    DutyProcedure,
    EachChild,
    GateProcedure,
    Obliging,
    OnAge,
    OnBreach,
    OnCalendar,
    OnDate,
    OnSignal,
    StandingProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import Vocabulary

_HOW_LATE = {
    DutyState.MET_LATE: " That was after the deadline.",
    DutyState.MET_RECORDED_LATE: " That was in time. It was written down after the deadline.",
}


def explain_duty(
    row: DutyRow,
    history: History,
    rulebook: Rulebook,
    calendar: Calendar,
    *,
    may_see: MaySee = everybody_may_see,
    as_of: datetime | None = None,
    others: Iterable[Row] = (),
) -> Explanation:
    """The whole why of one duty, as far as the events that `may_see` allows.

    With `as_of`, who is told next is the next one after that instant. `others` are rows of the same answer: with them,
    a duty that follows from the breach of another says more of that one.
    """
    procedure = rulebook.get(row.procedure, row.version)
    assert isinstance(procedure, Obliging)
    follows = next((each for each in others if isinstance(each, DutyRow) and each.id == row.trigger), None)
    teller = _Teller(row, procedure, history, rulebook, calendar, may_see, as_of, follows)
    worked = sums.of_duty(row, procedure, teller.seen, rulebook, calendar)
    who_next, next_at = teller.who_next()
    return Explanation(
        about="duty",
        row=row.id,
        procedure=procedure,
        state=row.state.value,
        sentence=" ".join(teller.sentences()),
        sum=worked.words,
        source=source_words(procedure.source),
        confidence=f"{rule_confidence(procedure.confidence)} {deadline_confidence(procedure.deadline_confidence)}",
        evidence=lines(_roots(row, follows), history, rulebook.vocabulary, calendar, may_see, as_of),
        what_would_meet=teller.what_would_meet(),
        who_next=who_next,
        next_at=next_at,
        notes=worked.notes,
        holidays=worked.holidays,
        deadline_confidence=procedure.deadline_confidence,
    )


def _roots(row: DutyRow, follows: DutyRow | None) -> Iterator[str]:
    """The events that a duty rests on; of one that follows another, also what that one rested on."""
    yield from (row.trigger, *row.because)
    if follows is not None:
        yield from (follows.trigger, *follows.because)
    if row.closed_by:
        yield row.closed_by


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
        follows: DutyRow | None,
    ) -> None:
        self.row, self.procedure, self.rulebook, self.calendar = row, procedure, rulebook, calendar
        self.history, self.may_see, self.as_of, self.follows = history, may_see, as_of, follows
        self.event = version_of(history, row.trigger, as_of)
        self.seen = self.event if may_see(row.trigger) else None

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
                yield from self._what_was_not_done()
            case DutyProcedure(when=OnAge(years)):
                yield f"This is because the child turned {years}."
            case DutyProcedure(when=OnCalendar() as when):
                yield f"This is because it was {when}. It is owed each year on that day."
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

    def _what_was_not_done(self) -> Iterator[str]:
        if self.follows is not None:
            debtor = party_words(self.follows.debtor, self.vocabulary)
            yield f"{debtor} owed it by {at_words(self.follows.due_at, self.calendar)}."

    def _because_of_a_date(self, when: OnDate) -> Iterator[str]:
        if self.seen is not None:
            told = date_trigger_words(when, self.seen, self.vocabulary, self.calendar)
            yield f"This is because a date has come: {told}."
        yield from self._what_happened("The date stands here:")

    def _what_happened(self, opening: str) -> Iterator[str]:
        if not self.may_see(self.row.trigger):
            yield f"{opening} something happened that you may not see."
        if self.seen is None:
            return
        yield f"{opening} {lower(kind_words(self.seen.kind, self.vocabulary))}."
        agency = agency_words(self.seen.agency, self.vocabulary)
        yield f"{agency} has this on record for {occurred_words(self.seen, self.calendar)}."

    def _when_its_clock_starts(self) -> Iterator[str]:
        """Said only where it is not the time of what happened."""
        if self.seen is None or self.row.opened_at <= self.seen.occurred_to:
            return
        since = on_words(self.row.opened_at, self.calendar)
        known_at = self.history.chains[self.row.trigger].known_at(self.row.debtor.agency, self._asked_at())
        if known_at == self.row.opened_at:
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
        elif isinstance(getattr(self.procedure, "each", None), EachChild):
            yield "It is owed for each child at home; this one is for another child there."
        elif not self.may_see(self.row.trigger):
            yield "It is owed for each one; this one is for somebody whom you may not see."
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
        if row.ended_at is not None:
            return self._how_it_ended(row.ended_at)
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
        when = happened_words(event, self.calendar) if event else on_words(at, self.calendar)
        return f"It was done {when}{what}.{_HOW_LATE.get(self.row.state, '')}"

    def _how_it_ended(self, at: datetime) -> str:
        """Without being done: excused, or no longer grounded. An excuse that may not be seen is told as neither."""
        when, excuse = on_words(at, self.calendar), self._excuse(at)
        if excuse is None:
            ended = f"It was excused, or what it rested on ended, {when}."
        else:
            ended = f"It was excused {when}: {lower(kind_words(excuse.kind, self.vocabulary))}."
            if reason := excuse.data.get("reason"):
                ended += f" The reason given: “{reason}”."
        if self.row.state is DutyState.EXCUSED:
            return f"Nothing more. {ended}"
        return f"Nothing more. {ended} That was after the deadline, so it stays overdue on record."

    def _excuse(self, at: datetime) -> Event | None:
        """What excused it at that time, where the reader may see it."""
        for root in sorted(filter(self.may_see, self.history.chains)):
            event = version_of(self.history, root, self.as_of)
            if event and event.occurred_from == at and self._excuses(event):
                return event
        return None

    def _excuses(self, event: Event) -> bool:
        if event.kind == EXCUSED:
            return event.data.get("duty") == self.row.id
        return any(each.match.fits(event, self.row.subject) for each in self.procedure.excused_by)

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
