"""May a notice wait for the next digest, and when does that go?

It may, unless what it asks for is due before a digest would be read in time to do it, or came from something urgent.
What is urgent goes at once, alone. So nobody is interrupted for what can be read at the start or the end of a day.
"""

from __future__ import annotations

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


def is_urgent(duty: Duty) -> bool:
    """Of something that has to be done in hours, or that was begun by an urgent share."""
    is_short = duty.due_at - duty.opened_at <= IN_TIME
    return is_short or Event.objects.filter(pk=duty.trigger, data__asks=URGENT).exists()


def cannot_wait(duty: Duty) -> bool:
    """A new duty, or a reminder of one, whose time would be nearly over when a digest is read."""
    return is_urgent(duty) or duty.due_at < next_digest(clock.now()) + IN_TIME


def is_address(to: str) -> bool:
    """An e-mail address or a telephone number, where nobody has to be looked up."""
    return "@" in to or to.startswith("+")
