"""Who works around the child, and on which number does each answer now?

The lead professional stands apart. Whoever only looked once, or sits in a review, belongs to no team around the child.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followthrough.service.access import queries as access
from followthrough.service.access.models import Involvement, Relationship
from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.outofhours.phone import Number

_CLOSEST = (
    Relationship.ALLOCATED,
    Relationship.TEAM_AROUND,
    Relationship.WORKING,
    Relationship.MEETING,
    Relationship.TOOK_DUTY,
    Relationship.RECIPIENT,
)
_ONCE = (Relationship.TOOK_DUTY, Relationship.RECIPIENT)


@dataclass(frozen=True)
class Around:
    """One person or team, why they have to do with the child, and since when."""

    who: str
    why: str
    since: str
    number: Number | None = None


def around(viewer: Viewer, records: Iterable[str], telling: Telling) -> tuple[Around, ...]:
    """The closest first; each once."""
    held = [each for each in access.involvements(viewer, records) if _stands(each, telling)]
    held.sort(key=lambda each: (_CLOSEST.index(Relationship(each.relationship)), each.from_at))
    found: dict[str, Around] = {}
    for each in held:
        one = _of(each, telling)
        found.setdefault(one.who, one)
    return tuple(found.values())


def _stands(each: Involvement, telling: Telling) -> bool:
    is_over = each.to_at is not None or (each.until is not None and each.until <= telling.now)
    return each.relationship in _CLOSEST and each.agency_id != BOARD and not is_over


def _of(each: Involvement, telling: Telling) -> Around:
    own = [team for team in telling.teams.values() if team.agency_id == each.agency_id]
    team = next((one for one in own if one.pk == each.team_id), None) or next(
        (one for one in own if one.is_default), own[0] if own else None
    )
    ring = to_ring(team, telling.teams.values(), telling.now) if team else None
    number = Number(ring.title, ring.telephone) if ring and ring.telephone else None
    who = str(team) if each.team_id and team else each.agency.title
    person = each.practitioner
    if person is not None:
        who = f"{person.name}, {each.agency.title}"
        number = Number(person.name, person.telephone) if person.telephone else number
    day = dates.short_day(each.from_at.astimezone(dates.LONDON).date())
    since = f"{'on' if each.relationship in _ONCE else 'since'} {day}"
    return Around(who, Relationship(each.relationship).label, since, number)
