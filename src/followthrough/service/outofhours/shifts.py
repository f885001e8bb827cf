"""When does a team for the night have cover, and when is its pack made?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import opens_next

BEFORE = timedelta(minutes=30)  # so that somebody is still there who can help when no pack comes; our default


@dataclass(frozen=True, slots=True)
class Shift:
    """From when until when a team answers. One that has begun already begins now."""

    team: Team
    starts_at: datetime
    ends_at: datetime

    def is_near(self, now: datetime) -> bool:
        return self.starts_at - BEFORE <= now


def shift_of(team: Team, own: list[Team], at: datetime) -> Shift | None:
    """The shift that runs at this moment or comes next; None where the hours of the day are not known."""
    by_day = next((each for each in own if each.is_default and not each.is_out_of_hours), None)
    if by_day is None:
        return None
    starts_at = opens_next(team, own, at) or at
    ends_at = opens_next(by_day, own, starts_at)
    return Shift(team, starts_at, ends_at) if ends_at else None
