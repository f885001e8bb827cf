"""Small worlds of agencies, teams and people for integration tests."""

from __future__ import annotations

from followthrough.service.access import actions as access
from followthrough.service.agencies import actions as agencies
from followthrough.service.agencies.models import Agency, Practitioner, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.viewer import Viewer

SETUP = Viewer.system("test")
PASSWORD = "a-long-enough-one"


def agency(key: str, *teams: str) -> Agency:
    """An agency whose first team is the default."""
    made = Agency.objects.create(key=key, title=key.title(), kind=key, telephone="01632 960000")
    for slug in teams:
        team(made, slug, is_default=slug == teams[0])
    return made


def team(of: Agency, slug: str, *, is_default: bool = False) -> Team:
    return Team.objects.create(
        agency=of,
        slug=slug,
        title=slug.title(),
        email=f"{slug}@{of.key}.example",
        office="always",
        opening_hours="always",
        is_default=is_default,
    )


def practitioner(username: str, *seats: tuple[str, str, str], is_early: bool = False) -> Practitioner:
    """`seats` are (agency, team, role); the first names the agency. `is_early` where nobody works with a child yet, so
    that a seat opens nothing, and what it would open is not worked out.
    """
    person = Practitioner(
        username=username,
        name=username.replace(".", " ").title(),
        email=f"{username}@example.org",
        agency_id=seats[0][0],
    )
    person.set_password(PASSWORD)
    person.save()
    join = agencies.join_team if is_early else access.join_team
    for where, slug, role in seats:
        join(practitioner=person, team=Team.objects.get(agency=where, slug=slug), role=role, by=SETUP)
    return person


def viewer(username: str, *seats: tuple[str, str, str]) -> Viewer:
    return viewer_of(practitioner(username, *seats))
