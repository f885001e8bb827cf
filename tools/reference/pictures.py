"""Which worked case is drawn, and how? The one that tells most about time, from its hand-worked dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from followthrough.pictures import Bar, Lane, Mark, Shape, Swimlane, Tone, draw
from followthrough.pictures.framing import SHAPES, TONES, WHOLE, closed_days, lanes_of, span_of
from followthrough.procedures.calendars import Calendar
from followthrough.procedures.casebook.cases import Case, ExpectedDuty
from followthrough.procedures.explain.words import agency_words, kind_words, occurred_words
from followthrough.procedures.model.answer import SignalState
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.vocabulary import Vocabulary
from reference.cases import told_events

WIDTH = 860
_TELLING = ("across a bank holiday", "clock change", "late", "met", "just too late")
_LONGEST = timedelta(days=120)  # beyond it, a day is thinner than a line


def drawn_case(cases: Sequence[Case]) -> Case | None:
    """A case that expects something, over a time that shows; those that cross a holiday first."""
    fit = [case for case in cases if (case.duties or case.signals) and _length(case) <= _LONGEST]
    for word in _TELLING:
        for case in fit:
            if word in case.proves:
                return case
    return fit[0] if fit else None


def _length(case: Case) -> timedelta:
    events = told_events(case)
    return case.as_of - min((event.occurred_from for event in events), default=case.as_of)


def picture(case: Case, title: str, vocabulary: Vocabulary, calendar: Calendar) -> str | None:
    """The case as SVG, or None where nothing can be placed in time."""
    events = told_events(case)
    marks = tuple(_mark(number, event, vocabulary, calendar) for number, event in enumerate(events, 1))
    bars = (*_duties(case, title), *_signals(case, title))
    if not marks or not bars:
        return None
    start, end = span_of(marks, bars, case.as_of)
    agencies = lanes_of(marks, bars, vocabulary.agencies)
    swimlane = Swimlane(
        title=case.name,
        description="What happened, and what is owed by when. The table of this case says the same.",
        lanes=tuple(Lane(each, _lane(each, vocabulary)) for each in agencies),
        from_=start,
        to=end,
        now=case.as_of,
        marks=marks,
        bars=bars,
        bands=tuple(closed_days(start, end, calendar.bank_holidays, calendar.zone)),
        zone=calendar.zone,
    )
    return f"{draw(swimlane, id=case.procedure, width=WIDTH)}\n"


def _lane(agency: str, vocabulary: Vocabulary) -> str:
    return "All agencies together" if agency == WHOLE else agency_words(agency, vocabulary)


def _mark(number: int, event: Event, vocabulary: Vocabulary, calendar: Calendar) -> Mark:
    kind = vocabulary.kinds[event.kind]
    shape = Shape.SHARE if kind.conveys is not None else SHAPES[kind.polarity]
    label, when = kind_words(event.kind, vocabulary), occurred_words(event, calendar)
    return Mark(event.agency, event.occurred_from, event.occurred_to, shape, label, str(number), "", when)


def _duties(case: Case, title: str) -> Iterator[Bar]:
    for number, duty in enumerate(case.duties, 1):
        trigger = case.history.chains.get(duty.trigger)
        if trigger is not None:
            start = min(trigger.root.occurred_to, duty.due_at)
            agency = duty.debtor.partition(" · ")[0]
            yield Bar(agency, start, _end(duty), TONES[duty.state], title, duty.due_at, f"D{number}")


def _end(duty: ExpectedDuty) -> object:
    if duty.closed_at is not None or TONES[duty.state] not in (Tone.EXCUSED, Tone.SUPERSEDED):
        return duty.closed_at
    return duty.due_at


def _signals(case: Case, title: str) -> Iterator[Bar]:
    for number, signal in enumerate(case.signals, 1):
        chain = case.history.chains.get(signal.root)
        start = signal.true_at or (chain.root.occurred_to if chain else None)
        if start is not None and signal.state is SignalState.STANDS:
            yield Bar(WHOLE, start, None, Tone.SIGNAL, title, None, f"S{number}")
