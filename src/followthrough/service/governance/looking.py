"""Who has looked, and which look-ups should a person ask about? Listed by plain rules from the audit; never a score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies import ringing
from followthrough.service.agencies.models import Membership, Team
from followthrough.service.design.dates import LONDON
from followthrough.service.governance.models import LookReview, Unusual
from followthrough.service.ledger import same

MANY = 30  # children in one day; our default, FOLLOWTHROUGH_MANY_LOOKS
BACK = timedelta(days=28)
_LOOKS = """
    select viewer, agency, (at at time zone 'Europe/London')::date as day, min(at), max(at), count(*)
    from core_auditrow
    where subject_kind = %s and subject_id = any(%s) and action in ('child.read', 'child.known') and outcome = 'done'
      and (%s = '' or agency = %s)
    group by 1, 2, 3 order by max(at) desc limit 500
"""
_MANY = """
    select viewer, (at at time zone 'Europe/London')::date as day, count(distinct subject_id)
    from core_auditrow
    where action = 'child.read' and outcome = 'done' and at > %s and (%s = '' or agency = %s)
    group by 1, 2 having count(distinct subject_id) >= %s
"""
_NIGHT = """
    select viewer, at from core_auditrow
    where action = 'child.read' and outcome = 'done' and at > %s and (%s = '' or agency = %s)
      and extract(hour from at at time zone 'Europe/London') not between 6 and 21
    order by at
"""


_OWN = """
    select viewer, (at at time zone 'Europe/London')::date as day, count(*) from core_auditrow
    where action = 'child.read' and outcome = 'refused' and detail ->> 'because' = 'own people' and at > %s
      and (%s = '' or agency = %s)
    group by 1, 2
"""


@dataclass(frozen=True, slots=True)
class Look:
    """One person's look-ups of one child on one day."""

    practitioner: str
    agency: str
    day: date
    first_at: datetime
    last_at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class ToReview:
    """Look-ups of one person on one day that a rule lists. `review` is what was found out, if anybody asked."""

    rule: Unusual
    practitioner: str
    day: date
    number: int
    review: LookReview | None = None

    @property
    def key(self) -> str:
        return f"{self.rule.value}.{self.practitioner}.{self.day.isoformat()}"


def looks_at(child: Subject, agency: str = "") -> list[Look]:
    """The latest first, by any record of the child; of one agency's people, or of all."""
    ids = [each.id for each in same.records_of(child)]
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, [child.kind, ids, agency, agency])
        return [Look(*row) for row in cursor.fetchall()]


def unusual(now: datetime, agency: str = "") -> list[ToReview]:
    """Of the last four weeks, what nobody has asked about first, then the latest first."""
    found = [*_many(now - BACK, agency), *_at_night(now - BACK, agency), *_of_own(now - BACK, agency)]
    days = {each.day for each in found}
    known = {(r.rule, r.practitioner, r.day): r for r in LookReview.objects.filter(day__in=days).order_by("id")}
    listed = [replace(each, review=known.get((each.rule, each.practitioner, each.day))) for each in found]
    return sorted(listed, key=_order)


def _order(look: ToReview) -> tuple[bool, int, str, str]:
    return look.review is not None, -look.day.toordinal(), look.practitioner, look.rule


def _many(since: datetime, agency: str) -> list[ToReview]:
    least = getattr(settings, "FOLLOWTHROUGH_MANY_LOOKS", MANY)
    with connection.cursor() as cursor:
        cursor.execute(_MANY, [since, agency, agency, least])
        return [ToReview(Unusual.MANY, *row) for row in cursor.fetchall()]


def _at_night(since: datetime, agency: str) -> list[ToReview]:
    with connection.cursor() as cursor:
        cursor.execute(_NIGHT, [since, agency, agency])
        rows = cursor.fetchall()
    seats = _seats({viewer for viewer, _ in rows})
    every = list(Team.objects.select_related("agency"))
    counted: dict[tuple[str, date], int] = defaultdict(int)
    for viewer, at in rows:
        if not _is_on_duty(seats.get(viewer, []), every, at):
            counted[viewer, at.astimezone(LONDON).date()] += 1
    return [ToReview(Unusual.NIGHT, viewer, day, number) for (viewer, day), number in counted.items()]


def _of_own(since: datetime, agency: str) -> list[ToReview]:
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [since, agency, agency])
        return [ToReview(Unusual.OWN, *row) for row in cursor.fetchall()]


def _seats(people: Iterable[str]) -> Mapping[str, list[Membership]]:
    found: dict[str, list[Membership]] = defaultdict(list)
    for seat in Membership.objects.filter(practitioner__in=list(people)).select_related("team__agency"):
        found[seat.practitioner_id].append(seat)
    return found


def _is_on_duty(seats: list[Membership], every: list[Team], at: datetime) -> bool:
    held = [seat.team for seat in seats if seat.from_at <= at and (seat.to_at is None or at < seat.to_at)]
    return any(_is_open(team, every, at) for team in held)


def _is_open(team: Team, every: list[Team], at: datetime) -> bool:
    return ringing.opens_next(team, [each for each in every if each.agency_id == team.agency_id], at) is None
