"""What does a rule ask, before anything has happened? Its trigger, conditions, clock, closing and ladder in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from followthrough.procedures.explain.parts import Part
from followthrough.procedures.explain.words import (
    agency_words,
    condition_parts,
    count_words,
    field_words,
    kind_words,
    listed,
    lower,
    match_words,
    test_words,
    upper,
)
from followthrough.procedures.model.procedure import (
    AUTHOR,
    AnyProcedure,
    Closing,
    DutyProcedure,
    EachChild,
    GateProcedure,
    Limit,
    Obliging,
    OnAge,
    OnBreach,
    OnCalendar,
    OnDate,
    OnEvent,
    OnSignal,
    Party,
    Procedure,
    Rung,
    StandingProcedure,
    Trigger,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import Vocabulary

KINDS = {
    DutyProcedure: "duty",
    StandingProcedure: "standing duty",
    GateProcedure: "gate",
    WatchProcedure: "watch",
}


def describe(procedure: AnyProcedure, rulebook: Rulebook) -> tuple[Part, ...]:
    """The parts of a rule that have something to say, each under a heading, in the order in which people ask."""
    found = _Rule(procedure, rulebook).parts()
    return tuple(Part(key, title, lines) for key, title, said in found if (lines := tuple(said)))


def _kinds(procedure: AnyProcedure, rulebook: Rulebook) -> tuple[str, ...]:
    """The kinds of event whose fields it names: of a duty that follows a breach, those of the duty before it."""
    match procedure:
        case StandingProcedure(state=state):
            return rulebook.vocabulary.states[state].begun_by
        case DutyProcedure(when=OnBreach(other)):
            return _kinds(rulebook.by_id[other][-1], rulebook)
        case DutyProcedure(when=OnEvent(match) | OnDate(match=match)) | GateProcedure(before=match):
            return match.kinds
    return ()


class _Rule:
    def __init__(self, procedure: AnyProcedure, rulebook: Rulebook) -> None:
        self.procedure, self.rulebook = procedure, rulebook
        self.kinds = _kinds(procedure, rulebook)

    @property
    def vocabulary(self) -> Vocabulary:
        return self.rulebook.vocabulary

    def parts(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        procedure = self.procedure
        match procedure:
            case DutyProcedure():
                yield "when", "When", (self._trigger(procedure.when),)
                yield "if", "Only if", self._conditions(procedure.condition)
                yield "each", "For each", self._each(procedure)
            case StandingProcedure():
                yield "when", "While", (self._state(procedure),)
                yield "if", "Only if", self._conditions(procedure.condition)
            case GateProcedure():
                yield "when", "Before", (f"This happens: {match_words(procedure.before, self.vocabulary)}.",)
                yield "if", "Only if", self._conditions(procedure.condition)
            case WatchProcedure():
                yield "when", "As soon as", self._pattern(procedure)
                yield "meaning", "What it tells", (procedure.meaning,)
                yield "follows", "What comes of it", self._fed(procedure)
        if isinstance(procedure, Obliging):
            yield from self._obliging(procedure)
        yield "force", "In force", _force(procedure)

    def _obliging(self, procedure: Obliging) -> Iterator[tuple[str, str, Iterable[str]]]:
        yield "owes", "Who owes it", (f"{upper(self._party(procedure.owes))}.",)
        yield "action", "What is owed", (f"{procedure.action.rstrip('.')}.",)
        yield "limit", "By when", self._limits(procedure)
        yield "meets", "What meets it", self._meets(procedure)
        excuses = procedure.excused_by
        yield "excuse", "What excuses it", (self._closings(excuses),) if excuses else ()
        yield "remind", "Reminder", (f"{upper(str(each.before))} before the deadline." for each in procedure.reminders)
        yield "ladder", "If it is not done", (self._rung(each) for each in procedure.ladder)
        yield "follows", "What follows a breach", self._fed(procedure)

    # What begins it

    def _trigger(self, when: Trigger) -> str:
        match when:
            case OnEvent(match):
                return f"This comes on record: {match_words(match, self.vocabulary)}."
            case OnDate():
                return f"{upper(self._date(when))}. It stands here: {match_words(when.match, self.vocabulary)}."
            case OnSignal(watch):
                return f"This pattern comes up: “{self._title(watch)}”."
            case OnBreach(other):
                return f"This duty is not done in time: “{self._title(other)}”."
            case OnAge(years):
                return f"The child turns {years}."
            case OnCalendar():
                return f"It is {when}, each year."

    def _date(self, when: OnDate) -> str:
        named = field_words(when.field, when.match.kinds, self.vocabulary)
        if when.offset is None:
            return f"the date of {named} comes"
        return f"it is {when.offset} {'before' if when.is_before else 'after'} the date of {named}"

    def _conditions(self, condition: object) -> Iterator[str]:
        for part in condition_parts(condition, self.vocabulary):  # type: ignore[arg-type]
            yield f"{upper(part)}."

    def _each(self, procedure: DutyProcedure) -> Iterator[str]:
        if isinstance(procedure.each, EachChild):
            yield "Each child at home at the time: one duty for each."
        elif procedure.each is not None:
            yield f"{upper(field_words(procedure.each, self.kinds, self.vocabulary))}: one duty for each."

    def _state(self, procedure: StandingProcedure) -> str:
        title = self.vocabulary.states[procedure.state].title
        tests = listed((test_words(test, self.kinds, self.vocabulary) for test in procedure.where), "and")
        return f"This holds: “{title}”" + (f", where {tests}." if tests else ".")

    def _pattern(self, watch: WatchProcedure) -> Iterator[str]:
        if watch.silence is None or watch.since is None:
            yield from self._conditions(watch.pattern)
            return
        since = match_words(watch.since, self.vocabulary)
        silence = match_words(watch.silence, self.vocabulary)
        setting = self._setting(watch.setting)
        yield f"For {watch.lasting} there is no record of {silence}{setting}."
        yield f"It is counted from the latest of {since}."
        yield from (f"Only while this is so: {part}." for part in condition_parts(watch.condition, self.vocabulary))

    def _fed(self, procedure: Procedure) -> Iterator[str]:
        """The duties that its signal or its breach begins."""
        for each in self.rulebook.procedures:
            when = each.when if isinstance(each, DutyProcedure) else None
            if isinstance(when, OnSignal | OnBreach) and when.procedure == procedure.id:
                yield f"“{each.title}”."

    # Who

    def _party(self, party: Party) -> str:
        team = party.team.replace("-", " ") if party.team else ""
        if party.team_field:
            team = f"the team in {self._field(party.team_field)}"
        role = lower(self.vocabulary.roles.get(party.role, party.role.replace("-", " ")))
        inside = ", ".join(part for part in (team, role) if part)
        name = self._agency(party)
        return (f"{name} ({inside})" if inside else name) + self._setting(party.role_setting)

    def _agency(self, party: Party) -> str:
        if party.is_debtor:
            return "the agency that owes it"
        if party.agency_field == AUTHOR:
            return "the agency that wrote it down"
        if party.agency_field == "each":
            return "each of them"
        if party.agency_field is not None:
            return f"the agency in {self._field(party.agency_field)}"
        return agency_words(party.agency or "", self.vocabulary)

    def _field(self, name: str) -> str:
        return field_words(name, self.kinds, self.vocabulary)

    # By when

    def _limits(self, procedure: Obliging) -> Iterator[str]:
        if isinstance(procedure, StandingProcedure):
            every = (f"{each}{self._setting(procedure.setting_of(each))}" for each in procedure.every)
            yield f"Every {', then '.join(every)}."
        elif isinstance(procedure, GateProcedure):
            yield "Before it happens." + (
                f" What was done in the {procedure.lookback} before counts." if procedure.lookback else ""
            )
        elif isinstance(procedure, DutyProcedure):
            if len(procedure.limits) > 1:
                yield f"The earliest of {count_words(len(procedure.limits), 'time')} that apply:"
            yield from (self._limit(limit) for limit in procedure.limits)

    def _limit(self, limit: Limit) -> str:
        only = listed((test_words(test, self.kinds, self.vocabulary) for test in limit.only), "and")
        where = f", where {only}" if only else ""
        return f"{upper(self._time(limit))}{where}{self._setting(limit.setting)}."

    def _time(self, limit: Limit) -> str:
        if limit.within is not None:
            words = str(limit.within)
            return words if words.startswith(("before", "the ")) or ":" in words else f"within {words}"
        named = self._field(limit.at_field or "")
        if limit.offset is None:
            return f"by {named}"
        return f"{limit.offset} {'before' if limit.is_before else 'after'} {named}"

    def _setting(self, name: str | None) -> str:
        found = self.rulebook.settings.get(name) if name else None
        return f" (the setting “{found.title}”: {found.confidence})" if found else ""

    # What ends it

    def _meets(self, procedure: Obliging) -> Iterator[str]:
        yield self._closings(procedure.closed_by)
        if isinstance(procedure, DutyProcedure) and procedure.lookback is not None:
            yield f"It counts too if it was done in the {procedure.lookback} before."
        yield from self._where(procedure.closed_by)

    def _closings(self, closings: tuple[Closing, ...]) -> str:
        return f"{upper(listed(self._closing(each) for each in closings))}."

    def _closing(self, closing: Closing) -> str:
        words = match_words(closing.match, self.vocabulary)
        same = listed(filter(None, (self._same(mine, theirs) for mine, theirs in closing.matching)), "and")
        return f"{words}, {same}" if same else words

    def _same(self, mine: str, theirs: str) -> str:
        if mine == "subject":
            return "about that child" if theirs == "each" else "about the same child"
        if mine == AUTHOR:
            return "by the same agency" if theirs == AUTHOR else f"by the agency in {self._field(theirs)}"
        name = "share" if mine == "leg" else mine.replace("_", " ")
        return {"root": "about the same thing", "subject": f"with the child as the {name}"}.get(
            theirs, f"for each {name}" if theirs == "each" else f"of the same {name}"
        )

    def _where(self, closings: tuple[Closing, ...]) -> Iterator[str]:
        """Where people write it down, or whence it comes: said once of what comes from one place."""
        by_place: dict[str, list[str]] = {}
        for kind in dict.fromkeys(kind for closing in closings for kind in closing.match.kinds):
            titles = by_place.setdefault(self.vocabulary.kinds[kind].recorded_by, [])
            titles.append(f"“{kind_words(kind, self.vocabulary)}”")
        for place, titles in by_place.items():
            means, _, name = place.partition(": ")
            what = "It" if len(by_place) == 1 else listed(titles, "and")
            many = len(by_place) > 1 and len(titles) > 1
            if means == "intake":
                yield f"{what} {'come' if many else 'comes'} from {name}."
            else:
                yield f"{what} {'are' if many else 'is'} written down on the page “{name}”."

    def _rung(self, rung: Rung) -> str:
        told = self._told(rung.tell)
        setting = self._setting(rung.tell.role_setting)
        if rung.after is None or rung.after.amount == 0:
            return f"At the deadline: {told} is told{setting}."
        return f"{upper(str(rung.after))} later: {told} is told{setting}."

    def _told(self, party: Party) -> str:
        role = lower(self.vocabulary.roles.get(party.role, party.role.replace("-", " ")))
        team = party.team.replace("-", " ") if party.team else ""
        if party.team_field:
            team = f"the team in {self._field(party.team_field)}"
        where = f"{self._agency(party)} ({team})" if team else self._agency(party)
        return f"the {role} of {where}" if role else where

    def _title(self, procedure: str) -> str:
        versions = self.rulebook.by_id.get(procedure, ())
        return versions[-1].title if versions else procedure


def _force(procedure: Procedure) -> Iterator[str]:
    """Nothing of a rule that is taken as in force always (see `Rulebook.latest`)."""
    start, end = procedure.in_force_from, procedure.in_force_to
    until = f" until {_day(end)}" if end else ""
    if start != date.min:
        yield f"From {_day(start)}{until}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
