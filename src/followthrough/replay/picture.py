"""What of a replay stands in its picture? Events as marks, duties and signals as bars, holidays as bands."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.pictures import Bar, Lane, Mark, Shape, Swimlane, Tone
from followthrough.pictures.framing import SHAPES, TONES, WHOLE, closed_days, lanes_of, span_of
from followthrough.procedures.explain.pieces import pieces_words
from followthrough.procedures.explain.words import agency_words, kind_words, occurred_words
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.replay import words
from followthrough.replay.replaying import Replay, Told, ToldDuty


def picture_of(told: Replay) -> Swimlane | None:
    """The whole story on one axis; None when there is nothing to draw."""
    marks = tuple(_mark(each, told) for each in told.events if not each.is_taken_back)
    bars = (*_patterns(told), *_pieces(told), *(_bar(each, told) for each in told.duties))
    if not marks and not bars:
        return None
    start, end = span_of(marks, bars, told.question.as_of)
    return Swimlane(
        title=told.story.title,
        description="Who knew what and who owed what, over time.",
        lanes=tuple(_lane(each, told.vocabulary) for each in lanes_of(marks, bars, told.vocabulary.agencies)),
        from_=start,
        to=end,
        now=told.question.as_of,
        marks=marks,
        bars=bars,
        bands=tuple(closed_days(start, end, told.calendar.bank_holidays, told.calendar.zone)),
        zone=told.calendar.zone,
    )


def _lane(agency: str, vocabulary: Vocabulary) -> Lane:
    return Lane(agency, "The whole picture" if agency == WHOLE else agency_words(agency, vocabulary))


def _mark(each: Told, told: Replay) -> Mark:
    event = each.event
    return Mark(
        lane=event.agency,
        from_=event.occurred_from,
        to=event.occurred_to,
        shape=shape_of(event, told.vocabulary),
        label=kind_words(event.kind, told.vocabulary),
        number=each.number,
        href=f"#{anchor(told, 'e', each.number)}",
        when=occurred_words(event, told.calendar),
    )


def shape_of(event: Event, vocabulary: Vocabulary) -> Shape:
    kind = vocabulary.kinds.get(event.kind)
    if kind is None:
        return Shape.FACT
    return Shape.SHARE if kind.conveys is not None else SHAPES[kind.polarity]


def _bar(duty: ToldDuty, told: Replay) -> Bar:
    row = duty.row
    return Bar(
        lane=row.debtor.agency,
        from_=min(row.opened_at, row.due_at),
        to=row.closed_at or row.ended_at or (row.due_at if row.state in words.SET_ASIDE else None),
        tone=TONES[row.state],
        label=duty.procedure.title,
        due=row.due_at,
        number=duty.number,
        href=f"#{anchor(told, 'd', duty.number)}",
        when=f"due {words.when(row.due_at, told.calendar)}, {words.STATE_WORDS[row.state]}",
    )


def _patterns(told: Replay) -> Iterator[Bar]:
    for pattern in told.patterns:
        href = f"#{anchor(told, 's', pattern.number)}"
        for start, end in pattern.spans:
            when = f"a pattern {words.stretch(start, end, told.calendar)}"
            title = pattern.first.procedure.title
            yield Bar(WHOLE, start, end, Tone.SIGNAL, title, None, pattern.number, href, when)


def _pieces(told: Replay) -> Iterator[Bar]:
    for pieces in told.pieces:
        if pieces.is_apart:
            label = pieces_words(pieces, told.calendar)
            href = f"#{anchor(told, 'g', pieces.number)}"
            since = f"from {words.day(pieces.pooled_at, told.calendar)}"
            yield Bar(WHOLE, pieces.pooled_at, pieces.ended_at, Tone.GAP, label, None, pieces.number, href, since)


def anchor(told: Replay, letter: str, number: str) -> str:
    """The id of a row on the page, unique among several stories."""
    return f"{told.story.id}-{letter}-{number.lower()}"
