"""May a notice wait for the next digest, and when does that go?

It may, unless what it asks for is due before a digest would be read in time to do it, or came from something urgent.
What is urgent goes at once, alone. So nobody is interrupted for what can be read at the start or the end of a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings

from followthrough.service.core import clock
from followthrough.service.ledger import calendar
from followthrough.service.ledger.models import Duty, Event

IN_TIME: Final = timedelta(hours=4)  # our default: what is left after a digest to read it and to act
URGENT: Final = "urgent"


def next_digest(after: datetime) -> datetime:
    """The next time of day in London at which the digests go; also on days off, since children are at risk then too."""
    zone = calendar.current().zone
    local = after.astimezone(zone)
    days = (local.date() + timedelta(days=ahead) for ahead in (0, 1))
    times = sorted(time.fromisoformat(each) for each in settings.FOLLOWTHROUGH_DIGESTS)
    every = (datetime.combine(day, at, tzinfo=zone) for day in days for at in times)
    return next(each for each in every if each > after).astimezone(after.tzinfo)


def urgent(duties: Iterable[Duty]) -> set[str]:
    """Ids of those that have to be done in hours, or that were begun by an urgent share."""
    duties = list(duties)
    found = {each.id for each in duties if each.due_at - each.opened_at <= IN_TIME}
    begun_by = {each.trigger for each in duties if each.id not in found}
    asked = set(Event.objects.filter(pk__in=begun_by, data__asks=URGENT).values_list("pk", flat=True))
    return found | {each.id for each in duties if each.trigger in asked}


def soon(duties: Iterable[Duty]) -> set[str]:
    """Ids of those whose time would be nearly over when the next digest is read."""
    read_by = next_digest(clock.now()) + IN_TIME
    return {each.id for each in duties if each.due_at < read_by}


def is_address(to: str) -> bool:
    """An e-mail address or a telephone number, where nobody has to be looked up."""
    return "@" in to or to.startswith("+")
