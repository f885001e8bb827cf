"""Why did a procedure make nothing of this history? Worked out from its own words, the same way for all of them.

The reason named is the first thing that was missing, in the order in which the engine reads: in force, subject,
trigger, its data, who it names, who knew, conditions. The engine's own reading of conditions decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from followthrough.procedures.calendars import Calendar, localtime
from followthrough.procedures.engines.plain.dates import anchor_of
from followthrough.procedures.engines.plain.grounds import Anchor, ground
from followthrough.procedures.engines.plain.parties import debtor_of
from followthrough.procedures.engines.plain.reading import Reading, Seen
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.explain.nouns import NotApplied
from followthrough.procedures.explain.words import (
    agency_words,
    condition_words,
    count_words,
    field_words,
    kinds_words,
    match_words,
    test_words,
)
from followthrough.procedures.model.answer import Answer, SignalState
from followthrough.procedures.model.condition import All, Condition, Count, Match, Whose, matches_of
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    OnAge,
    OnBreach,
    OnCalendar,
    OnDate,
    OnEvent,
    OnSignal,
    Party,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook

_ALL = frozenset(Whose)


def not_applied(
    history: History, rulebook: Rulebook, answer: Answer, calendar: Calendar, perspective: str = POOLED
) -> list[NotApplied]:
    """Procedures that made no duty and no signal up to `answer.as_of`, each with a true reason, by title."""
    applied = {duty.procedure for duty in answer.duties} | {signal.procedure for signal in answer.signals}
    applied |= {version.row.procedure for version in answer.versions}
    record = _Record(history, rulebook, answer, calendar, perspective)
    found = [
        NotApplied(latest.id, latest.version, latest.title, record.reason(latest))
        for identity, versions in rulebook.by_id.items()
        if identity not in applied
        for latest in versions[-1:]
    ]
    return sorted(found, key=lambda each: (each.title, each.procedure))


class _Record:
    """The history as it can be read at the answer's instant."""

    def __init__(
        self, history: History, rulebook: Rulebook, answer: Answer, calendar: Calendar, perspective: str
    ) -> None:
        self.history, self.rulebook, self.answer = history, rulebook, answer
        self.vocabulary, self.calendar = rulebook.vocabulary, calendar
        self.sight = Sight(Reading(history, rulebook.vocabulary, calendar, perspective), answer.as_of)

    def reason(self, procedure: AnyProcedure) -> str:
        if why := self._not_in_force(procedure):
            return why
        if procedure.subject != self.history.subject.kind:
            return f"It is about {_a(procedure.subject)}, and this history is about {_a(self.history.subject.kind)}."
        match procedure:
            case DutyProcedure():
                return self._duty(procedure)
            case StandingProcedure():
                return self._standing(procedure)
            case GateProcedure():
                return self._gate(procedure)
            case WatchProcedure():
                return self._watch(procedure)

    def _not_in_force(self, procedure: AnyProcedure) -> str:
        last = self.calendar.local(self.answer.as_of).date()
        begun = [event.occurred_from for event in self.history.events]
        first = self.calendar.local(min(begun)).date() if begun else last
        versions = self.rulebook.by_id[procedure.id]
        if any(each.in_force_from <= last and (each.in_force_to or date.max) > first for each in versions):
            return ""
        return f"It was not in force in these years: {_force_words(procedure)}."

    # Duties

    def _duty(self, procedure: DutyProcedure) -> str:
        match procedure.when:
            case OnEvent(match):
                return self._on_event(procedure, match)
            case OnDate():
                return self._on_date(procedure, procedure.when)
            case OnSignal(watch):
                return self._on_signal(procedure, watch)
            case OnBreach(other):
                return f"The duty that it follows was never overdue: “{self._title(other)}”."
            case OnAge(years):
                return self._on_age(procedure, years)
            case OnCalendar():
                return self._on_calendar(procedure, procedure.when)

    def _on_date(self, procedure: DutyProcedure, when: OnDate) -> str:
        why, seen = self._narrowed(when.match)
        if why:
            return why
        anchors = {each.root: at for each in seen if (at := anchor_of(when, each, self.calendar)) is not None}
        such = f"The record holds {self._such(len(seen), when.match)}, but"
        if not anchors:
            return f"{such} none fills in {field_words(when.field, when.match.kinds, self.vocabulary)}."
        come = [each for each in seen if each.root in anchors and anchors[each.root].to <= self.answer.as_of]
        if not come:
            return f"{such} its date had not come by the time asked about."
        return self._in_the_eyes_of(
            procedure, procedure.owes, procedure.condition, when.match, come, lambda each: anchors[each.root]
        )

    def _on_event(self, procedure: DutyProcedure, match: Match) -> str:
        why, seen = self._narrowed(match)
        if why:
            return why
        if isinstance(procedure.each, str):
            with_keys = [each for each in seen if each.event.data.get(procedure.each)]
            if not with_keys:
                name = field_words(procedure.each, match.kinds, self.vocabulary)
                return f"The record holds {self._such(len(seen), match)}, but none fills in {name}."
            seen = with_keys
        return self._in_the_eyes_of(procedure, procedure.owes, procedure.condition, match, seen)

    def _in_the_eyes_of(
        self,
        procedure: AnyProcedure,
        owes: Party,
        condition: Condition | None,
        match: Match,
        seen: list[Seen],
        anchor_at: Callable[[Seen], Anchor] = Anchor.of,
    ) -> str:
        such = f"The record holds {self._such(len(seen), match)}"
        named = [(each, debtor) for each in seen if (debtor := debtor_of(owes, each.event, ""))]
        if not named:
            return f"{such}, but none says whose duty it is."
        known = [(each, debtor.agency) for each, debtor in named if self._knows(each, debtor.agency)]
        if not known:
            agencies = sorted({agency_words(debtor.agency, self.vocabulary) for _, debtor in named})
            return f"{such}, but {' and '.join(agencies)} did not know of {'it' if len(named) == 1 else 'them'}."
        held = [(each, agency) for each, agency in known if self._holds(condition, anchor_at(each), agency)]
        if not held:
            anchors = [(anchor_at(each), agency) for each, agency in known]
            return f"{such}, but {self._what_failed(condition, anchors)}."
        if not any(procedure.is_in_force(self.calendar.local(anchor_at(each).to).date()) for each, _ in held):
            return f"{such}, but the rule was not in force at the time: {_force_words(procedure)}."
        return f"{such}, but none gives a date from which the time limit could be worked out."

    def _knows(self, seen: Seen, agency: str) -> bool:
        return self.sight.look(self.history.chains[seen.root], agency) is not None

    def _on_signal(self, procedure: DutyProcedure, watch: str) -> str:
        title = self._title(watch)
        rows = [row for row in self.answer.signals if row.procedure == watch]
        if not rows:
            return f"The pattern that it waits for did not come up: “{title}”."
        stood = [row for row in rows if row.state is not SignalState.WITHDRAWN]
        if not stood:
            return f"The pattern that it waits for was withdrawn: “{title}”."
        agency = procedure.owes.agency
        anchors = [(Anchor(row.root, row.true_at, row.true_at), agency or "") for row in stood]
        if procedure.condition and not any(self._holds(procedure.condition, at, of or None) for at, of in anchors):
            return f"The pattern “{title}” came up, but {self._what_failed(procedure.condition, anchors)}."
        who = agency_words(agency, self.vocabulary) if agency else "the agency that would owe it"
        return f"The pattern “{title}” came up, but {who} did not hold enough alone and was not asked to meet about it."

    def _on_age(self, procedure: DutyProcedure, years: int) -> str:
        if self.sight.born_on is None:
            return "The record does not say when the child was born."
        birthday = self.calendar.birthday(self.sight.born_on, years)
        if self.answer.as_of < birthday:
            return f"The child turns {years} on {_day_words(birthday, self.calendar)}, after the time asked about."
        agency = procedure.owes.agency or ""
        heard_at = self.sight.reading.heard_of_subject_at(agency) if agency else None
        if agency and (heard_at is None or heard_at > self.answer.as_of):
            return f"The child turned {years}, but {agency_words(agency, self.vocabulary)} knew nothing of the child."
        anchor = Anchor("", birthday, birthday)
        return f"The child turned {years}, but {self._what_failed(procedure.condition, [(anchor, agency)])}."

    def _on_calendar(self, procedure: DutyProcedure, when: OnCalendar) -> str:
        agency = procedure.owes.agency or ""
        heard_at = self.sight.reading.heard_of_subject_at(agency)
        if heard_at is None or heard_at > self.answer.as_of:
            return f"{agency_words(agency, self.vocabulary)} knew nothing of the child."
        years = range(heard_at.year, self.answer.as_of.year + 1)
        days = [localtime.start_of(when.on(year), self.calendar.zone) for year in years]
        come = [at for at in days if heard_at <= at <= self.answer.as_of]
        if not come:
            who = agency_words(agency, self.vocabulary)
            return f"No {when} came after {who} heard of the child and before the time asked about."
        anchors = [(Anchor("", at, at), agency) for at in come]
        return f"It was {when}, but {self._what_failed(procedure.condition, anchors)}."

    # Standing duties and gates

    def _standing(self, procedure: StandingProcedure) -> str:
        kind = self.vocabulary.states[procedure.state]
        why, seen = self._narrowed(Match(kind.begun_by, procedure.where))
        if why:
            return f"“{kind.title}” never held. {why}"
        such = f"“{kind.title}” held, but"
        named = [debtor for each in seen if (debtor := debtor_of(procedure.owes, each.event, ""))]
        if not named:
            return f"{such} nothing says whose duty it is."
        who = agency_words(named[0].agency, self.vocabulary)
        if not any(self._knows(each, debtor.agency) for each in seen for debtor in named):
            return f"{such} {who} did not know of it."
        if procedure.condition is not None:
            anchors = [(Anchor.of(each), debtor.agency) for each in seen for debtor in named]
            if not any(self._holds(procedure.condition, at, agency) for at, agency in anchors):
                return f"{such} {self._what_failed(procedure.condition, anchors)}."
        return f"{such} the rule was not in force at the time: {_force_words(procedure)}."

    def _gate(self, procedure: GateProcedure) -> str:
        why, seen = self._narrowed(procedure.before)
        if why:
            return f"What it stands before did not happen. {why}"
        return self._in_the_eyes_of(procedure, procedure.owes, procedure.condition, procedure.before, seen)

    # Watches

    def _watch(self, procedure: WatchProcedure) -> str:
        if procedure.silence is not None and procedure.since is not None:
            return self._silence(procedure, procedure.silence, procedure.since)
        missing = self._missing_counts(procedure.pattern)
        if missing:
            return missing
        anchors = [
            (Anchor.of(each, is_last=True), "")
            for match in matches_of(procedure.pattern)
            for each in self.sight.seen(match)
        ]
        return (
            f"All that it looks for is on record, but never together: {self._what_failed(procedure.pattern, anchors)}."
        )

    def _missing_counts(self, pattern: Condition | None) -> str:
        """The first count of the pattern that the whole record could not fill, whatever the window."""
        for part in pattern.of if isinstance(pattern, All) else (pattern,):
            if not isinstance(part, Count):
                continue
            why, seen = self._narrowed(part.of)
            if why:
                return why
            if len(seen) < part.at_least:
                return f"The record holds {self._such(len(seen), part.of)}; {part.at_least} are needed."
            agencies = {each.event.agency for each in seen}
            if len(agencies) < part.agencies:
                return (
                    f"The record holds {self._such(len(seen), part.of)}, from "
                    f"{count_words(len(agencies), 'agency', 'agencies')}; {part.agencies} are needed."
                )
        return ""

    def _silence(self, procedure: WatchProcedure, silence: Match, since: Match) -> str:
        why, seen = self._narrowed(since)
        if why:
            return f"There is nothing to count the silence from. {why}"
        assert procedure.lasting is not None
        limits = [self.calendar.due(each.event.occurred_to, procedure.lasting) for each in seen]
        broken = (
            f"There was never a silence of {procedure.lasting}: {match_words(silence, self.vocabulary)} came in time"
        )
        long_enough = [
            (Anchor(each.root, limit, limit), "")
            for each, limit in zip(seen, limits, strict=True)
            if limit < self.answer.as_of and not self._is_broken(each, limit, silence)
        ]
        if not long_enough:
            return f"{broken}, or the time has not yet run out."
        return f"There was a silence of {procedure.lasting}, but {self._what_failed(procedure.condition, long_enough)}."

    def _is_broken(self, since: Seen, limit: datetime, silence: Match) -> bool:
        after = since.event.occurred_to
        return any(
            (each.event.occurred_to, each.root) > (after, since.root) and each.event.occurred_from <= limit
            for each in self.sight.seen(silence)
        )

    # What they share

    def _narrowed(self, match: Match) -> tuple[str, list[Seen]]:
        """The events that fit, or the first reason why there are none."""
        seen = self.sight.seen(Match(match.kinds, (), _ALL))
        kinds = kinds_words(match.kinds, self.vocabulary)
        if not seen:
            return f"Nothing of this kind is on record: {kinds}.", []
        mine = [each for each in seen if self.sight.whose(each.event) in match.whose]
        if not mine:
            return f"The record holds {self._such(len(seen), match)}, but {_not_whose(match)}.", []
        for test in match.where:
            passing = [each for each in mine if test.passes(each.event, self.history.subject)]
            if not passing:
                words = test_words(test, match.kinds, self.vocabulary)
                return f"The record holds {self._such(len(mine), match)}. None has this: {words}.", []
            mine = passing
        return "", mine

    def _such(self, number: int, match: Match) -> str:
        return f"{count_words(number, 'event')} of the kind {kinds_words(match.kinds, self.vocabulary)}"

    def _holds(self, condition: Condition | None, anchor: Anchor, agency: str | None) -> bool:
        return ground(condition, anchor, self.sight, agency or None) is not None

    def _what_failed(self, condition: Condition | None, anchors: list[tuple[Anchor, str]]) -> str:
        """The part of a condition that held at none of the anchors; else that no one time had them all."""
        parts = condition.of if isinstance(condition, All) else (condition,) if condition else ()
        for part in parts:
            if not any(self._holds(part, anchor, agency) for anchor, agency in anchors):
                when = "at that time" if len(anchors) == 1 else "at any of those times"
                return f"this was not so {when}: {condition_words(part, self.vocabulary)}"
        return "the rule’s conditions did not all hold at one time"

    def _title(self, procedure: str) -> str:
        versions = self.rulebook.by_id.get(procedure, ())
        return versions[-1].title if versions else procedure


def _not_whose(match: Match) -> str:
    if match.whose == {Whose.SIBLING}:
        return "none was about another child of the household"
    if Whose.SIBLING not in match.whose:
        return "none was about this child or its household"
    return "none was about somebody that the rule reads"


def _force_words(procedure: AnyProcedure) -> str:
    words = f"it is in force from {_date_words(procedure.in_force_from)}"
    return words + (f" to {_date_words(procedure.in_force_to)}" if procedure.in_force_to else " on")


def _date_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _day_words(instant: datetime, calendar: Calendar) -> str:
    return _date_words(calendar.local(instant).date())


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
