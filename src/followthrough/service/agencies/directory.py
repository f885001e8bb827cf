"""What does the ledger ask of the directory? To which addresses a letter goes, and what a viewer answers for.

The ledger lies below and knows no team: settings name these functions for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.service.agencies import alerting, hour, queries
from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.addressing import Reach
from followthrough.service.ledger.policies import Desk

NAMED = "person:"  # before the id of somebody who is told by name


def reached_for(agency: str, team: str = "", role: str = "", *, is_urgent: bool = True) -> list[Reach]:
    """Those who hold the role in the team; else in the agency; else the team itself. Of a role that means whoever is
    there now, those of the team on duty.

    A role is told in person, and so is a person who is named (person:ID) and still works there. A team without a role
    is told at its shared address, and what is urgent by text as well: at the mobile that the team on duty carries, or
    else to one of its people in turn. What names no team of the agency goes to its default team. Empty only for an
    agency that is not in the directory.
    """
    if role.startswith(NAMED):
        named = alerting.reaches(queries.holders(agency).filter(practitioner=role.removeprefix(NAMED)))
        if named:
            return named
        role = ""
    there = queries.team_of_the_hour(agency, role) if not team else None
    if role and there:
        found = alerting.reaches(queries.holders(agency, there.slug, role))
        if found:
            return found
    elif role:
        held = queries.holders(agency, team, role) if team else queries.holders(agency, role=role)
        held = held if held.exists() else queries.holders(agency, role=role)
        found = alerting.reaches(held)
        if found:
            return found
    try:
        answering = queries.team_for(agency, team, role)
    except Team.DoesNotExist:
        return []
    mailbox = alerting.reach_of_team(answering)
    return [mailbox, *(alerting.texted(answering) if is_urgent and mailbox.has_account else [])]


def desk_of(viewer: Viewer, teams: Iterable[Team] | None = None) -> Desk:
    """`teams` may be every team there is, where a page has read them already."""
    own = queries.teams(viewer.agency) if teams is None else [each for each in teams if each.agency_id == viewer.agency]
    seats = queries.holders(viewer.agency).order_by().values_list("role", "team__slug").distinct()
    return desk_among(viewer, own, seats)


def desk_among(viewer: Viewer, teams: Iterable[Team], seats: Iterable[tuple[str, str]]) -> Desk:
    """`teams` are those of the viewer's agency, `seats` the (role, team) that anybody in it holds."""
    teams = sorted(teams, key=lambda team: (not team.is_default, team.slug))
    default = teams[0].slug if teams else ""
    own = {slug for agency, _, slug in (key.partition("/") for key in viewer.teams) if agency == viewer.agency}
    where = seats_lead_to(teams, seats)
    return Desk(
        viewer=viewer,
        known=frozenset(team.slug for team in teams),
        held=frozenset(where),
        answered=frozenset(role for role, team in where.items() if team in own),
        is_default=default in own,
    )


def seats_lead_to(teams: Iterable[Team], seats: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The team of one agency that answers for each role when no team is named: the one where it is held, the default
    team first; for a role of the hour the team on duty now.
    """
    teams, seats = sorted(teams, key=lambda team: (not team.is_default, team.slug)), set(seats)
    default = teams[0].slug if teams else ""
    where: dict[str, str] = {}
    for role, team in sorted(seats, key=lambda seat: (seat[1] != default, seat[1])):
        where.setdefault(role, team)
    for role in hour.ROLES:
        if there := hour.team(role, teams, seats, clock.now()):
            where[role] = there.slug
    return where
