"""At which minutes is somebody named, and at which nobody? One level's time, cut into stretches that leave none out.

Pure: the spans at which a team must be there and the shifts of one level come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from followthrough.service.agencies.models import Shift

NAMED_WITHIN = timedelta(days=14)  # our default: nearer than this, a role and a number are not enough
Span = tuple[datetime, datetime]


class Holding(StrEnum):
    NAMED = "named"
    ROLE = "role"  # further ahead than a name is needed
    NO_NAME = "no name"
    NOBODY = "nobody"

    @property
    def is_gap(self) -> bool:
        return self in (Holding.NO_NAME, Holding.NOBODY)


@dataclass(frozen=True)
class Stretch:
    starts_at: datetime
    ends_at: datetime
    holding: Holding
    shift: Shift | None = None


def fill(spans: Iterable[Span], shifts: Iterable[Shift], now: datetime) -> Iterator[Stretch]:
    """The spans, whole: each minute of them stands in exactly one stretch. `shifts` of one level do not overlap."""
    ordered = sorted(shifts, key=lambda shift: shift.starts_at)
    for start, end in spans:
        at = start
        for shift in ordered:
            if shift.ends_at <= at or shift.starts_at >= end:
                continue
            if shift.starts_at > at:
                yield Stretch(at, shift.starts_at, Holding.NOBODY)
            until = min(shift.ends_at, end)
            yield Stretch(max(at, shift.starts_at), until, _holding(shift, now), shift)
            at = until
        if at < end:
            yield Stretch(at, end, Holding.NOBODY)


def gaps(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Gaps with nobody named in between, each as one from its first minute to its last: one alarm, not one a night."""
    running: Stretch | None = None
    for each in stretches:
        if not each.holding.is_gap:
            if running:
                yield running
            running = None
        elif running is None:
            running = each
        else:
            running = replace(running, ends_at=each.ends_at)
    if running:
        yield running


def _holding(shift: Shift, now: datetime) -> Holding:
    if shift.practitioner_id:
        return Holding.NAMED
    return Holding.ROLE if shift.starts_at > now + NAMED_WITHIN else Holding.NO_NAME
