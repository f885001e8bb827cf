"""Who was born when, and who shared a household when, as the record shows it at one instant?

Both are always read pooled: they say which facts there are, not who may act on them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from followthrough.procedures.model.condition import Whose
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.history import Chain, History
from followthrough.procedures.model.vocabulary import BORN

JOINED, LEFT = "household.joined", "household.left"
STRUCTURE = (BORN, JOINED, LEFT)
_Stay = tuple[str, datetime, datetime | None]  # a household, from when, until when


class Homes:
    """Births and memberships of a history, as they can be read at an instant."""

    def __init__(self, history: History, at: datetime) -> None:
        self._history, self._at, self._subject = history, at, history.subject

    def whose(self, event: Event) -> Whose | None:
        """Whose event it is for the history's subject, or None when it does not count at all."""
        if event.subject == self._subject:
            return Whose.SELF
        when = event.occurred_from
        mine = self._at_home(self._subject.id, when)
        if event.subject.kind == "household":
            return Whose.HOUSEHOLD if event.subject.id in mine else None
        return Whose.SIBLING if mine & self._at_home(event.subject.id, when) else None

    def children(self, instant: datetime) -> tuple[str, ...]:
        """The ids of the children of the subject's household. A child is one of them, whoever else is known."""
        is_child = self._subject.kind == "child"
        mine = self._at_home(self._subject.id, instant) if is_child else {self._subject.id}
        found = {child for child in self._stays if mine & self._at_home(child, instant)}
        return tuple(sorted(found | ({self._subject.id} if is_child else set())))

    @cached_property
    def birth(self) -> tuple[str, Event] | None:
        """The subject's birth with the root of its chain: the earliest that is told."""
        births = [(root, event) for root, event in self._read(BORN) if event.subject == self._subject]
        return min(births, key=lambda told: (told[1].occurred_from, told[0]), default=None)

    def _at_home(self, child: str, instant: datetime) -> set[str]:
        stays = self._stays.get(child, ())
        return {home for home, since, until in stays if since <= instant and (until is None or instant < until)}

    @cached_property
    def _stays(self) -> dict[str, list[_Stay]]:
        """The households that each child belonged to."""
        found: dict[str, list[_Stay]] = {}
        leavings = [event for _, event in self._read(LEFT)]
        for _, joined in self._read(JOINED):
            child, home = joined.subject.id, str(joined.data.get("household", ""))
            ends = [
                left.occurred_from
                for left in leavings
                if left.subject.id == child
                and left.data.get("household") == home
                and left.occurred_to > joined.occurred_from
            ]
            # A day's precision means some time that day: whoever joins that day belongs from its start.
            found.setdefault(child, []).append((home, joined.occurred_from, min(ends, default=None)))
        return found

    def _read(self, kind: str) -> Iterator[tuple[str, Event]]:
        for chain in self._history.chains_by_kind.get(kind, ()):
            if chain.root.recorded_at <= self._at:
                event = chain.version(self._at)
                if not event.is_retraction:
                    yield chain.root.id, event


class HomesOverTime:
    """The homes of a history at any instant: read once for each stretch in which nothing is learnt of them."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._read: dict[int, Homes] = {}

    @cached_property
    def instants(self) -> list[datetime]:
        """When something was learnt of births and memberships."""
        chains: list[Chain] = [c for kind in STRUCTURE for c in self._history.chains_by_kind.get(kind, ())]
        return sorted({member.recorded_at for chain in chains for member in chain.members})

    def at(self, instant: datetime) -> Homes:
        stretch = bisect_right(self.instants, instant)
        if stretch not in self._read:
            self._read[stretch] = Homes(self._history, instant)
        return self._read[stretch]

    def next_change(self, instant: datetime) -> datetime | None:
        place = bisect_right(self.instants, instant)
        return self.instants[place] if place < len(self.instants) else None
