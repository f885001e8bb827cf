"""Who is told that nobody has acted? Rungs and reminders whose time has come, each exactly once.

One set-based insert under the unique key. As the assessor, with the subjects locked: a record that closes the duty
is then either before this look or after it, never in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import notices
from followthrough.service.ledger.models import Duty

_FIRE = """
    with looked as (
        select duty.*, until from ledger_duty duty
        join ledger_subjectstate state using (subject_kind, subject_id)
        join unnest(%(kinds)s::text[], %(ids)s::text[], %(untils)s::timestamptz[])
            as asked (subject_kind, subject_id, until) using (subject_kind, subject_id)
        where duty.climbs_at <= until and duty.due_at >= state.live_from and duty.adoption = 'on'
    ), step as (
        select id, climbs_from, until, 'rung' as kind, jsonb_array_elements(rungs) as step
        from looked where state = 'breached' and ended_at is null
        union all
        select id, climbs_from, until, 'reminder', jsonb_array_elements(reminders) from looked where state = 'open'
    )
    insert into ledger_rung
        (duty_id, kind, index, repeat, at, tell_agency, tell_team, tell_role, fired_at)
    select id, kind, (step->>'index')::int as index, (step->>'repeat')::int as repeat, (step->>'at')::timestamptz,
           step->>'agency', step->>'team', step->>'role', %(now)s
    from step where (step->>'at')::timestamptz <= until
        and (climbs_from is null or (step->>'at')::timestamptz >= climbs_from)
    order by id, kind, index, repeat
    on conflict do nothing
    returning duty_id, kind, index, repeat, tell_agency, tell_team, tell_role
"""

_LOOK_NEXT = """
    update ledger_duty duty set climbs_at = (
        select min((step->>'at')::timestamptz)
        from jsonb_array_elements(
            case duty.state when 'breached' then duty.rungs when 'open' then duty.reminders else '[]' end) step
        where (step->>'at')::timestamptz > until
    )
    from unnest(%(kinds)s::text[], %(ids)s::text[], %(untils)s::timestamptz[]) as asked (kind, id, until)
    where (duty.subject_kind, duty.subject_id) = (asked.kind, asked.id) and duty.climbs_at <= until
"""


@dataclass(frozen=True, slots=True)
class Fired:
    duty: str
    kind: str
    index: int
    repeat: int
    agency: str
    team: str
    role: str

    @property
    def tells(self) -> tuple[str, str, str, str]:
        return self.duty, self.agency, self.team, self.role


def fire(until: Mapping[Subject, datetime]) -> list[Fired]:
    """Fire what came due of each subject up to and with an instant. Returns what nobody had fired before."""
    if not until:
        return []
    values: dict[str, Any] = {
        "now": clock.now(),
        "kinds": [each.kind for each in until],
        "ids": [each.id for each in until],
        "untils": list(until.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIRE, values)
        fired = [Fired(*row) for row in cursor.fetchall()]
        cursor.execute(_LOOK_NEXT, values)
    return fired


def tell(fired: Iterable[Fired], *, by: Viewer) -> None:
    """One notice for each duty and each person told, however many rungs came due together."""
    ordered = sorted(fired, key=lambda each: (each.tells, each.kind == "rung", each.repeat, each.index))
    if not ordered:
        return
    duties = Duty.objects.in_bulk({each.duty for each in ordered})
    lasts = [list(together)[-1] for _, together in groupby(ordered, key=lambda each: each.tells)]
    notices.tell_of_silences(
        notices.Silence(duties[each.duty], each.kind, each.index, each.repeat, each.tells[1:]) for each in lasts
    )
    audit.record_each("duty.climbed", (_climbed(duties[duty], rungs) for duty, rungs in _by_duty(ordered)), by=by)


def _by_duty(ordered: Iterable[Fired]) -> Iterable[tuple[str, Iterable[Fired]]]:
    return groupby(ordered, key=lambda each: each.duty)


def _climbed(duty: Duty, rungs: Iterable[Fired]) -> tuple[Subject, dict[str, Any]]:
    steps = [[each.kind, each.index, each.repeat] for each in rungs]
    return Subject(duty.subject_kind, duty.subject_id), {"duty": duty.id, "steps": steps}
