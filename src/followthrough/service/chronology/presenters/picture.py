"""What stands in the child's picture? Entries as marks, duties and signals as bars, holidays as bands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from followthrough.pictures import Bar, Lane, Mark, Shape, Swimlane, Tone
from followthrough.pictures.framing import SHAPES, TONES, WHOLE, closed_days, lanes_of, span_of
from followthrough.procedures.calendars import Calendar
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model.answer import DutyState
from followthrough.service.chronology import places
from followthrough.service.chronology.presenters.entries import anchor_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.ledger.models import Duty, Signal


def picture_of(
    entries: Iterable[Entry],
    duties: Sequence[Duty],
    signals: Sequence[Signal],
    telling: Telling,
    calendar: Calendar,
    span: tuple[datetime | None, datetime | None] = (None, None),
) -> Swimlane | None:
    """None when there is nothing to draw. `span` cuts it at both ends."""
    marks = tuple(_mark(each, telling, calendar) for each in entries if not each.is_taken_back)
    bars = (*(_signal_bar(n, each) for n, each in enumerate(signals, 1)), *_duty_bars(duties, telling))
    if not marks and not bars:
        return None
    start, end = span_of(marks, bars, telling.now)
    start, end = span[0] or start, span[1] or end
    if start >= end:
        return None
    whole = Swimlane(
        title="What happened, and who owed what",
        description="Marks are things that happened; bars are duties with their deadlines, and signals.",
        lanes=tuple(_lane(each, telling) for each in lanes_of(marks, bars, telling.vocabulary.agencies)),
        from_=start,
        to=end,
        now=telling.now,
        marks=marks,
        bars=bars,
        bands=tuple(closed_days(start, end, calendar.bank_holidays, calendar.zone)),
        zone=calendar.zone,
    )
    return whole.within(start, end, whole.title)


def _lane(agency: str, telling: Telling) -> Lane:
    return Lane(agency, "All agencies together" if agency == WHOLE else telling.agency(agency))


def _mark(entry: Entry, telling: Telling, calendar: Calendar) -> Mark:
    event = entry.event
    return Mark(
        lane=event.agency,
        from_=event.occurred_from,
        to=event.occurred_to,
        shape=_shape(event.kind, telling),
        label=telling.kind(event),
        number=entry.number,
        href=f"#{anchor_of(entry)}",
        when=occurred_words(event, calendar),
    )


def _shape(kind_id: str, telling: Telling) -> Shape:
    kind = telling.vocabulary.kinds.get(kind_id)
    if kind is None:
        return Shape.FACT
    return Shape.SHARE if kind.conveys is not None else SHAPES[kind.polarity]


def _duty_bars(duties: Sequence[Duty], telling: Telling) -> Iterator[Bar]:
    for n, duty in enumerate(duties, 1):
        state = DutyState(duty.state)
        set_aside = state in (DutyState.EXCUSED, DutyState.SUPERSEDED)
        yield Bar(
            lane=duty.debtor_agency,
            from_=min(duty.opened_at, duty.due_at),
            to=duty.closed_at or duty.ended_at or (duty.due_at if set_aside else None),
            tone=TONES[state],
            label=duty.title,
            due=duty.due_at,
            number=f"D{n}",
            href=places.duty(duty.pk),
            when=f"due {dates.in_words(duty.due_at)}, {TONES[state].value}",
        )


def _signal_bar(n: int, signal: Signal) -> Bar:
    since = f"since {dates.day_in_words(signal.true_at.astimezone(dates.LONDON).date())}"
    return Bar(WHOLE, signal.true_at, signal.ended_at, Tone.SIGNAL, signal.title, None, f"S{n}", f"#signal-{n}", since)
