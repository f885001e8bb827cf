"""Which accounts has nobody used for so many days on which their agency was open?

A school's summer counts for nothing, and a ward's nights do. The number is our default; a partnership may set another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings

from followthrough.procedures.calendars import Calendar
from followthrough.service.agencies import ringing
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.ledger import calendar as calendars
from followthrough.service.people.models import SwitchOff

ONE_DAY = timedelta(days=1)


def idle(now: datetime) -> Iterator[Practitioner]:
    """Active people who have not been here for FOLLOWTHROUGH_IDLE_DAYS open days of their agency."""
    days, limit = calendars.current(), settings.FOLLOWTHROUGH_IDLE_DAYS
    offices: dict[str, set[str]] = {}
    for agency, office in Team.objects.order_by().values_list("agency", "office"):
        offices.setdefault(agency, set()).add(office)
    for person in Practitioner.objects.filter(is_active=True, agency__teams__outside=None).distinct():
        since = last_use(person)
        # No agency is open on more days than there are.
        if since and now - since > limit * ONE_DAY:
            opened = open_days(offices.get(person.agency_id, set()), since, now, days, at_most=limit)
            if opened >= limit:
                yield person


def last_use(person: Practitioner) -> datetime | None:
    """The last sign-in or restoring; for somebody new, when the first seat began. None for who has never had one."""
    restored = SwitchOff.objects.filter(practitioner=person.pk).order_by("-restored_at").first()
    began = person.memberships.order_by("from_at").first()
    known = [person.last_login, restored.restored_at if restored else None, began.from_at if began else None]
    return max(filter(None, known), default=None)


def open_days(offices: Iterable[str], since: datetime, now: datetime, days: Calendar, *, at_most: int) -> int:
    """Days after `since`, up to today, on which any of the offices opens. Stops counting at `at_most`."""
    named, counted = sorted(offices), 0
    for day in _days(days.local(since).date() + ONE_DAY, days.local(now).date()):
        counted += any(ringing.is_open_on(office, day, days) for office in named)
        if counted >= at_most:
            break
    return counted


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * ONE_DAY
