"""Is one deadline no looser than another? Yes only where nothing that can happen would make it fall later.

What cannot be compared for every history (3 working days and 72 clock hours) counts as looser.
"""

from __future__ import annotations

from collections.abc import Sequence

from followthrough.procedures.model.procedure import Limit
from followthrough.procedures.model.timescale import Moment, Timescale, When


def are_no_looser(new: Sequence[Limit], old: Sequence[Limit]) -> bool:
    """The earliest limit that counts is the deadline: each old one needs a new one that counts whenever it does, and
    falls no later. Further limits can only bring a deadline forward.
    """
    return all(any(_stands_for(each, limit) for each in new) for limit in old)


def come_no_slower(new: Sequence[Timescale], old: Sequence[Timescale]) -> bool:
    """Intervals in turn, of which the last goes on for ever."""
    turns = range(max(len(new), len(old)))
    return bool(new) and all(is_no_later(_turn(new, each), _turn(old, each)) for each in turns)


def is_no_later(new: When, old: When) -> bool:
    """From whatever start."""
    if isinstance(new, Timescale) and isinstance(old, Timescale):
        return _are_alike(new, old) and new.amount <= old.amount
    if isinstance(new, Moment) and isinstance(old, Moment) and new.kind == old.kind == "time on the n-th working day":
        assert new.at is not None and old.at is not None
        return (new.day, new.at) <= (old.day, old.at)
    # The next 09:00 is not always before the next 10:00: between the two it is tomorrow's.
    return new == old


def _stands_for(new: Limit, old: Limit) -> bool:
    return all(test in old.only for test in new.only) and _falls_no_later(new, old)


def _falls_no_later(new: Limit, old: Limit) -> bool:
    if new.within is not None and old.within is not None:
        return is_no_later(new.within, old.within)
    if new.at_field is None or new.at_field != old.at_field:
        return False
    if new.is_before is not old.is_before or new.offset is None or old.offset is None:
        return _side(new) < _side(old) or (new.offset is None and old.offset is None)
    earlier, later = (old, new) if new.is_before else (new, old)
    assert earlier.offset is not None and later.offset is not None
    return is_no_later(earlier.offset, later.offset)


def _side(limit: Limit) -> int:
    """Before the date in the data, at it, after it."""
    if limit.offset is None:
        return 0
    return -1 if limit.is_before else 1


def _turn(intervals: Sequence[Timescale], number: int) -> Timescale:
    return intervals[min(number, len(intervals) - 1)]


def _are_alike(one: Timescale, other: Timescale) -> bool:
    return (one.unit, one.office) == (other.unit, other.office)
