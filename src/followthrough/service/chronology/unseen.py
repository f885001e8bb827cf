"""For how long did nobody write down that they saw the child? Between sights, since the last one, and from the day that
the record began until the first: a child whom nobody ever saw is the first to be told of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design import dates

SEEN, BORN = "child.seen", "child.born"
_REGISTERED = (BORN, "household.joined")  # tell of long ago, and are written down when the record begins
_BEFORE_BIRTH = "pregnancy."
LONG = timedelta(weeks=4)  # a default of ours: how long without sight is worth a sentence
PRONOUNS = {"girl": "her", "boy": "him"}


@dataclass(frozen=True)
class Unseen:
    """`to` is None while it goes on; it is then told up to `now`. `is_first` where no sight came before it: then it
    counts from the day that the record began.
    """

    from_: datetime
    to: datetime | None
    now: datetime
    is_first: bool = False

    @property
    def until(self) -> datetime:
        return self.to or self.now

    @property
    def weeks(self) -> str:
        weeks = (self.until - self.from_) // timedelta(weeks=1)
        return f"{weeks} weeks" if weeks < 104 else f"{weeks // 52} years"

    def sentence(self, whom: str) -> str:
        since = _day(self.from_)
        if self.is_first:
            start = f"the record began on {since}"
            if self.to is None:
                return f"No agency has written down that it ever saw {whom}: {self.weeks}, since {start}."
            return f"No agency wrote down that it saw {whom} for {self.weeks}, since {start}, until {_day(self.to)}."
        if self.to is None:
            return f"No agency has written down that it saw {whom} for {self.weeks}, since {since}."
        return f"No agency wrote down that it saw {whom} for {self.weeks}, from {since} to {_day(self.to)}."


def sightings(chronicle: Chronicle) -> list[Entry]:
    return [each for each in _own(chronicle) if each.event.kind == SEEN]


def unseen(chronicle: Chronicle, now: datetime) -> list[Unseen]:
    """The earliest first."""
    seen, began = sightings(chronicle), _began(chronicle)
    first = seen[0].event.occurred_from if seen else None
    found = [Unseen(began, first, now, is_first=True)] if began and began < (first or now) else []
    found += [Unseen(one.event.occurred_to, after.event.occurred_from, now) for one, after in pairwise(seen)]
    found += [Unseen(seen[-1].event.occurred_to, None, now)] if seen else []
    return [each for each in found if each.until - each.from_ >= LONG]


def _began(chronicle: Chronicle) -> datetime | None:
    """When an agency first wrote of the child, or of what was then; not before the birth. None where the birth is not
    written down yet.
    """
    own = [each.chain.root for each in _own(chronicle)]
    born = next((each.occurred_from for each in own if each.kind == BORN), None)
    if born is None and any(each.kind.startswith(_BEFORE_BIRTH) for each in own):
        return None
    told = [each.recorded_at if each.kind in _REGISTERED else each.occurred_from for each in own]
    began = min(told, default=None)
    return max(began, born) if began and born else began


def _own(chronicle: Chronicle) -> list[Entry]:
    own = (each for each in chronicle.entries if each.event.subject == chronicle.subject)
    return [each for each in own if not each.is_taken_back]


def whom(sex: str) -> str:
    return PRONOUNS.get(sex, "the child")


def _day(at: datetime) -> str:
    return dates.short_day(at.astimezone(dates.LONDON).date())
