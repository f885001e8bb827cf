"""A duty that holds at an instant, and whether a later event agrees with what triggered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.engines.plain.reading import said
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.model.answer import Debtor
from followthrough.procedures.model.event import Event


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that holds now. Closings count from `floor` on, and after `after` in occurred order if that is given.

    `looks_back_to` is where closings begin to count where what was done before counts too.
    `latest_floor` is where the floor would lie had the trigger happened as late as its precision allows.
    """

    id: str
    trigger: str
    event: Event
    debtor: Debtor
    each: str
    opened_at: datetime
    due_at: datetime
    earliest_due_at: datetime
    floor: datetime
    latest_floor: datetime
    because: tuple[str, ...] = ()
    is_uncertain: bool = False
    after: tuple[datetime, str] | None = None
    ends_at: datetime | None = None
    looks_back_to: datetime | None = None

    @property
    def closings_from(self) -> datetime:
        """From when on a closing counts. An excuse counts from the floor on, however far closings look back."""
        return self.floor if self.looks_back_to is None else self.looks_back_to

    @property
    def settled_by(self) -> datetime:
        """A closing or excuse that lies after this is late, however late: the first of them decides."""
        return max(self.due_at, self.latest_floor)


def wanted_of(trigger_field: str, trigger: Event, root: str, each: str, sight: Sight) -> object:
    """What a closing must say to agree with its trigger in one key; None agrees with nothing."""
    match trigger_field:
        case "root":
            return root
        case "subject":
            return sight.reading.subject.id
        case "each":
            return each
        case "author":
            return trigger.agency
        case _:
            return trigger.data.get(trigger_field)


def agrees(
    pairs: tuple[tuple[str, str], ...], closing: Event, trigger: Event, root: str, each: str, sight: Sight
) -> bool:
    """Whether a closing agrees with the trigger on every named key. A key that either lacks agrees with nothing."""
    for closing_field, trigger_field in pairs:
        held, wanted = said(closing_field, closing), wanted_of(trigger_field, trigger, root, each, sight)
        if held is None or wanted is None:
            return False
        if wanted not in held if isinstance(held, tuple) else held != wanted:
            return False
    return True
