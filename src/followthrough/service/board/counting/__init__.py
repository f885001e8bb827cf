"""How does the whole partnership do in a quarter? Every number of the report, by one statement, so of one instant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from followthrough.service.assurance.counting import count
from followthrough.service.board.counting import children, duties, learning, shares
from followthrough.service.design.dates import LONDON
from followthrough.service.design.quarters import Quarter

Counts = Mapping[str, Any]
PARTS: Final = {**shares.PARTS, **duties.PARTS, **children.PARTS, **learning.PARTS}
KINDS: Final = (*children.KINDS, *learning.KINDS)
_DUE: Final = f", due as materialized ({duties.DUE})"


def counted(quarter: Quarter, upto: datetime, holidays: list[tuple[str, datetime, datetime]]) -> Counts:
    """What was before `upto`. `holidays` are days off with when the offices close before and open after."""
    ends = min(upto, quarter.until)
    values = {
        "since": quarter.since,
        "now": upto,
        "adults_born": years_before(ends, 18),
        "periods": [key for key, _, _ in holidays],
        "closes": [closes for _, closes, _ in holidays],
        "opens": [opens for _, _, opens in holidays],
    }
    return count(PARTS, kinds=KINDS, upto=ends, values=values, shared=_DUE)


def years_before(at: datetime, years: int) -> date:
    """Whoever was born on this day, or earlier, is of age on the last day that counts."""
    day = (at - timedelta(microseconds=1)).astimezone(LONDON).date()
    return date(day.year - years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
