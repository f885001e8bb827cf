"""A small partnership whose duties fall due in every way, and an almanac of one's own that says when.

The almanac reads no calendar of ours: Easter by its rule, bank holidays by theirs, clock changes by the zone. So what
the sweep did is compared with something that shares no line with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from followthrough.procedures.model.condition import Match
from followthrough.procedures.model.procedure import (
    Closing,
    Confidence,
    DutyProcedure,
    Limit,
    OnEvent,
    Party,
    Rung,
    Source,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import parse_timescale
from followthrough.procedures.model.vocabulary import DataField, EventKind, FieldType, Polarity, Vocabulary

LONDON = ZoneInfo("Europe/London")
CLOSE, DAY = time(17), timedelta(days=1)
ASKED, DONE = "asked", "done"
FIRST_YEAR, LAST_YEAR = 2024, 2030


@dataclass(frozen=True)
class Way:
    """A procedure by how long it gives, and how long after its deadline each rung comes."""

    name: str
    limit: str
    ladder: tuple[str, ...]


WAYS = (
    Way("hours", "24 clock hours", ("0 clock minutes", "6 clock hours", "1 working day")),
    Way("working-day", "1 working day", ("0 clock minutes", "1 working day", "3 working days")),
    Way("week", "5 working days", ("0 clock minutes", "24 clock hours", "2 calendar days")),
    Way("days", "10 calendar days", ("0 clock minutes", "48 clock hours", "1 working day")),
)


def rulebook() -> Rulebook:
    whom = DataField("leg", FieldType.KEY)
    kinds = [EventKind(f"{what}.{way.name}", way.name, "test", Polarity.NEUTRAL, fields={"leg": whom})
             for way in WAYS for what in (ASKED, DONE)]  # fmt: skip
    failed = EventKind(
        "delivery.failed",
        "failed",
        "test",
        Polarity.NEUTRAL,
        fields={
            "message": DataField("message", FieldType.KEY),
            "recipient_agency": DataField("recipient_agency", FieldType.AGENCY),
            "recipient_team": DataField("recipient_team", FieldType.TEAM),
            "channel": DataField("channel", FieldType.TEXT),
            "reason": DataField("reason", FieldType.TEXT),
        },
    )
    vocabulary = Vocabulary({kind.id: kind for kind in [*kinds, failed]}, {}, {}, {})
    return Rulebook("clocks", vocabulary, {}, tuple(map(_procedure, WAYS)))


def _procedure(way: Way) -> DutyProcedure:
    return DutyProcedure(
        id=way.name,
        version=1,
        title=way.name,
        theme="test",
        pack="test",
        source=Source("NL", "The newsletter", "", "Key learning"),
        says="Answer in time.",
        confidence=Confidence.NEWSLETTER,
        owner="board",
        in_force_from=date(2000, 1, 1),
        when=OnEvent(Match((f"{ASKED}.{way.name}",))),
        owes=Party(agency="social-care", team="front-door"),
        action="Answer",
        limits=(Limit(within=parse_timescale(way.limit)),),
        closed_by=(Closing(Match((f"{DONE}.{way.name}",)), (("leg", "leg"),)),),
        ladder=tuple(
            Rung(parse_timescale(after), Party(agency="social-care", team="front-door", role=f"rung-{n}"))  # type: ignore[arg-type]
            for n, after in enumerate(way.ladder)
        ),
    )


# The almanac


def due(start: datetime, words: str) -> datetime:
    """When `words` after `start` are over, as the documents of the calendar say it."""
    number, _, unit = words.partition(" ")
    n = int(number)
    local = start.astimezone(LONDON).date()
    if unit.startswith("clock"):
        return start + (timedelta(minutes=n) if "minute" in unit else timedelta(hours=n))
    if unit.startswith("calendar"):
        return _at(local + (n + 1) * DAY, time(0)) - timedelta(microseconds=1)
    for _ in range(n):
        local = next(day for day in _after(local) if is_working(day))
    return _at(local, CLOSE)


def rungs(way: Way, asked: datetime) -> list[datetime]:
    deadline = due(asked, way.limit)
    return [deadline if after.startswith("0 ") else due(deadline, after) for after in way.ladder]


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Of England and Wales, by their rules; for 2024 to 2030 nothing else is announced."""
    easter = _easter(year)
    mondays = [_monday(year, 5, 1), _monday(year, 5, 25), _monday(year, 8, 25)]
    found = {easter - 2 * DAY, easter + DAY, *mondays}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        found.add(next(each for each in _from(day) if each.weekday() < 5 and each not in found))
    return frozenset(found)


def _easter(year: int) -> date:
    """The anonymous Gregorian rule (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _monday(year: int, month: int, first: int) -> date:
    """The first Monday on or after that day."""
    return next(day for day in _from(date(year, month, first)) if day.weekday() == 0)


def _from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


def _after(day: date) -> Iterator[date]:
    return _from(day + DAY)


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
