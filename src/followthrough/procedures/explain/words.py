"""How do the engine's nouns read in plain English? Times, parties, tests and conditions; no judgement of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from followthrough.procedures.calendars import Calendar, in_words, localtime
from followthrough.procedures.model.answer import Debtor
from followthrough.procedures.model.condition import (
    AUTHOR,
    SUBJECT,
    Age,
    All,
    Any,
    Comparison,
    Condition,
    Count,
    Gap,
    Match,
    Silence,
    StateHolds,
    Test,
)
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.procedure import Confidence, OnDate, Source
from followthrough.procedures.model.vocabulary import Vocabulary

MaySee = Callable[[str], bool]
_DEADLINE = {
    Confidence.READ: "The time limit stands in the source.",
    Confidence.PARTLY: "The time limit stands in a source of which we have read a part.",
    Confidence.KNOWN: "The time limit is from a source that we have not opened.",
    Confidence.NEWSLETTER: "The time limit stands in the newsletter.",
    Confidence.OURS: "The time limit is our own default: we found no public number.",
}
_RULE = {
    Confidence.READ: "We have read the source.",
    Confidence.PARTLY: "We have read a part of the source.",
    Confidence.KNOWN: "We know of the source but have not opened it.",
    Confidence.NEWSLETTER: "The newsletter asks for this.",
    Confidence.OURS: "The rule is our own default: we found no public source.",
}


def everybody_may_see(root: str) -> bool:
    return True


# Times


def at_words(instant: datetime, calendar: Calendar) -> str:
    """Thursday 28 March 2013 17:30"""
    return in_words(calendar.local(instant))


def on_words(instant: datetime, calendar: Calendar) -> str:
    """on Thursday 28 March 2013 17:30; at the end of Thursday 28 March 2013"""
    words = at_words(instant, calendar)
    return f"at {words}" if words.startswith("the end") else f"on {words}"


def occurred_words(event: Event, calendar: Calendar) -> str:
    """As exact as it is known: a minute, a day, a month, a year, or between two times."""
    first, last = calendar.local(event.occurred_from), calendar.local(event.occurred_to)
    if event.is_exact:
        return in_words(first)
    start, end = first.date(), last.date()
    is_whole = localtime.start_of(start, calendar.zone) == event.occurred_from and localtime.end_of(
        end, calendar.zone
    ) == localtime.in_utc(event.occurred_to)
    if not is_whole:
        return f"between {in_words(first)} and {in_words(last)}"
    return _days_words(start, end)


def happened_words(event: Event, calendar: Calendar) -> str:
    """on Thursday 28 March 2013 17:30; on Thursday 28 March 2013; in March 2013"""
    if event.is_exact:
        return on_words(event.occurred_from, calendar)
    told = occurred_words(event, calendar)
    if told.startswith("between"):
        return told
    is_a_day = calendar.local(event.occurred_from).date() == calendar.local(event.occurred_to).date()
    return f"{'on' if is_a_day else 'in'} {told}"


def _days_words(start: date, end: date) -> str:
    after = end + timedelta(days=1)
    if start == end:
        return f"{start:%A} {start.day} {start:%B} {start.year}"
    if (start.month, start.day, after.month, after.day) == (1, 1, 1, 1) and end.year == start.year:
        return str(start.year)
    if start.day == 1 and after.day == 1 and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B} {start.year}"
    return f"between {start.day} {start:%B} {start.year} and {end.day} {end:%B} {end.year}"


# Names


def agency_words(agency: str, vocabulary: Vocabulary) -> str:
    kind = vocabulary.agencies.get(agency)
    return kind.title if kind else agency.replace("-", " ")


def party_words(party: Debtor, vocabulary: Vocabulary) -> str:
    """Children's social care (front door, duty manager)"""
    role = vocabulary.roles.get(party.role, party.role.replace("-", " "))
    inside = ", ".join(part for part in (party.team.replace("-", " "), lower(role)) if part)
    name = agency_words(party.agency, vocabulary)
    return f"{name} ({inside})" if inside else name


def told_words(party: Debtor, vocabulary: Vocabulary) -> str:
    """the team manager of Children's social care (front door)"""
    name = party_words(Debtor(party.agency, party.team), vocabulary)
    role = lower(vocabulary.roles.get(party.role, party.role.replace("-", " ")))
    return f"the {role} of {name}" if role else name


def kind_words(kind: str, vocabulary: Vocabulary) -> str:
    found = vocabulary.kinds.get(kind)
    return found.title if found else kind


def lower(words: str) -> str:
    """As in the middle of a sentence; names and acronyms keep their capital."""
    first = words.split(" ", 1)[0]
    keeps = first == "I" or any(letter.isupper() for letter in first[1:]) or first.rstrip("'’s") in _NAMES
    return words if keeps else words[:1].lower() + words[1:]


_NAMES = {"Children", "Police", "Hospital"}


def upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def listed(words: Iterable[str], last: str = "or") -> str:
    items = list(dict.fromkeys(words))
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def count_words(number: int, one: str, many: str = "") -> str:
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    amount = small[number] if number < len(small) else str(number)
    return f"{amount} {one if number == 1 else many or one + 's'}"


def date_words(value: date, calendar: Calendar) -> str:
    """Thursday 28 March 2013, or that day with its time"""
    return at_words(value, calendar) if isinstance(value, datetime) else _days_words(value, value)


def date_trigger_words(when: OnDate, event: Event, vocabulary: Vocabulary, calendar: Calendar) -> str:
    """20 working days before “the order ends on”, which is Thursday 28 March 2013"""
    name = field_words(when.field, [event.kind], vocabulary)
    value = event.data.get(when.field)
    told = f"{name}, which is {date_words(value, calendar)}" if isinstance(value, date) else name
    if when.offset is None:
        return told
    return f"{when.offset} {'before' if when.is_before else 'after'} {told}"


# Tests and conditions


def kinds_words(kinds: Iterable[str], vocabulary: Vocabulary) -> str:
    return listed(f"“{kind_words(kind, vocabulary)}”" for kind in kinds)


def match_words(match: Match, vocabulary: Vocabulary) -> str:
    """“A domestic abuse incident happened”, where children who were present include the child"""
    words = kinds_words(match.kinds, vocabulary)
    tests = listed((test_words(test, match.kinds, vocabulary) for test in match.where), "and")
    return f"{words}, where {tests}" if tests else words


def field_words(name: str, kinds: Iterable[str], vocabulary: Vocabulary) -> str:
    if name == AUTHOR:
        return "the agency that wrote it down"
    for kind in kinds:
        field = vocabulary.kinds[kind].fields.get(name) if kind in vocabulary.kinds else None
        if field and field.title:
            return f"“{field.title}”"
    return f"“{name.replace('_', ' ')}”"


def test_words(test: Test, kinds: Iterable[str], vocabulary: Vocabulary) -> str:
    name = field_words(test.field, kinds, vocabulary)
    match test.comparison:
        case Comparison.IN:
            assert isinstance(test.value, list | tuple | set | frozenset)
            return f"{name} is {listed(value_words(each, vocabulary) for each in test.value)}"
        case Comparison.AT_LEAST | Comparison.AT_MOST:
            return f"{name} is {test.comparison} {value_words(test.value, vocabulary)}"
        case Comparison.INCLUDES:
            return f"{name} names {value_words(test.value, vocabulary)}"
        case Comparison.GIVEN:
            return f"{name} is {'filled in' if test.value else 'left empty'}"
        case _:
            return f"{name} is {value_words(test.value, vocabulary)}"


def value_words(value: object, vocabulary: Vocabulary) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == SUBJECT:
        return "the child"
    return vocabulary.agencies[value].title if isinstance(value, str) and value in vocabulary.agencies else str(value)


def recorded_words(recorded_by: str) -> str:
    """Where a person writes it down, or whence it comes; in the words of the page that they see."""
    means, _, name = recorded_by.partition(": ")
    if means == "intake":
        return f"it comes from {name}"
    return _WHERE.get(name, "write it down with “Record what was done”")


_WHERE = {
    "Share": "write it down on the page of the share",
    "Share information": "press “Share information”",
    "Duty": "write it down on the page of the duty",
    "Register a child": "register the child",
}


def condition_parts(condition: Condition | None, vocabulary: Vocabulary) -> list[str]:
    """Each part that must hold, as words for the middle of a sentence."""
    match condition:
        case None:
            return []
        case All(of):
            return [part for each in of for part in condition_parts(each, vocabulary)]
        case _:
            return [condition_words(condition, vocabulary)]


def condition_words(condition: Condition, vocabulary: Vocabulary) -> str:
    match condition:
        case Age(at_least, under):
            return f"the child was {_age_words(at_least, under)}"
        case StateHolds(state, where, negated):
            title = vocabulary.states[state].title if state in vocabulary.states else state
            kinds = vocabulary.states[state].begun_by if state in vocabulary.states else ()
            tests = listed((test_words(test, kinds, vocabulary) for test in where), "and")
            said = f"“{title}”" + (f", where {tests}," if tests else "")
            return f"{said} did not hold" if negated else f"{said} held"
        case Count():
            return _count_condition(condition, vocabulary)
        case Silence(of, lasting):
            return f"for {lasting} there was no record of {match_words(of, vocabulary)}"
        case Gap(of, lasting, within):
            silent = f"more than {lasting} with no record of {match_words(of, vocabulary)}"
            return f"in the {within} before there was a time of {silent}"
        case All(of):
            return listed((condition_words(each, vocabulary) for each in of), "and")
        case Any(of):
            return "either " + "; or else ".join(_alternative(each, vocabulary) for each in of)


def _alternative(condition: Condition, vocabulary: Vocabulary) -> str:
    """One of several: what it asks for together stands in sentences of their own, or nobody could read the whole."""
    parts = condition.of if isinstance(condition, All) else (condition,)
    return "; and ".join(condition_words(each, vocabulary) for each in parts)


def _age_words(at_least: int | None, under: int | None) -> str:
    if at_least is None:
        return f"under {under} year{'' if under == 1 else 's'} old"
    if under is None:
        return f"{at_least} or older"
    return f"{at_least} or older, and under {under}"


def _count_condition(condition: Count, vocabulary: Vocabulary) -> str:
    need = "there was" if condition.at_least == 1 else f"at least {condition.at_least} times there was"
    parts = [f"{need} {match_words(condition.of, vocabulary)}"]
    if condition.agencies > 1:
        parts.append(f"from at least {condition.agencies} agencies")
    if condition.within is not None:
        parts.append(f"within {condition.within}")
    if condition.since_last is not None:
        parts.append(f"since the last of {match_words(condition.since_last, vocabulary)}")
    return " ".join(parts)


# Sources


def source_words(source: Source) -> str:
    checked = ""
    if source.verified_on is not None:
        day = source.verified_on
        checked = f" Checked on {day.day} {day:%B} {day.year}."
    return f"{source.title}: {source.clause}. Where: {source.address}.{checked}"


def says_words(says: str, confidence: Confidence) -> str:
    """What the source asks. Only the newsletter is quoted: what other sources ask is told in our own words."""
    says = says.strip().strip("“”")
    return f"“{says}”" if says and confidence is Confidence.NEWSLETTER else says


def rule_confidence(confidence: Confidence) -> str:
    return _RULE[confidence]


def deadline_confidence(confidence: Confidence) -> str:
    return _DEADLINE[confidence]
