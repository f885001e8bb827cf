"""In which order do writers take their turn? One lock a subject, taken in order of kind and id.

Everybody whose answer an event may change is locked before the event gets its time. So of two events in one history
the one with the later `recorded_at` was also committed later, and no assessment misses what was recorded before it;
and there is no lock that all children share, which would let one writer at a time into the whole record.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.histories import affected_by
from followthrough.service.ledger.models import SubjectState
from followthrough.service.ledger.newevents import Accepted

_TRIES = 10

# Both go through the subjects in the same order, so that two writers never wait for each other.
_MEET = """
    insert into ledger_subjectstate (subject_kind, subject_id, live_from, rulebook_version, calendar_version)
    select kind, id, %s, '', '' from unnest(%s::text[], %s::text[]) with ordinality as wanted (kind, id, n)
    order by n on conflict do nothing
"""
_LOCK = """
    select state.* from ledger_subjectstate state
    join unnest(%s::text[], %s::text[]) with ordinality as wanted (kind, id, n)
        on (state.subject_kind, state.subject_id) = (wanted.kind, wanted.id)
    order by n for update of state
"""


class _Grew(Exception):
    """While we waited for a lock somebody joined the household."""


def lock_affected(events: Sequence[Accepted]) -> list[SubjectState]:
    """Lock everybody whom the events may concern, until the transaction ends."""
    facts = [(each.event.kind, each.event.subject, each.event.data.get("household")) for each in events]
    with as_assessor():
        wanted = affected_by(facts)
    for _ in range(_TRIES):
        try:
            # A failed savepoint lets its locks go, so that the larger set is again taken in order.
            with as_assessor():
                states = lock(wanted)
                found = affected_by(facts)
                if not found <= wanted:
                    raise _Grew
            return states
        except _Grew:
            wanted |= found
    raise RuntimeError(f"Who is affected kept growing: {len(wanted)} subjects after {_TRIES} tries.")


def lock(subjects: Collection[Subject]) -> list[SubjectState]:
    """Wait for each in order. As the assessor. A subject met for the first time is live from now."""
    ordered = sorted(subjects)
    wanted = [[each.kind for each in ordered], [each.id for each in ordered]]
    with connection.cursor() as cursor:
        cursor.execute(_MEET, [clock.now(), *wanted])
    return list(SubjectState.objects.raw(_LOCK, wanted))
