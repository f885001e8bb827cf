"""Two records are found to be one child's, and parted again. Only under whose name events are read changes.

`merging` decides who may, records it through the one door, and tells people. Call `join` or `part` before `record`, so
that the door locks and looks at every record of the child, and `keep_climbing` after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from followthrough.procedures.model.event import TICK
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Placement, SameChild, SubjectState
from followthrough.service.ledger.same import CHILD, folding


class Turned(ValueError):
    """Somebody else has joined or parted these records meanwhile."""


def join(*, alias: str, survivor: str) -> SameChild:
    """From now on what is recorded under `alias` is read as the survivor's. Both must be read under their own names."""
    folded = folding([alias, survivor])
    if not (folded.is_survivor(alias) and folded.is_survivor(survivor)):
        raise Turned
    at = _after_what_stands(alias, survivor)
    try:
        with transaction.atomic():
            return SameChild.objects.create(alias=alias, survivor=survivor, from_at=at)
    except IntegrityError as error:
        raise Turned from error


def part(same: SameChild, *, placed: Mapping[str, str], by: Viewer) -> None:
    """The two are read under their own names again. `placed` says of events by id whose they are, where that is not
    the record under which they are read when nobody says so.
    """
    at = _after_what_stands(same.alias, same.survivor)
    if not SameChild.objects.filter(pk=same.pk, to_at=None).update(to_at=at):
        raise Turned
    same.refresh_from_db()
    with as_assessor():
        under = dict(Event.objects.filter(pk__in=list(placed)).values_list("pk", "subject_id"))
    Placement.objects.bulk_create(
        Placement(event_id=event, recorded_under=under[event], child=child, at=at, by=by.practitioner_id)
        for event, child in sorted(placed.items())
    )


def keep_climbing(same: SameChild) -> None:
    """What was overdue under either name goes on climbing: the survivor's duties climb from the earlier day on. When
    the two are parted, from when they did before.
    """
    with as_assessor():
        states = SubjectState.objects.filter(subject_kind=CHILD)
        lives = dict(states.filter(subject_id__in=[same.alias, same.survivor]).values_list("subject_id", "live_from"))
        before = lives[same.survivor] if same.to_at is None else same.survivor_live_from
        wanted = min(lives.values()) if same.to_at is None else before
        states.filter(subject_id=same.survivor).update(live_from=wanted)
    SameChild.objects.filter(pk=same.pk).update(survivor_live_from=before)


def _after_what_stands(*children: str) -> datetime:
    """Later than what stands in either record: the demo's clock, and a busy one, may lag behind."""
    with as_assessor():
        states = SubjectState.objects.filter(subject_kind=CHILD, subject_id__in=children)
        stands = [each for each in states.values_list("recorded_to", flat=True) if each is not None]
    return max([clock.now(), *(each + TICK for each in stands)])
