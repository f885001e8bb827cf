"""How is a history framed? The same tones, shapes, span, lanes and holidays wherever a history is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from followthrough.pictures.nouns import Band, Bar, Mark, Shape, Tone
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import TICK
from followthrough.procedures.model.vocabulary import Polarity

WHOLE = "the-whole-picture"  # the lane of what all agencies hold together
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
_DAY = timedelta(days=1)


def span_of(marks: Sequence[Mark], bars: Sequence[Bar], now: datetime) -> tuple[datetime, datetime]:
    """From the first thing to now, or to the last deadline that is still ahead, with a margin."""
    first = min([mark.from_ for mark in marks] + [bar.from_ for bar in bars])
    last = max([now] + [bar.due for bar in bars if bar.due is not None and bar.tone is Tone.OPEN])
    margin = max((last - first) / 60, timedelta(hours=2))
    return first - margin, max(last, first) + margin


def lanes_of(marks: Iterable[Mark], bars: Iterable[Bar], agencies: Iterable[str]) -> list[str]:
    """The lanes that hold anything: the whole picture first, then agencies in their usual order."""
    used = {mark.lane for mark in marks} | {bar.lane for bar in bars}
    known = [agency for agency in agencies if agency in used]
    whole = [WHOLE] if WHOLE in used else []
    return whole + known + sorted(used - set(known) - {WHOLE})


def closed_days(start: datetime, end: datetime, holidays: Mapping[date, str], zone: ZoneInfo) -> Iterator[Band]:
    """Bank holidays by name, weekends quietly: times when few are at work."""
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        holiday = holidays.get(day)
        if holiday or day.weekday() >= 5:
            opens, closes = _midnight(day, zone), _midnight(day + _DAY, zone) - TICK
            yield Band(max(opens, start), min(closes, end), holiday or "Weekend", is_quiet=not holiday)
        day += _DAY


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
