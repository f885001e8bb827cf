"""How do a team and a person read on a page?"""

from __future__ import annotations

from followthrough.service.agencies.models import Practitioner, Team


def role_words(role: str) -> str:
    """As in “duty manager” for "duty-manager"; a role that says nothing more is just a practitioner."""
    return "practitioner" if role == "worker" else role.replace("-", " ")


def team_line(team: Team) -> str:
    """Front door, Children's social care"""
    return str(team)


def person_line(person: Practitioner) -> str:
    """Name, role and team, as a colleague in another agency needs them: "Ines Doyle, duty manager, Front door"."""
    held = person.memberships.filter(to_at=None).select_related("team").order_by("id").first()
    if held is None:
        return f"{person.name}, {person.agency.title}"
    return f"{person.name}, {role_words(held.role)}, {held.team.title}, {person.agency.title}"
