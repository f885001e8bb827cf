"""How much work does a procedure bring, for whom? Only numbers come out.

Even a number tells: that a closed record has begun a duty. So all is counted for those who decide about procedures, as
the assessor; for anybody else, what they may see.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from followthrough.service.core import clock
from followthrough.service.ledger.assessor import as_assessor

WEEKS = 12  # a school term: long enough to hold a holiday, short enough to be like next week

_COUNT = """
    select procedure, debtor_agency, debtor_team, debtor_role,
           floor(extract(epoch from %(now)s - opened_at) / 604800)::int as weeks_ago, count(*)
    from ledger_duty
    where opened_at > %(from)s and opened_at <= %(now)s and (%(procedure)s = '' or procedure = %(procedure)s)
    group by 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Duties of one procedure that began for one debtor, by week: the oldest of the WEEKS first."""

    procedure: str
    agency: str
    team: str
    role: str
    by_week: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.by_week)

    @property
    def a_week(self) -> float:
        return self.total / WEEKS

    @property
    def most(self) -> int:
        return max(self.by_week)


def loads(procedure: str = "", *, of_all: bool) -> list[Load]:
    """Of one procedure, or of every one; the most first. On or in shadow makes no difference: what is off has none.

    `of_all` counts what the viewer may not see, too.
    """
    now = clock.now()
    values: dict[str, Any] = {"now": now, "from": now - timedelta(weeks=WEEKS), "procedure": procedure}
    with as_assessor() if of_all else nullcontext(), connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        rows = cursor.fetchall()
    found: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0] * WEEKS)
    for *whose, weeks_ago, count in rows:
        found[tuple(whose)][WEEKS - 1 - min(weeks_ago, WEEKS - 1)] += count
    made = [Load(*whose, tuple(by_week)) for whose, by_week in found.items()]
    return sorted(made, key=lambda each: (-each.total, each.procedure, each.agency, each.team, each.role))
