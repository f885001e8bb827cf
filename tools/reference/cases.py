"""How does a worked case read? What happened and what must come of it, as a small table; nothing from an engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from followthrough.procedures.calendars import Calendar, in_words
from followthrough.procedures.casebook.cases import Case, ExpectedDuty, ExpectedSignal
from followthrough.procedures.explain.words import agency_words, kind_words, occurred_words, on_words, value_words
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from reference.markdown import code, table, text


def case_lines(
    number: int, case: Case, vocabulary: Vocabulary, calendar: Calendar, *, is_watch: bool, picture: str
) -> list[str]:
    rows = [_event(event, case, vocabulary, calendar) for event in told_events(case)]
    rows.append(("", "", f"**Asked as of {_at(case.as_of, calendar)}**"))
    rows += [_duty(each, case, vocabulary, calendar) for each in case.duties]
    rows += [_signal(each, calendar) for each in case.signals]
    if not case.duties and not case.signals:
        rows.append(("", "", "**There is no signal.**" if is_watch else "**Nothing is owed.**"))
    then = " Under the rules of its own time." if case.is_of_its_time else ""
    return [
        f"### {number}. {text(case.name)}",
        "",
        f"Proves: {text(case.proves)}.{then}{_born(case, calendar)}",
        "",
        *table(("when", "by whom", "what"), rows),
        *([f"![A picture of the same: the numbers are those of the lines above.]({picture})", ""] if picture else []),
        f"Worked out {text(case.worked_by)}",
        "",
    ]


def told_events(case: Case) -> list[Event]:
    """The events that the case writes out: births and joined homes come from its “child” lines."""
    made = {f"{subject.id}-{word}" for subject in _subjects(case) for word in ("born", "joined")}
    return [event for event in case.history.events if event.id not in made]


def _subjects(case: Case) -> set[Subject]:
    return {event.subject for event in case.history.events}


def _born(case: Case, calendar: Calendar) -> str:
    born = [
        f"{'The child' if event.subject == case.history.subject else 'Another child'} was born on "
        f"{occurred_words(event, calendar)}."
        for event in case.history.events
        if event.kind == "child.born"
    ]
    return "".join(f" {each}" for each in born)


def _event(event: Event, case: Case, vocabulary: Vocabulary, calendar: Calendar) -> tuple[str, str, str]:
    when = _at(event.occurred_from, calendar) if event.is_exact else occurred_words(event, calendar)
    if event.recorded_at > event.occurred_to:
        when += f", recorded {_at(event.recorded_at, calendar)}"
    agency = agency_words(event.agency, vocabulary)
    known = [
        f"{agency_words(other, vocabulary)} knows it from {_at(min(each.at for each in knowns), calendar)}"
        for other, knowns in sorted(event.known.items())
        if other != event.agency and vocabulary.kinds[event.kind].conveys is None
    ]
    what = [_what(event, case, vocabulary), _data(event, vocabulary, calendar), *known]
    return text(when), text(agency), "<br>".join(filter(None, (what[0], *(text(each) for each in what[1:]))))


def _what(event: Event, case: Case, vocabulary: Vocabulary) -> str:
    title = text(kind_words(event.kind, vocabulary))
    if event.is_retraction:
        title += f" (takes {code(event.corrects or '')} back)"
    elif event.corrects:
        title += f" (corrects {code(event.corrects)})"
    about = "" if event.subject == case.history.subject else f", about {text(str(event.subject))}"
    return f"{title}{about} {code(event.id)}"


def _data(event: Event, vocabulary: Vocabulary, calendar: Calendar) -> str:
    kind = vocabulary.kinds[event.kind]
    told = [
        f"{kind.fields[name].title or name}: {_value(value, vocabulary, calendar)}"
        for name, value in event.data.items()
    ]
    return "; ".join(told)


def _value(value: object, vocabulary: Vocabulary, calendar: Calendar) -> str:
    if isinstance(value, datetime):
        return _at(value, calendar)
    if isinstance(value, date):
        return f"{value.day} {value:%B} {value.year}"
    if isinstance(value, tuple):
        return ", ".join(value_words(each, vocabulary) for each in value) or "none"
    return value_words(value, vocabulary)


def _duty(duty: ExpectedDuty, case: Case, vocabulary: Vocabulary, calendar: Calendar) -> tuple[str, str, str]:
    agency, _, rest = duty.debtor.partition(" · ")
    debtor = agency_words(agency, vocabulary) + (f" ({rest.replace(' · ', ', ')})" if rest else "")
    said = [f"**{duty.state}**: owed because of {code(duty.trigger)}"]
    if duty.each:
        said.append(f"for {text(duty.each)}")
    if duty.closed_at:
        said.append(f"done {text(_at(duty.closed_at, calendar))}")
    said += [f"{text(each)}" for each in _steps(duty, calendar)]
    return f"**due {text(_at(duty.due_at, calendar))}**", f"**{text(debtor)}**", ", ".join(said)


def _steps(duty: ExpectedDuty, calendar: Calendar) -> Iterator[str]:
    """Rungs and reminders, where the case states them."""
    yield from (f"{each.who} is reminded {on_words(each.at, calendar)}" for each in duty.reminders or ())
    yield from (f"{each.who} is told {on_words(each.at, calendar)}" for each in duty.rungs or ())


def _signal(signal: ExpectedSignal, calendar: Calendar) -> tuple[str, str, str]:
    since = f"true {_at(signal.true_at, calendar)}" if signal.true_at else ""
    return f"**{text(since)}**" if since else "", "", f"**the signal {signal.state}**, from {code(signal.root)} on"


def _at(instant: datetime, calendar: Calendar) -> str:
    """To the minute; where a case turns on less than that, as exact as it is."""
    words, local = in_words(calendar.local(instant)), calendar.local(instant)
    if words.startswith("the end") or (local.second, local.microsecond) == (0, 0):
        return words
    return words.replace(f"{local:%H:%M}", f"{local:%H:%M:%S.%f}".rstrip("0").rstrip("."))


def proofs(cases: Iterable[Case]) -> str:
    return ", ".join(dict.fromkeys(case.proves for case in cases))
