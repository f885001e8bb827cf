"""What every page says about the person who is signed in."""

from __future__ import annotations

from django.http import HttpRequest

from followthrough.service.agencies.queries import titles
from followthrough.service.core.viewer import Viewer


def signed_in(request: HttpRequest) -> dict[str, object]:
    """Name, team and agency for the top of the page."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    known = titles()
    team = known.get(viewer.teams[0], "") if viewer.teams else ""
    name = getattr(request.user, "name", "")
    return {"signed_in": {"name": name, "team": team, "agency": known.get(viewer.agency, "")}}
