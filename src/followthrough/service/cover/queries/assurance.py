"""Who has signed for which days, by when was it due, and what came in while the offices were shut last time?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from followthrough.service.agencies.models import Agency, Rota, Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.models import Asked, Gap, Period, Signed, Unheld
from followthrough.service.cover.presenters.words import span_words, title_of
from followthrough.service.cover.queries import rota as rotas
from followthrough.service.ledger import calendar
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty

BACK = timedelta(weeks=6)


@dataclass(frozen=True)
class Cover:
    """One agency's for one period. `due_at` is None while no rule asks for the signature."""

    agency: Agency
    signed: Signed | None
    due_at: datetime | None
    is_overdue: bool
    gaps: tuple[str, ...] = ()  # of its teams' rotas, in words


@dataclass(frozen=True)
class Days:
    period: Period
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class CameIn:
    """What was sent to an agency during some days. Numbers only."""

    agency: str
    sent: int
    urgent: int
    late: int
    untaken: int
    gaps: int = 0
    unheld: int = 0


def periods(viewer: Viewer) -> list[Days]:
    """Those to come and the latest that are over."""
    today = calendar.current().local(clock.now()).date()
    return _days(list(Period.objects.filter(ends_on__gte=today - BACK)))


def days_of(viewer: Viewer, key: str) -> Days | None:
    return next(iter(_days(list(Period.objects.filter(pk=key)))), None)


def before(viewer: Viewer, period: Period) -> Period | None:
    """The days off before these."""
    return Period.objects.filter(starts_on__lt=period.starts_on).order_by("-starts_on").first()


def _days(found: list[Period]) -> list[Days]:
    asked = list(Asked.objects.filter(period__in=found).select_related("agency"))
    latest = {
        (each.period_id, each.agency_id): each for each in Signed.objects.filter(period__in=found).select_related("by")
    }
    duties = _duties(asked)
    gaps = {period.pk: rota_gaps(period, {each.agency_id for each in asked}) for period in found}
    return [
        Days(
            period,
            tuple(
                _cover(each, latest, duties, gaps[period.pk].get(each.agency_id, ()))
                for each in asked
                if each.period_id == period.pk
            ),
        )
        for period in found
    ]


def rota_gaps(period: Period, agencies: set[str]) -> dict[str, tuple[str, ...]]:
    """By agency: from the close of the last working day to the opening of the next, where its rotas name nobody."""
    since, until = span_of(period)
    now = clock.now()
    if until <= now:
        return {}
    teams = Team.objects.filter(agency__in=agencies, rota__isnull=False).select_related("agency")
    found: dict[str, tuple[str, ...]] = {}
    for kept in rotas.over(teams, since, until):
        said = (
            f"{kept.team.title}, {title_of(level).lower()}: {span_words(gap.starts_at, gap.ends_at)}"
            for level, gap in kept.gaps(max(since, now))
        )
        found[kept.team.agency_id] = (*found.get(kept.team.agency_id, ()), *said)
    return found


def keeps_rota(agency: str) -> bool:
    return Rota.objects.filter(team__agency=agency).exists()


def span_of(period: Period) -> tuple[datetime, datetime]:
    held = calendar.current()
    since = datetime.combine(held.add_working_days(period.starts_on, -1), held.close_of_day, tzinfo=held.zone)
    until = datetime.combine(held.next_working_day(period.ends_on), time(9), tzinfo=held.zone)
    return since.astimezone(UTC), until.astimezone(UTC)


def _cover(
    asked: Asked,
    latest: dict[tuple[str, str], Signed],
    duties: dict[str, tuple[datetime, str]],
    gaps: tuple[str, ...],
) -> Cover:
    due_at, state = duties.get(asked.event, (None, ""))
    return Cover(asked.agency, latest.get((asked.period_id, asked.agency_id)), due_at, state == "breached", gaps)


def _duties(asked: list[Asked]) -> dict[str, tuple[datetime, str]]:
    """When each signature is due, by the event that asked. Of agencies, so the assessor's answer tells of no child."""
    with as_assessor():
        rows = Duty.objects.filter(subject_kind="agency", trigger__in=[each.event for each in asked], adoption="on")
        kept = rows.filter(procedure="bank-holiday-cover").values_list("trigger", "due_at", "state")
        return {trigger: (due_at, state) for trigger, due_at, state in kept}


_CAME_IN = """
    select team.agency_id, count(*), count(*) filter (where share.asks = 'urgent'),
        count(*) filter (where exists (select from jsonb_array_elements(leg.steps) step
            join ledger_duty duty on duty.trigger = step->>'event'
            where duty.procedure like 'share-received%%' and duty.state in ('met late', 'breached'))),
        count(*) filter (where leg.state = 'sent')
    from sharing_leg leg join sharing_share share on share.id = leg.share_id
    join agencies_team team on team.id = leg.team_id
    where share.sent_at >= %(since)s and share.sent_at < %(until)s
        and share.child_id <> all ((select app_hidden())::text[])
    group by 1
"""


def came_in(viewer: Viewer, period: Period) -> dict[str, CameIn]:
    """By agency, from the close of the last working day to the opening of the next."""
    since, until = span_of(period)
    with as_assessor(), connection.cursor() as cursor:
        cursor.execute(_CAME_IN, {"since": since, "until": until})
        found = {row[0]: CameIn(*row) for row in cursor.fetchall()}
    gaps = _counted(Gap.objects.filter(starts_at__gte=since, starts_at__lt=until).filter(_UNFILLED))
    unheld = _counted(Unheld.objects.filter(since__gte=since, since__lt=until))
    empty = {key: CameIn(key, 0, 0, 0, 0) for key in gaps.keys() | unheld.keys()}
    return {
        key: replace(each, gaps=gaps.get(key, 0), unheld=unheld.get(key, 0)) for key, each in (empty | found).items()
    }


_UNFILLED = Q(filled_at=None) | Q(filled_at__gt=F("starts_at"))


def _counted(found: QuerySet[Any]) -> dict[str, int]:
    return dict(found.order_by().values_list("team__agency").annotate(number=Count("pk")))


def is_over(period: Period, today: date) -> bool:
    return period.ends_on < today
