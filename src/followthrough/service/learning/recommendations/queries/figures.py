"""How many duties of one procedure did an agency meet, of those that fell due in a time? For a test before and after.

Counted from the ledger as it stands, whoever looks: numbers only, and none where fewer than five fell due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, Q

from followthrough.procedures.model.answer import DutyState
from followthrough.service.design.dates import LONDON, short_day
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Adoption, Duty

FEWEST: Final = 5  # fewer than that could tell of one child
_IN_TIME = (DutyState.MET, DutyState.MET_RECORDED_LATE)
_DUE = (*_IN_TIME, DutyState.MET_LATE, DutyState.BREACHED)


@dataclass(frozen=True)
class Span:
    """Both days belong to it."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{short_day(self.first)} to {short_day(self.last)}"

    @property
    def instants(self) -> tuple[datetime, datetime]:
        until = self.last + timedelta(days=1)
        return tuple(datetime.combine(day, time(), tzinfo=LONDON) for day in (self.first, until))  # type: ignore[return-value]


@dataclass(frozen=True)
class Met:
    """Numbers are None where too few fell due."""

    span: Span
    due: int | None
    in_time: int | None

    @property
    def words(self) -> str:
        if self.due is None or self.in_time is None:
            return f"{self.span}: fewer than {FEWEST} fell due, so no number is shown"
        return f"{self.span}: {self.in_time} of {self.due} that fell due were met in time"


def procedures_of(agency: str) -> list[tuple[str, str]]:
    """(id, title) of each procedure under which the agency ever owed anything, by title."""
    with as_assessor():
        found = Duty.objects.filter(debtor_agency=agency, adoption=Adoption.ON, state__in=_DUE)
        rows = dict(found.order_by().values_list("procedure", "title").distinct())
    return sorted(rows.items(), key=lambda row: (row[1], row[0]))


def met(agency: str, procedure: str, spans: tuple[Span, ...]) -> list[Met]:
    """What was excused, or replaced because the record was put right, fell due for nobody."""
    asked = {}
    for number, span in enumerate(spans):
        since, until = span.instants
        within = Q(due_at__gte=since, due_at__lt=until)
        asked[f"due{number}"] = Count("pk", filter=within)
        asked[f"met{number}"] = Count("pk", filter=within & Q(state__in=_IN_TIME))
    with as_assessor():
        owed = Duty.objects.filter(debtor_agency=agency, procedure=procedure, adoption=Adoption.ON, state__in=_DUE)
        found = owed.aggregate(**asked)
    return [_shown(span, found[f"due{number}"], found[f"met{number}"]) for number, span in enumerate(spans)]


def _shown(span: Span, due: int, in_time: int) -> Met:
    return Met(span, None, None) if due < FEWEST else Met(span, due, in_time)
