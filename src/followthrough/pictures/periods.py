"""Which times are so full that they need a picture of their own? Found by the gaps between instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

FEWEST = 5  # a picture of fewer things is not worth its page
MOST = 4  # pictures of one overview
_CUT = 40  # a pause of more than 1/40 of the span ends a period
_WIDEST = 0.3  # a period of more than this share of the span gains too little by being drawn alone


def dense_periods(
    instants: Sequence[datetime],
    crowded: Sequence[datetime],
    from_: datetime,
    to: datetime,
    *,
    most: int = MOST,
) -> list[tuple[datetime, datetime]]:
    """Up to `most` periods that hold something of `crowded`, in order of time, each with a margin.

    None if the instants are evenly spread: then a closer look gains nothing.
    """
    span, crowd = to - from_, set(crowded)
    runs = [run for run in _runs(sorted(instants), span / _CUT) if len(run) >= FEWEST]
    runs = [run for run in runs if run[-1] - run[0] <= span * _WIDEST and not crowd.isdisjoint(run)]
    fullest = sorted(runs, key=lambda run: (-len(run), run[0]))[:most]
    return [_with_margin(run[0], run[-1], from_, to) for run in sorted(fullest)]


def _runs(instants: list[datetime], pause: timedelta) -> list[list[datetime]]:
    runs = [instants[:1]]
    for earlier, later in pairwise(instants):
        if later - earlier > pause:
            runs.append([])
        runs[-1].append(later)
    return runs


def _with_margin(first: datetime, last: datetime, from_: datetime, to: datetime) -> tuple[datetime, datetime]:
    margin = max((last - first) / 20, timedelta(hours=3))
    return max(from_, first - margin), min(to, last + margin)
