"""What stands in the child's picture? Entries as marks, duties and signals as bars, holidays as bands."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime

from django.urls import reverse

from followthrough.pictures import Bar, Lane, Mark, Shape, Swimlane, Tone
from followthrough.pictures.framing import SHAPES, TONES, WHOLE, closed_days, lanes_of, span_of
from followthrough.procedures.calendars import Calendar
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.explain.pieces import Pieces, pieces_words
from followthrough.procedures.model.answer import DutyState
from followthrough.service.chronology import places
from followthrough.service.chronology.presenters.entries import anchor_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.unseen import Unseen
from followthrough.service.design import dates
from followthrough.service.ledger import calendar as calendars
from followthrough.service.ledger.models import Duty, Signal

InPieces = tuple[Pieces, datetime, datetime | None, Tone]  # from when, to when, and whether it lay in pieces
UNSEEN = "nobody-saw-the-child"  # the lane of times without sight
_OF_ALL = {WHOLE: "All agencies together", UNSEEN: "Nobody wrote down seeing the child"}


def picture_of(
    entries: Iterable[Entry],
    duties: Sequence[Duty],
    signals: Sequence[Signal],
    telling: Telling,
    calendar: Calendar,
    span: tuple[datetime | None, datetime | None] = (None, None),
    *,
    unseen: Sequence[Unseen] = (),
    pieces: Sequence[InPieces] = (),
    near: Container[str] | None = None,
) -> Swimlane | None:
    """None when there is nothing to draw. `span` cuts it at both ends. A mark leads to the row of its entry, or to its
    own page where its number is not among those that are `near`.
    """
    far = f"{reverse('chronology:child', args=[telling.child_id])}entries/"
    marks = tuple(
        _mark(each, telling, calendar, "" if near is None or each.number in near else far)
        for each in entries
        if not each.is_taken_back
    )
    bars = (
        *(_unseen_bar(each) for each in unseen),
        *(_piece_bar(each) for each in pieces),
        *(_signal_bar(n, each) for n, each in enumerate(signals, 1)),
        *_duty_bars(duties, telling),
    )
    if not marks and not bars:
        return None
    start, end = span_of(marks, bars, telling.now)
    start, end = span[0] or start, span[1] or end
    if start >= end:
        return None
    whole = Swimlane(
        title="What happened, and who owed what",
        description="Marks are things that happened; bars are duties with their deadlines, and signals.",
        lanes=tuple(_lane(each, telling) for each in _lanes(marks, bars, telling)),
        from_=start,
        to=end,
        now=telling.now,
        marks=marks,
        bars=bars,
        bands=tuple(closed_days(start, end, calendar.bank_holidays, calendar.zone)),
        zone=calendar.zone,
    )
    return whole.within(start, end, whole.title)


def _lanes(marks: Iterable[Mark], bars: Sequence[Bar], telling: Telling) -> list[str]:
    """Times without sight stand above all agencies."""
    found = lanes_of(marks, bars, telling.vocabulary.agencies)
    return sorted(found, key=lambda each: each != UNSEEN)


def _lane(key: str, telling: Telling) -> Lane:
    return Lane(key, _OF_ALL.get(key) or telling.agency(key))


def _mark(entry: Entry, telling: Telling, calendar: Calendar, far: str) -> Mark:
    """`far` is where the pages of entries are, for one that has no row on this page."""
    event = entry.event
    return Mark(
        lane=event.agency,
        from_=event.occurred_from,
        to=event.occurred_to,
        shape=_shape(event.kind, telling),
        label=telling.kind(event),
        number=entry.number,
        href=f"{far}{entry.root}/" if far else f"#{anchor_of(entry)}",
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


def _piece_bar(each: InPieces) -> Bar:
    pieces, start, end, tone = each
    words = pieces_words(pieces, calendars.current()) if tone is Tone.GAP else pieces.procedure.title
    when = f"from {dates.day_in_words(start.astimezone(dates.LONDON).date())}"
    return Bar(WHOLE, start, end, tone, words, None, pieces.number, f"#pattern-{pieces.number.lower()}", when)


def _unseen_bar(gap: Unseen) -> Bar:
    days = [dates.day_in_words(each.astimezone(dates.LONDON).date()) for each in (gap.from_, gap.until)]
    when = f"from {days[0]} to {days[1]}" if gap.to else f"since {days[0]}"
    return Bar(UNSEEN, gap.from_, gap.until, Tone.UNSEEN, f"{gap.weeks} without sight", when=when)
