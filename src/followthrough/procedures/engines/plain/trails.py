"""What counts at an instant, of things that lie somewhere in time? Found by bisection, so that nobody looks at all.

A trail also says when what it gave will change, so that whoever read it knows when to read again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """One thing that lies between `begins` and `ends`, and is seen so over [`from_`, `to`)."""

    item: T
    root: str
    begins: datetime
    ends: datetime
    from_: datetime
    to: datetime | None = None

    def counts_at(self, instant: datetime) -> bool:
        return self.from_ <= instant and (self.to is None or instant < self.to)

    @property
    def changes(self) -> list[Change]:
        """It comes to be seen, and ceases to be."""
        return [Change(at, self.begins, self.ends) for at in (self.from_, self.to) if at is not None]


class Change(NamedTuple):
    """At this instant something comes to be seen otherwise that lies between `begins` and `ends`."""

    at: datetime
    begins: datetime
    ends: datetime


class Trail(Generic[T]):
    """Stretches in the order in which things lie (begin, root), with what changes when."""

    def __init__(self, stretches: Iterable[Stretch[T]]) -> None:
        self.stretches = sorted(stretches, key=lambda each: (each.begins, each.root))
        self._by_root: dict[str, list[Stretch[T]]] = {}
        for each in self.stretches:
            self._by_root.setdefault(each.root, []).append(each)
        self._begins = [each.begins for each in self.stretches]
        self._latest_end = list(accumulate((each.ends for each in self.stretches), max))
        self._changes = sorted(change for each in self.stretches for change in each.changes)
        self._instants = [each.at for each in self._changes]
        self._earliest_begin = list(accumulate((each.begins for each in reversed(self._changes)), min))[::-1]

    def __bool__(self) -> bool:
        return bool(self.stretches)

    def at(self, instant: datetime, since: datetime | None = None, until: datetime | None = None) -> list[T]:
        """What counts, in order: all that ends at `since` or later and begins by `until`, and maybe some before."""
        return [each.item for each in self.between(since, until) if each.counts_at(instant)]

    def next_change(
        self, instant: datetime, since: datetime | None = None, until: datetime | None = None
    ) -> datetime | None:
        """When the same question may next be answered otherwise; None for never."""
        place = bisect_right(self._instants, instant)
        while place < len(self._changes) and (until is None or self._earliest_begin[place] <= until):
            change = self._changes[place]
            if (until is None or change.begins <= until) and (since is None or since <= change.ends):
                return change.at
            place += 1
        return None

    @cached_property
    def is_exact(self) -> bool:
        """Whether all of it lies at single instants."""
        return all(each.begins == each.ends for each in self.stretches)

    def of(self, root: str) -> Sequence[Stretch[T]]:
        return self._by_root.get(root, ())

    @property
    def first_seen(self) -> dict[str, datetime]:
        """When each thing was first seen, by its root."""
        return {root: min(each.from_ for each in stretches) for root, stretches in self._by_root.items()}

    def between(self, since: datetime | None = None, until: datetime | None = None) -> list[Stretch[T]]:
        start = 0 if since is None else bisect_left(self._latest_end, since)
        stop = len(self.stretches) if until is None else bisect_right(self._begins, until)
        return self.stretches[start:stop]
