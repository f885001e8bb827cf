"""What every page says about the person who is signed in, and whom to ring."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from followthrough.service.agencies import ringing
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.queries import teams
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer


def signed_in(request: HttpRequest) -> dict[str, object]:
    """Name, team and agency for the top of the page, telephones for its foot."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not viewer.roles:
        return {"help_lines": lambda: _help_lines(teams())}
    # The view may have read them already.
    known = getattr(request, "teams", None) or list(teams())
    lines: dict[str, object] = {
        "help_lines": lambda: _help_lines(known),
        "danger_until": getattr(request, "danger_until", None),
    }
    own = next((each for each in known if each.key in viewer.teams[:1]), None)
    of_agency = own or next((each for each in known if each.agency_id == viewer.agency), None)
    if of_agency is None:
        return lines
    name, team = getattr(request.user, "name", ""), own.title if own else "People and accounts"
    return lines | {
        "signed_in": {"name": name, "team": team, "agency": of_agency.agency.title, "kind": of_agency.agency.kind}
    }


def _help_lines(every: Iterable[Team]) -> list[tuple[str, str]]:
    """Who answers now, of each agency that has a team for the night. Asked by the template, so that a page without a
    foot asks nothing.
    """
    now, known = clock.now(), list(every)
    agencies = dict.fromkeys(team.agency_id for team in known if team.is_out_of_hours)
    answering = (ringing.on_duty([team for team in known if team.agency_id == each], now) for each in agencies)
    return [(f"{team}, {team.opening_hours}", team.telephone or team.agency.telephone) for team in answering if team]
