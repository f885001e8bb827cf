"""What every page says about the person who is signed in, and whom to ring."""

from __future__ import annotations

from django.http import HttpRequest

from followthrough.service.agencies import ringing
from followthrough.service.agencies.queries import day_and_night, teams
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer


def signed_in(request: HttpRequest) -> dict[str, object]:
    """Name, team and agency for the top of the page, telephones for its foot."""
    lines: dict[str, object] = {"help_lines": _help_lines}
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not viewer.teams:
        return lines
    slug = viewer.teams[0].partition("/")[2]
    team = teams(viewer.agency).filter(slug=slug).first()
    if team is None:
        return lines
    name = getattr(request.user, "name", "")
    return lines | {"signed_in": {"name": name, "team": team.title, "agency": team.agency.title}}


def _help_lines() -> list[tuple[str, str]]:
    """Who answers now, of each agency that is there day and night. Asked by the template, so that a page without a foot
    asks nothing.
    """
    now, known = clock.now(), list(day_and_night())
    agencies = dict.fromkeys(team.agency_id for team in known)
    answering = (ringing.on_duty([team for team in known if team.agency_id == each], now) for each in agencies)
    return [(f"{team}, {team.opening_hours}", team.telephone or team.agency.telephone) for team in answering if team]
