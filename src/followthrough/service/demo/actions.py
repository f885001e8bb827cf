"""Moving the demo's time: forwards only, and with the sweep at every moment on the way at which something happens.

So what a visitor finds is what would stand there had the time passed by itself: each rung at its own minute.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Min

from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.actions import handover
from followthrough.service.demo import reviewed
from followthrough.service.demo.clock import set_time
from followthrough.service.demo.models import DemoTime
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import calendar, sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, SubjectState

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MORNING = time(9)
MOST_MOMENTS = 2000


def one_hour_on(now: datetime) -> datetime:
    return now + HOUR


def past_the_next_deadline(now: datetime) -> datetime:
    """One minute after it, since at the minute itself a duty is still in time. An hour on when nothing is due."""
    with as_assessor():
        waiting = Duty.objects.filter(state="open", adoption="on", due_at__gte=now)
        due_at = waiting.aggregate(at=Min("due_at"))["at"]
    return due_at + MINUTE if due_at else one_hour_on(now)


def next_working_morning(now: datetime) -> datetime:
    """The next 09:00 in London on a working day."""
    local, days = now.astimezone(LONDON), calendar.current()
    is_today = local.time() < MORNING and days.is_working_day(local.date())
    day = local.date() if is_today else days.next_working_day(local.date())
    return datetime.combine(day, MORNING, tzinfo=LONDON)


STEPS: dict[str, Callable[[datetime], datetime]] = {
    "hour": one_hour_on,
    "deadline": past_the_next_deadline,
    "morning": next_working_morning,
}


@transaction.atomic
def move(*, step: str, by: Viewer) -> datetime:
    """Take one of the STEPS from now. Two visitors who press at once take one step after the other."""
    now = DemoTime.objects.select_for_update().get(pk=1).at
    return move_to(at=STEPS[step](now), by=by)


@transaction.atomic
def move_to(*, at: datetime, by: Viewer) -> datetime:
    """Raises ValueError for the past: what was recorded cannot be recorded again."""
    now = DemoTime.objects.select_for_update().get(pk=1).at
    if at < now:
        raise ValueError("The demo’s time moves forwards only.")
    pass_time(until=at)
    reviewed.bring_due(at)
    audit.record("demo.time-moved", by=by)
    return at


def pass_time(*, until: datetime) -> None:
    """From the demo's time to `until`, moment by moment."""
    now = DemoTime.objects.get(pk=1).at
    for _ in range(MOST_MOMENTS):
        moment = _next_moment(now)
        if moment is None or moment > until:
            break
        now = _live_through(moment)
    _live_through(until)


def _live_through(moment: datetime) -> datetime:
    set_time(moment)
    sweep.run_once(adopts=False)
    return moment


def _next_moment(after: datetime) -> datetime | None:
    """When time alone changes something next. Only the assessor sees all of it, and only the time comes out."""
    with as_assessor():
        changes = SubjectState.objects.filter(changes_at__gt=after).aggregate(at=Min("changes_at"))["at"]
        climbs = Duty.objects.filter(climbs_at__gt=after).aggregate(at=Min("climbs_at"))["at"]
    return min(filter(None, [changes, climbs, handover.next_at(after)]), default=None)
