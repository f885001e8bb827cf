"""Days off are announced to each agency some weeks before, and each signs who is there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction

from followthrough.procedures.calendars.daysoff import DaysOff, with_bank_holidays
from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Agency
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.cover import policies
from followthrough.service.cover.models.assurance import Asked, Period, Signed
from followthrough.service.cover.presenters.assurance import period_title
from followthrough.service.ledger import calendar
from followthrough.service.ledger.actions import NewEvent, record

BY: Final = Viewer.system("cover")
AHEAD: Final = timedelta(weeks=5)  # our default: three weeks to arrange it before a signature is due
LIST_BY: Final = time(15, 0)
BOARD: Final = "board"


def announce_due() -> int:
    """Ask every agency to sign for the days off that come near. For the sweep; returns how many periods."""
    days, today = calendar.current(), calendar.current().local(clock.now()).date()
    coming = list(with_bank_holidays(days, today, today + AHEAD))
    known = set(Period.objects.filter(key__in=[_key(each) for each in coming]).values_list("key", flat=True))
    new = [each for each in coming if _key(each) not in known]
    for each in new:
        with transaction.atomic(), acting(BY):
            _announce(each)
    return len(new)


def _announce(days: DaysOff) -> None:
    period, is_new = Period.objects.get_or_create(
        key=_key(days),
        defaults={
            "title": period_title(days),
            "starts_on": days.first,
            "ends_on": days.last,
            "announced_at": clock.now(),
        },
    )
    if not is_new:
        return  # another sweep was first
    agencies = list(Agency.objects.exclude(key=BOARD).filter(teams__isnull=False, teams__outside=None).distinct())
    asked = [Asked(period=period, agency=agency, event=f"cover-{period.key}-{agency.key}") for agency in agencies]
    if not asked:
        return
    Asked.objects.bulk_create(asked)
    record([_asking(each, days) for each in asked], by=BY)


def _asking(asked: Asked, days: DaysOff) -> NewEvent:
    held = calendar.current()
    last = held.add_working_days(days.first, -1)
    list_by = datetime.combine(last, LIST_BY, tzinfo=held.zone)
    return NewEvent(
        id=asked.event,
        kind="cover.period",
        subject=Subject("agency", asked.agency_id),
        occurred_from=clock.now(),
        agency=BOARD,
        data={
            "period": asked.period_id,
            "covering_agency": asked.agency_id,
            "starts_on": days.first,
            "ends_on": days.last,
            "list_by": list_by,
        },
    )


@transaction.atomic
def sign(*, period: Period, level: str, on_duty: str, reach: str, hand_over: str, by: Viewer) -> Signed:
    """Closes the agency's duty to sign. Signed again, the latest holds."""
    policies.check_can_sign(by, period)
    said = {"level": level, "on_duty": on_duty, "reach": reach, "hand_over": hand_over}
    event = NewEvent(
        id=new_id(),
        kind="cover.assured",
        subject=Subject("agency", by.agency),
        occurred_from=clock.now(),
        agency=by.agency,
        data={"period": period.key, "signed_by": by.practitioner_id, **said},
    )
    record([event], by=by)
    assert event.id is not None
    return Signed.objects.create(
        period=period, agency_id=by.agency, event=event.id, by_id=by.practitioner_id, at=clock.now(), **said
    )


def _key(days: DaysOff) -> str:
    return days.first.isoformat()
