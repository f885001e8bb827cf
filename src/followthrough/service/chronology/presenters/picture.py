"""What stands in the child's picture? Entries as marks, duties and signals as bars, holidays as bands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from followthrough.pictures import Band, Bar, Lane, Mark, Shape, Swimlane, Tone
from followthrough.procedures.calendars import Calendar, localtime
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.vocabulary import Polarity
from followthrough.service.chronology import places
from followthrough.service.chronology.presenters.entries import anchor_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.ledger.models import Duty, Signal

WHOLE = "the-whole-picture"
TONES = {
    DutyState.OPEN: Tone.OPEN,
    DutyState.MET: Tone.MET,
    DutyState.MET_RECORDED_LATE: Tone.MET,
    DutyState.MET_LATE: Tone.LATE,
    DutyState.BREACHED: Tone.BREACHED,
    DutyState.EXCUSED: Tone.EXCUSED,
    DutyState.SUPERSEDED: Tone.SUPERSEDED,
}
SHAPES = {Polarity.RISK: Shape.WORRY, Polarity.PROTECTIVE: Shape.HELP, Polarity.NEUTRAL: Shape.FACT}


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
    start, end = _span(marks, bars, telling.now)
    start, end = span[0] or start, span[1] or end
    if start >= end:
        return None
    whole = Swimlane(
        title="What happened, and who owed what",
        description="Marks are things that happened; bars are duties with their deadlines, and signals.",
        lanes=tuple(_lanes(marks, bars, telling)),
        from_=start,
        to=end,
        now=telling.now,
        marks=marks,
        bars=bars,
        bands=tuple(_bands(start, end, calendar)),
        zone=calendar.zone,
    )
    return whole.within(start, end, whole.title)


def _span(marks: tuple[Mark, ...], bars: tuple[Bar, ...], now: datetime) -> tuple[datetime, datetime]:
    first = min([mark.from_ for mark in marks] + [bar.from_ for bar in bars])
    last = max([now] + [bar.due for bar in bars if bar.due is not None and bar.tone is Tone.OPEN])
    margin = max((last - first) / 60, timedelta(hours=2))
    return first - margin, max(last, first) + margin


def _lanes(marks: tuple[Mark, ...], bars: tuple[Bar, ...], telling: Telling) -> Iterator[Lane]:
    used = {mark.lane for mark in marks} | {bar.lane for bar in bars}
    if WHOLE in used:
        yield Lane(WHOLE, "All agencies together")
    known = [agency for agency in telling.vocabulary.agencies if agency in used]
    for agency in known + sorted(used - set(known) - {WHOLE}):
        yield Lane(agency, telling.agency(agency))


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


def _bands(start: datetime, end: datetime, calendar: Calendar) -> Iterator[Band]:
    """Bank holidays by name, weekends quietly: times when few are at work."""
    day, last = calendar.local(start).date(), calendar.local(end).date()
    while day <= last:
        holiday = calendar.bank_holidays.get(day)
        if holiday or day.weekday() >= 5:
            opens, closes = localtime.start_of(day, calendar.zone), localtime.end_of(day, calendar.zone)
            yield Band(max(opens, start), min(closes, end), holiday or "Weekend", is_quiet=not holiday)
        day += localtime.DAY
