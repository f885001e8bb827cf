"""To whom does a form go that a sergeant has passed? To the triage team; urgent, also to whoever is there now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import SOCIAL_CARE
from followthrough.service.sharing.models import Asks
from followthrough.service.sharing.suggesting import stand_in

TRIAGE = "triage"  # the team, as the procedures name it


def teams(known: Iterable[Team], asks: str, now: datetime) -> list[Team]:
    """Who answers now comes last. Where there is no triage team, social care's default team stands for it."""
    own = sorted((each for each in known if each.agency_id == SOCIAL_CARE), key=lambda team: team.slug)
    found = next((each for each in own if each.slug == TRIAGE), None)
    found = found or next((each for each in own if each.is_default), None)
    if found is None:
        return []
    there = stand_in(found, own, now) if asks == Asks.URGENT else None
    return [found, there] if there else [found]
