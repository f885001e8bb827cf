"""A duty that holds at an instant, and whether a later event agrees with what triggered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


def agrees(
    pairs: tuple[tuple[str, str], ...], closing: Event, trigger: Event, root: str, each: str, sight: Sight
) -> bool:
    """Whether a closing agrees with the trigger on every named key. A key that either lacks agrees with nothing."""
    for closing_field, trigger_field in pairs:
        held = _held(closing_field, closing)
        match trigger_field:
            case "root":
                wanted: object = root
            case "subject":
                wanted = sight.reading.subject.id
            case "each":
                wanted = each
            case "author":
                wanted = trigger.agency
            case _:
                wanted = trigger.data.get(trigger_field)
        if held is None or wanted is None:
            return False
        if wanted not in held if isinstance(held, tuple) else held != wanted:
            return False
    return True


def _held(field: str, closing: Event) -> object:
    """What a closing says: "author" is the agency that wrote it, "subject" the id of whom it is about."""
    match field:
        case "author":
            return closing.agency
        case "subject":
            return closing.subject.id
        case _:
            return closing.data.get(field)
