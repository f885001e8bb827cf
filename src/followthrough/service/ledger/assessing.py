"""What follows now? The only place where the engine meets the record; it runs as the assessor.

Its callers have locked the subjects. What comes back is identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from followthrough.procedures.engines.plain import assess
from followthrough.procedures.model.event import TICK, Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import adoption, calendar, carrying, firing
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.changes import Changes
from followthrough.service.ledger.histories import CHILD, histories
from followthrough.service.ledger.locking import lock
from followthrough.service.ledger.models import Duty, SubjectState
from followthrough.service.ledger.notices import tell_of_new
from followthrough.service.ledger.same import turned
from followthrough.service.ledger.writing import Writing, write

STEPS_AT_ONCE = 200  # then the transaction ends, and the next look goes on from there


def assess_subjects(subjects: Iterable[Subject], *, by: Viewer, as_of: datetime | None = None) -> Changes:
    """Assess each as of now, and write what differs. Locks them in order if the caller has not."""
    with as_assessor():
        states = lock(set(subjects))
        return assess_locked(states, by=by, as_of=as_of or clock.now())


def assess_locked(states: Iterable[SubjectState], *, by: Viewer, as_of: datetime) -> Changes:
    """As the assessor."""
    stances = adoption.up_to_date()
    kinds = {procedure.subject for procedure in stances.rulebook.procedures}
    return _assess([(state, as_of) for state in states if state.subject_kind in kinds], by, stances)


def catch_up(states: Sequence[SubjectState], *, by: Viewer, steps: int = STEPS_AT_ONCE) -> list[SubjectState]:
    """Step each change that time alone has brought and nobody has looked at yet, in order, and fire what was due
    between them: after an outage the same rungs have fired as without it. As the assessor.

    The subjects step side by side, and no one's step touches another. Returns those that need more steps than `steps`.
    """
    now = clock.now()
    fired: list[firing.Fired] = []
    stances = adoption.up_to_date()
    for _ in range(steps):
        due = [(state, at) for state in states if (at := _due(state, now)) is not None]
        if not due:
            break
        fired += firing.fire({_subject(state): at - TICK for state, at in due})
        _assess(due, by, stances)
    behind = [state for state in states if _due(state, now) is not None]
    fired += firing.fire({_subject(state): now for state in states if state not in behind})
    firing.tell(fired, by=by)
    return behind


def _due(state: SubjectState, now: datetime) -> datetime | None:
    """When the next step is to be looked at, if it has come by now."""
    if state.changes_at is None or state.changes_at > now:
        return None
    return max(state.changes_at, state.recorded_to or state.changes_at)


def _subject(state: SubjectState) -> Subject:
    return Subject(state.subject_kind, state.subject_id)


def _assess(looks: Sequence[tuple[SubjectState, datetime]], by: Viewer, stances: adoption.Stances) -> Changes:
    """Each as of an instant of its own; all of them read and written together."""
    rules, days, now = stances.rulebook, calendar.current(), clock.now()
    read = histories({_subject(state): as_of for state, as_of in looks}, rules.vocabulary)
    since = {state.subject_id: state.assessed_at for state, _ in looks if state.subject_kind == CHILD}
    others = turned(since)
    writings = [
        Writing(
            subject=(subject := _subject(state)),
            answer=assess(read[subject], stances.running, days, as_of),
            stances=stances,
            calendar=days,
            now=now,
            has_turned=bool(subject.kind == CHILD and others[subject.id]),
        )
        for state, as_of in looks
    ]
    written = write(writings)
    owed_anew: list[tuple[Duty, datetime]] = []
    for (state, as_of), writing, each in zip(looks, writings, written, strict=True):
        new = {*each.changes.opened, *each.changes.raised, *(duty.id for duty in each.new)}
        carried = carrying.carry(new, others[state.subject_id], by=by) if writing.has_turned else set()
        owed_anew += [(duty, state.live_from) for duty in each.new if duty.id not in carried]
        _look_again(state, as_of, min(filter(None, [writing.answer.changes_at, each.repeats_at]), default=None))
    _keep([state for state, _ in looks], stances, days.version)
    changed = [(w.subject, each.changes) for w, each in zip(writings, written, strict=True) if each.changes]
    audit.record_each("duties.assessed", ((subject, each.as_detail()) for subject, each in changed), by=by)
    tell_of_new(owed_anew)
    return sum((changes for _, changes in changed), Changes())


def _look_again(state: SubjectState, as_of: datetime, changes_at: datetime | None) -> None:
    state.assessed_at = as_of
    # Never the same instant for ever.
    state.changes_at = None if changes_at is None else max(changes_at, as_of + TICK)


_KEEP = """
    update ledger_subjectstate state set changes_at = look.changes_at, assessed_at = look.assessed_at,
        rulebook_version = %(rulebook)s, calendar_version = %(calendar)s, adoption_number = %(adoption)s
    from unnest(%(ids)s::bigint[], %(changes_at)s::timestamptz[], %(assessed_at)s::timestamptz[])
        as look (id, changes_at, assessed_at)
    where state.id = look.id
"""


def _keep(states: Sequence[SubjectState], stances: adoption.Stances, calendar_version: str) -> None:
    for state in states:
        state.rulebook_version, state.calendar_version = stances.rulebook.version, calendar_version
        state.adoption_number = stances.number
    values: dict[str, Any] = {
        "ids": [state.pk for state in states],
        "changes_at": [state.changes_at for state in states],
        "assessed_at": [state.assessed_at for state in states],
        "rulebook": stances.rulebook.version,
        "calendar": calendar_version,
        "adoption": stances.number,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
