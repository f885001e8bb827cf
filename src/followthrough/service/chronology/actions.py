"""A person writes an entry, puts one right or takes it back: new facts through the one door, nothing overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access.models import RecordClass
from followthrough.service.chronology import policies, reasons
from followthrough.service.chronology.facts import history_read
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.weighing import CONTRADICTED, WEIGHED
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import CannotRecord, NewEvent, Recorded, record
from followthrough.service.ledger.models.event import SHARED
from followthrough.service.sharing.actions import put_right

TAKEN_BACK = "It was taken back."

CLASSES = {"placement.address-recorded": RecordClass.PLACEMENT_ADDRESS}  # all else is narrative


@transaction.atomic
def write_entry(
    *,
    kind: str,
    subject: Subject,
    occurred: tuple[datetime, datetime],
    data: Mapping[str, type_of_value],
    text: str,
    by: Viewer,
    read: int | None = None,
) -> Recorded:
    """`read` is how much of the history stood beside the form, where it was read for this: that is written down too.

    Raises CannotRecord, in words.
    """
    new = NewEvent(
        kind=kind,
        subject=subject,
        occurred_from=occurred[0],
        occurred_to=occurred[1],
        data=dict(data),
        text=text,
        record_class=CLASSES.get(kind, RecordClass.NARRATIVE),
    )
    return record([new] if read is None else [history_read(subject, read, by), new], by=by)


@transaction.atomic
def correct_entry(
    *,
    entry: Entry,
    occurred: tuple[datetime, datetime],
    data: Mapping[str, type_of_value],
    text: str,
    reason: str,
    by: Viewer,
) -> Recorded:
    policies.check_can_correct(by, entry)
    new = NewEvent(
        kind=entry.event.kind,
        subject=entry.event.subject,
        occurred_from=occurred[0],
        occurred_to=occurred[1],
        data=dict(data),
        text=reasons.joined(text, reason),
        record_class=entry.row.record_class,
        handling=entry.row.handling,
        corrects=entry.event.id,
    )
    return put_right(correction=new, root=entry.root, words=reason, by=by)


@transaction.atomic
def take_entry_back(*, entry: Entry, reason: str, by: Viewer) -> Recorded:
    policies.check_can_correct(by, entry)
    now = clock.now()
    new = NewEvent(
        kind=entry.event.kind,
        subject=entry.event.subject,
        occurred_from=min(entry.event.occurred_from, now),
        occurred_to=entry.event.occurred_to,
        text=reasons.joined("", reason),
        record_class=entry.row.record_class,
        handling=entry.row.handling,
        corrects=entry.event.id,
        is_retraction=True,
    )
    return put_right(correction=new, root=entry.root, words=f"{TAKEN_BACK} {reason}", by=by)


@transaction.atomic
def weigh_entry(*, entry: Entry, said: Mapping[str, type_of_value], by: Viewer) -> Recorded:
    """What an entry means for the child, in one agency’s eyes; the latest word of an agency counts."""
    return record([_of_entry(WEIGHED, entry, {"entry": entry.root, **said}, by)], by=by)


@transaction.atomic
def contradict(*, entry: Entry, other: Entry, why: str, by: Viewer) -> Recorded:
    """Both stay. Raises CannotRecord where one is kept from people who may read the other."""
    if entry.root == other.root:
        raise CannotRecord("An entry cannot contradict itself. Choose another one.")
    kept = {(each.row.record_class, each.row.handling) for each in (entry, other)} - {(RecordClass.NARRATIVE, SHARED)}
    if len(kept) > 1:
        raise CannotRecord("Different people may read these two, so nothing can be said of both.")
    stricter = other if (entry.row.record_class, entry.row.handling) == (RecordClass.NARRATIVE, SHARED) else entry
    said = {"entry": entry.root, "beside": other.root, "why": why}
    return record([_of_entry(CONTRADICTED, stricter, said, by)], by=by)


def _of_entry(kind: str, entry: Entry, said: Mapping[str, type_of_value], by: Viewer) -> NewEvent:
    """About whom the entry is, in its class and under its label: whoever may not read it may not read this."""
    return NewEvent(
        kind=kind,
        subject=entry.event.subject,
        occurred_from=clock.now(),
        data={"by": by.practitioner_id, **{name: value for name, value in said.items() if value != ""}},
        record_class=entry.row.record_class,
        handling=entry.row.handling,
    )
