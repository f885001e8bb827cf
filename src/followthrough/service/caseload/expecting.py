"""Has tonight's list come? One that did not by its hour, or cannot be read, becomes a duty of the team that looks after
the list, and its owner is told by name. It is told once, until a list comes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.caseload.models import CaseList
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import outbox
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.notices import NEW, reference

BY = Viewer.system("caseload")
FRESH: Final = timedelta(hours=18)  # our default: a list of the day before is not tonight's
NOT_COME, NOT_READ = "it did not come", "it could not be read"


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return ("caseload.list-failed", "caseload.list-came")


@as_part("caseload")
def tell_due() -> int:
    """For the sweep: lists whose hour has passed. How many are told of now."""
    now, told = clock.now(), 0
    for held in CaseList.objects.filter(failure="").exclude(due_by=None):
        expected = last_hour(held, now)
        if expected < held.waits_from or (held.as_of and held.as_of > expected - FRESH):
            continue
        _fail(held, NOT_COME)
        told += 1
    return told


def last_hour(held: CaseList, now: datetime) -> datetime:
    """The hour of today, or of yesterday before it."""
    today = now.astimezone(LONDON).date()
    hour = hour_of(held, today)
    return hour if hour <= now else hour_of(held, today - timedelta(days=1))


def hour_of(held: CaseList, on: date) -> datetime:
    assert held.due_by is not None
    return datetime.combine(on, held.due_by, LONDON)


@as_part("caseload")
def could_not_be_read(held: CaseList, problem: str) -> None:
    CaseList.objects.filter(pk=held.pk).update(problem=problem[:300])
    if not held.failure:
        _fail(held, NOT_READ)


def came(held: CaseList) -> None:
    """Called in the transaction that takes the list in."""
    if not held.failure:
        return
    record([_event("caseload.list-came", held, {"failure": held.failure})], by=BY)
    held.failure = ""
    held.save(update_fields=["failure"])


@transaction.atomic
def _fail(held: CaseList, reason: str) -> None:
    held = CaseList.objects.select_for_update(of=("self",)).select_related("team").get(pk=held.pk)
    if held.failure:
        return  # another sweep was first
    held.failure = new_id()
    held.save(update_fields=["failure"])
    data = {"failure": held.failure, "team": held.team.slug, "owner": held.owner_id, "reason": reason}
    made = record([_event("caseload.list-failed", held, data)], by=BY)
    for duty_id in made.duty_ids_opened:
        outbox.enqueue(
            key=f"{held.failure}:owner",
            to=outbox.address_of(held.agency_id, held.team.slug, f"person:{held.owner_id}"),
            sentence=NEW,
            reference=reference(duty_id),
            link=f"/duties/{duty_id}/",
            about=Subject("agency", held.agency_id),
            duty_id=duty_id,
            is_urgent=False,
        )


def _event(kind: str, held: CaseList, data: dict[str, Any]) -> NewEvent:
    return NewEvent(
        kind=kind,
        subject=Subject("agency", held.agency_id),
        agency=held.agency_id,
        occurred_from=clock.now(),
        data=data,
    )
