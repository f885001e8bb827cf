"""For how long did a picture exist in pieces? The sharing gaps of a watch together, and said in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.model.answer import Gap
from followthrough.procedures.model.procedure import WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook


@dataclass(frozen=True)
class Pieces:
    """How long the picture of one watch existed in pieces: from when all together held it to when one agency did."""

    number: str
    procedure: WatchProcedure
    true_at: datetime
    pooled_at: datetime
    by_agency: Mapping[str, datetime | None]
    as_of: datetime

    @property
    def ended_at(self) -> datetime | None:
        """When the first agency held enough by itself; None for never, as far as was asked."""
        return min((at for at in self.by_agency.values() if at is not None), default=None)

    @property
    def is_apart(self) -> bool:
        """Whether no agency held enough by itself when all together did."""
        return self.ended_at is None or self.ended_at > self.pooled_at


def pieces_of(gaps: Iterable[Gap], rulebook: Rulebook, as_of: datetime) -> tuple[Pieces, ...]:
    """One for each watch, in order of when all agencies together held enough."""
    by_watch: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda each: (each.pooled_at, each.true_at)):
        by_watch.setdefault(gap.watch, []).append(gap)
    return tuple(_pieces(f"G{n}", found, rulebook, as_of) for n, found in enumerate(by_watch.values(), 1))


def _pieces(number: str, found: list[Gap], rulebook: Rulebook, as_of: datetime) -> Pieces:
    procedure = rulebook.by_id[found[0].watch][-1]
    assert isinstance(procedure, WatchProcedure)
    known = {
        agency: min((at for gap in found if (at := gap.by_agency.get(agency)) is not None), default=None)
        for agency in dict.fromkeys(agency for gap in found for agency in gap.by_agency)
    }
    return Pieces(number, procedure, found[0].true_at, found[0].pooled_at, known, as_of)


def pieces_words(pieces: Pieces, calendar: Calendar) -> str:
    if not pieces.is_apart:
        return "One agency held the whole picture as soon as all of them did."
    end = pieces.ended_at or pieces.as_of
    span = span_words(calendar.local(pieces.pooled_at).date(), calendar.local(end).date())
    if pieces.ended_at is None:
        return f"The picture existed in pieces for {span}, up to the time asked about."
    return f"The picture existed in pieces for {span}."


def span_words(start: date, end: date) -> str:
    """21 months, 9 days, 2 years and 1 month: whole units that have passed."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < 2:
        days = (end - start).days
        return "less than a day" if days < 1 else f"{days} day{'s' * (days != 1)}"
    if months < 24:
        return f"{months} months"
    years, rest = divmod(months, 12)
    more = f" and {rest} month{'s' * (rest != 1)}" if rest else ""
    return f"{years} years{more}"
