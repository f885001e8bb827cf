"""What follows now? The only place where the engine meets the record; it runs as the assessor.

Its callers have locked the subjects. What comes back is identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from followthrough.procedures.engines.plain import assess
from followthrough.procedures.model.event import TICK, Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import adoption, calendar, carrying, firing, rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.changes import Changes
from followthrough.service.ledger.histories import history
from followthrough.service.ledger.locking import lock
from followthrough.service.ledger.models import SubjectState
from followthrough.service.ledger.notices import tell_of_new
from followthrough.service.ledger.same import turned
from followthrough.service.ledger.writing import Writing

STEPS_AT_ONCE = 200  # then the transaction ends, and the next look goes on from there


def assess_subjects(subjects: Iterable[Subject], *, by: Viewer, as_of: datetime | None = None) -> Changes:
    """Assess each as of now, and write what differs. Locks them in order if the caller has not."""
    with as_assessor():
        states = lock(set(subjects))
        return assess_locked(states, by=by, as_of=as_of or clock.now())


def assess_locked(states: Iterable[SubjectState], *, by: Viewer, as_of: datetime) -> Changes:
    """As the assessor."""
    stances = adoption.current(rulebook.current())
    kinds = {procedure.subject for procedure in stances.rulebook.procedures}
    changes = Changes()
    for state in states:
        if state.subject_kind in kinds:
            changes += _assess(state, by, as_of, stances)
    return changes


def catch_up(states: Sequence[SubjectState], *, by: Viewer) -> None:
    """Step each change that time alone has brought and nobody has looked at yet, in order, and fire what was due
    between them: after an outage the same rungs have fired as without it. As the assessor.
    """
    now = clock.now()
    fired = [each for state in states for each in _step(state, now, by)]
    fired += firing.fire([_subject(state) for state in states if not _is_due(state, now)], until=now)
    firing.tell(fired, by=by)


def _step(state: SubjectState, now: datetime, by: Viewer) -> list[firing.Fired]:
    fired: list[firing.Fired] = []
    stances = adoption.current(rulebook.current())
    for _ in range(STEPS_AT_ONCE):
        if not _is_due(state, now):
            break
        assert state.changes_at is not None
        due = max(state.changes_at, state.recorded_to or state.changes_at)
        fired += firing.fire([_subject(state)], until=due - TICK)
        _assess(state, by, due, stances)
    return fired


def _is_due(state: SubjectState, now: datetime) -> bool:
    return state.changes_at is not None and state.changes_at <= now


def _subject(state: SubjectState) -> Subject:
    return Subject(state.subject_kind, state.subject_id)


def _assess(state: SubjectState, by: Viewer, as_of: datetime, stances: adoption.Stances) -> Changes:
    rules, days, now = stances.rulebook, calendar.current(), clock.now()
    subject = _subject(state)
    answer = assess(history(subject, rules.vocabulary, as_of), stances.running, days, as_of)
    others = turned(subject, state.assessed_at)
    written = Writing(subject, answer, stances, days, now, has_turned=bool(others)).write()
    new = {*written.changes.opened, *written.changes.raised, *(duty.id for duty in written.new)}
    carried = carrying.carry(new, others, by=by)
    state.changes_at = min(filter(None, [answer.changes_at, written.repeats_at]), default=None)
    if state.changes_at is not None:
        state.changes_at = max(state.changes_at, as_of + TICK)  # never the same instant for ever
    state.assessed_at, state.rulebook_version, state.calendar_version = as_of, rules.version, days.version
    state.adoption_number = stances.number
    state.save(update_fields=["changes_at", "assessed_at", "rulebook_version", "calendar_version", "adoption_number"])
    if written.changes:
        audit.record("duties.assessed", by=by, subject=subject, detail=written.changes.as_detail())
        tell_of_new([duty for duty in written.new if duty.id not in carried], live_from=state.live_from)
    return written.changes
