"""For how long did nobody write down that they saw the child? From what is recorded as seen, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design import dates

SEEN = "child.seen"
LONG = timedelta(weeks=4)  # a default of ours: how long without sight is worth a sentence
PRONOUNS = {"girl": "her", "boy": "him"}


@dataclass(frozen=True)
class Unseen:
    """`to` is None while it goes on; it is then told up to `now`."""

    from_: datetime
    to: datetime | None
    now: datetime

    @property
    def until(self) -> datetime:
        return self.to or self.now

    @property
    def weeks(self) -> str:
        weeks = (self.until - self.from_) // timedelta(weeks=1)
        return f"{weeks} weeks" if weeks < 104 else f"{weeks // 52} years"

    def sentence(self, whom: str) -> str:
        since = _day(self.from_)
        if self.to is None:
            return f"No agency has written down that it saw {whom} for {self.weeks}, since {since}."
        return f"No agency wrote down that it saw {whom} for {self.weeks}, from {since} to {_day(self.to)}."


def sightings(chronicle: Chronicle) -> list[Entry]:
    own = [each for each in chronicle.entries if each.event.subject == chronicle.subject]
    return [each for each in own if each.event.kind == SEEN and not each.is_taken_back]


def unseen(chronicle: Chronicle, now: datetime) -> list[Unseen]:
    """The earliest first. Before the first sight nobody can say for how long; that is said by no entry."""
    seen = sightings(chronicle)
    found = [Unseen(one.event.occurred_to, after.event.occurred_from, now) for one, after in pairwise(seen)]
    found += [Unseen(seen[-1].event.occurred_to, None, now)] if seen else []
    return [each for each in found if each.until - each.from_ >= LONG]


def whom(sex: str) -> str:
    return PRONOUNS.get(sex, "the child")


def _day(at: datetime) -> str:
    return dates.short_day(at.astimezone(dates.LONDON).date())
