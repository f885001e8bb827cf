"""The one door: how a context changes what the record holds.

`record` appends events, assesses everybody whom they concern, rewrites what follows, and writes audit and letters:
all of it is committed with the caller's own rows, or nothing is. Call it once in an action, so that its locks are
taken in one order. Taking a duty and handing it back are the only other changes, and no events: who of a team acts is
nobody else's clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from followthrough.procedures.model.event import TICK, Subject
from followthrough.procedures.model.event import Event as Happened
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import policies, rulebook
from followthrough.service.ledger.assessing import assess_locked, catch_up
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.changes import Changes
from followthrough.service.ledger.locking import lock, lock_affected
from followthrough.service.ledger.models import Duty, Event, SubjectState
from followthrough.service.ledger.newevents import Accepted, AlreadyRecorded, CannotRecord, NewEvent, accept
from followthrough.service.ledger.same import CHILD, Folding, folding
from followthrough.service.ledger.translating import to_row

__all__ = [
    "AlreadyRecorded",
    "CannotRecord",
    "NewEvent",
    "Recorded",
    "go_live",
    "hand_back_duty",
    "record",
    "take_duty",
]

_TRIES = 50


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it, as identifiers."""

    event_ids: tuple[str, ...]
    recorded_at: datetime
    changes: Changes

    @property
    def duty_ids_opened(self) -> tuple[str, ...]:
        return self.changes.opened

    @property
    def duty_ids_closed(self) -> tuple[str, ...]:
        return self.changes.closed


def record(events: Sequence[NewEvent], *, by: Viewer) -> Recorded:
    """Raises CannotRecord, in words, and then nothing is recorded."""
    if not events:
        raise CannotRecord("There is nothing to record.")
    with transaction.atomic(), acting(by):
        vocabulary, now = rulebook.current().vocabulary, clock.now()
        events = _under_their_names(events)
        accepted = [accept(event, by=by, vocabulary=vocabulary, now=now) for event in events]
        _relate([each.event for each in accepted], by)
        states = lock_affected(accepted)
        with as_assessor():
            _check_corrections(accepted)
            catch_up(states, by=by)
        last = _append(accepted, states, by)
        _audit(accepted, by)
        _keep([each.event for each in accepted], by)
        with as_assessor():
            SubjectState.objects.filter(pk__in=[state.pk for state in states]).update(recorded_to=last)
            for state in states:
                state.recorded_to = last
            changes = assess_locked(states, by=by, as_of=max(clock.now(), last))
        return Recorded(tuple(each.event.id for each in accepted), last, changes)


def take_duty(duty_id: str, *, by: Viewer, instead_of: str = "") -> None:
    """`by` will act. `instead_of` names who had it, so that two people who take it at once notice each other."""
    with transaction.atomic(), acting(by):
        duty = Duty.objects.select_for_update().get(pk=duty_id)
        policies.check_can_take(by, duty, instead_of)
        Duty.objects.filter(pk=duty_id).update(taken_by=by.practitioner_id, taken_at=clock.now())
        subject = Subject(duty.subject_kind, duty.subject_id)
        audit.record("duty.taken", by=by, subject=subject, detail={"duty": duty_id, "instead_of": instead_of})


def hand_back_duty(duty_id: str, *, by: Viewer) -> None:
    """Nobody has it then, and the clock goes on: its team sees it as not taken."""
    with transaction.atomic(), acting(by):
        duty = Duty.objects.select_for_update().get(pk=duty_id)
        policies.check_can_hand_back(by, duty)
        Duty.objects.filter(pk=duty_id).update(taken_by="", taken_at=None)
        subject = Subject(duty.subject_kind, duty.subject_id)
        audit.record("duty.handed-back", by=by, subject=subject, detail={"duty": duty_id})


def go_live(subjects: Sequence[Subject], *, at: datetime, by: Viewer) -> None:
    """From when on what is due climbs; a subject met for the first time is live from that moment."""
    with transaction.atomic(), acting(by):
        with as_assessor():
            for state in lock(set(subjects)):
                state.live_from = at
                state.save(update_fields=["live_from"])
        for subject in subjects:
            audit.record("subject.live", by=by, subject=subject, detail={"from": at.isoformat()})


def _relate(events: Sequence[Happened], by: Viewer) -> None:
    """FOLLOWTHROUGH_RELATES names the function that knows who has to do with a child by what happened. It takes its
    locks before the ledger's, as every action of `access` does.
    """
    relate: Callable[[Sequence[Happened], Viewer], None] = import_string(settings.FOLLOWTHROUGH_RELATES)
    relate(events, by)


def _keep(events: Sequence[Happened], by: Viewer) -> None:
    """FOLLOWTHROUGH_KEEPS names the function that keeps the register of children by what was written down of them."""
    keep: Callable[[Sequence[Happened], Viewer], None] = import_string(settings.FOLLOWTHROUGH_KEEPS)
    keep(events, by)


def _under_their_names(events: Sequence[NewEvent]) -> list[NewEvent]:
    """A correction stands under the name under which its event is read or was recorded, where two records are one
    child's: so the two stay together when the records are parted.
    """
    named = [each.corrects for each in events if each.corrects and each.subject.kind == CHILD]
    if not named:
        return list(events)
    with as_assessor():
        rows = Event.objects.in_bulk(named)
        folded = folding({each.subject_id for each in rows.values() if each.subject_kind == CHILD})
    return [_beside(each, rows.get(each.corrects or ""), folded) for each in events]


def _beside(new: NewEvent, row: Event | None, folded: Folding) -> NewEvent:
    if row is None or row.subject_kind != CHILD or new.subject.kind != CHILD:
        return new
    is_of_same_child = folded.survivor(new.subject.id) == folded.child_of(row.id, row.subject_id)
    held = folded.placed.get(row.id, row.subject_id)
    return replace(new, subject=Subject(CHILD, held)) if is_of_same_child else new


def _check_corrections(accepted: Sequence[Accepted]) -> None:
    together = {each.event.id: each.event for each in accepted}
    named = [each.event.corrects for each in accepted if each.event.corrects]
    rows = Event.objects.in_bulk(named)
    placed = folding({row.subject_id for row in rows.values() if row.subject_kind == CHILD}).placed
    for event in (each.event for each in accepted if each.event.corrects):
        assert event.corrects is not None
        row = rows.get(event.corrects)
        held = (row.kind, row.subject_kind, placed.get(row.id, row.subject_id)) if row else None
        beside = together.get(event.corrects)
        held = (beside.kind, *beside.subject) if beside else held
        if held != (event.kind, *event.subject):
            # One sentence for all of it: whether an event exists is not for everybody to learn.
            raise CannotRecord(f"There is no {event.kind} of {event.subject} with the id {event.corrects} to correct.")


def _append(accepted: Sequence[Accepted], states: Sequence[SubjectState], by: Viewer) -> datetime:
    """Give each event a time of its own, later than all that concerns the same people. Returns the last.

    The locks order those who share a history. Writers who share none may hit upon the same microsecond; the unique
    key says so, and the later one moves on. A lock over all writers would be needed for nothing but that.
    """
    rules = rulebook.current().vocabulary
    at = max([clock.now(), *(state.recorded_to + TICK for state in states if state.recorded_to)])
    for _ in range(_TRIES):
        rows = [to_row(each, recorded_at=at + n * TICK, by=by, vocabulary=rules) for n, each in enumerate(accepted)]
        try:
            with transaction.atomic():
                Event.objects.bulk_create(rows)
            return rows[-1].recorded_at
        except IntegrityError as error:
            if "recorded_at" not in _constraint(error):
                raise _refused(error) from error
        at = _free_after(rows[-1].recorded_at)
    raise CannotRecord("The record is too busy at this moment. Nothing was recorded: please try again.")


def _free_after(at: datetime) -> datetime:
    """Behind the row of events that were recorded without a gap, as happens while a clock stands still."""
    with as_assessor():
        taken = set(
            Event.objects.filter(recorded_at__gte=at, recorded_at__lte=at + 1000 * TICK).values_list(
                "recorded_at", flat=True
            )
        )
    while at in taken:
        at += TICK
    return at


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", ""))


def _refused(error: IntegrityError) -> Exception:
    if _constraint(error) == "ledger_event_pkey":
        return AlreadyRecorded("An event with this id stands in the record already.")
    return error


def _audit(accepted: Sequence[Accepted], by: Viewer) -> None:
    for subject in dict.fromkeys(each.event.subject for each in accepted):
        ids = [each.event.id for each in accepted if each.event.subject == subject]
        audit.record("events.recorded", by=by, subject=subject, detail={"events": ids})
