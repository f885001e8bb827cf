"""How often may the whole record be counted? Once a month, so that no two days can be told apart.

From the figures of Monday and those of Tuesday anybody could work out what happened to one child between them, however
well the small numbers of each day are hidden. So the first who asks in a month has it counted, and whoever asks after
that is told the same until the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from followthrough.service.assurance.models import MonthlyCount
from followthrough.service.core import clock
from followthrough.service.core.viewer import as_part
from followthrough.service.design.dates import LONDON
from followthrough.service.design.quarters import month_began


@as_part("counting")
def counted_in_month(what: str, count: Callable[[datetime], Mapping[str, Any]]) -> MonthlyCount:
    """`count` is asked for all that was before this month began. The policies have said already who may read it."""
    now = clock.now()
    began = month_began(now)
    month = began.astimezone(LONDON).date()
    kept = MonthlyCount.objects.filter(what=what, month=month)
    if not kept.exists():
        made = MonthlyCount(what=what, month=month, counts=count(began), at=now)
        MonthlyCount.objects.bulk_create([made], ignore_conflicts=True)  # two may ask at once
    return kept.get()
