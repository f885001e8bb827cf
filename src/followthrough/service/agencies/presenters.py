"""How do a team and a person read on a page?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.queries import first_seat


def role_words(role: str) -> str:
    """As in “duty manager” for "duty-manager"; a role that says nothing more is just a practitioner."""
    return "practitioner" if role == "worker" else role.replace("-", " ")


def told_team(
    agency: str, team: str, role: str, teams: Iterable[Team], seats: Collection[tuple[str, str, str]]
) -> Team | None:
    """In which team a rung found somebody: the one named if the role is held there, else one where it is held."""
    own = sorted((t for t in teams if t.agency_id == agency), key=lambda t: (t.slug != team, not t.is_default, t.slug))
    return next((each for each in own if (agency, each.slug, role) in seats), own[0] if own else None)


def person_line(person: Practitioner) -> str:
    """Name, role and team, as a colleague in another agency needs them: "Ines Doyle, duty manager, Front door"."""
    held = first_seat(person)
    if held is None:
        return f"{person.name}, {person.agency.title}"
    return f"{person.name}, {role_words(held.role)}, {held.team.title}, {person.agency.title}"
