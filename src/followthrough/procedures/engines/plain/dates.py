"""When does a date in an event's data trigger a duty?"""

from __future__ import annotations

from datetime import date, datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain.grounds import Anchor
from followthrough.procedures.engines.plain.reading import Seen, start_of
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.procedure import OnDate


def date_in(when: OnDate, event: Event, calendar: Calendar) -> datetime | None:
    """The instant that the data name, with the offset; a date counts from its start."""
    value = event.data.get(when.field)
    if not isinstance(value, date):
        return None
    at = start_of(value, calendar)
    if when.offset is None:
        return at
    return calendar.back(at, when.offset) if when.is_before else calendar.due(at, when.offset)


def anchor_of(when: OnDate, seen: Seen, calendar: Calendar) -> Anchor | None:
    """Where the trigger lies: at the date, and never before the event that tells of it."""
    at = date_in(when, seen.event, calendar)
    if at is None:
        return None
    return Anchor(seen.root, max(at, seen.event.occurred_from), max(at, seen.event.occurred_to))
