"""With what is a share told: its facts, the names and titles, the rulebook and the calendar?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import Ringing, to_ring
from followthrough.service.sharing.models import Share


@dataclass(frozen=True)
class Telling:
    """What every part of the page is told with."""

    share: Share
    now: datetime
    names: Mapping[str, str]
    teams: Sequence[Team]
    rules: Rulebook
    calendar: Calendar

    def name(self, person: str) -> str:
        return self.names.get(person, "Somebody")

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Of teams and agencies, by key."""
        return {team.key: team.title for team in self.teams} | {
            team.agency_id: team.agency.title for team in self.teams
        }

    def ring(self, team: Team) -> Ringing:
        """Who answers now."""
        return to_ring(team, self.teams, self.now)

    def team(self, agency: str, team: str) -> str:
        """The team's own title; the agency's where it is the agency that is meant."""
        return self.titles.get(f"{agency}/{team}") or self.titles.get(agency, agency)


def when_of(step: Mapping[str, Any]) -> datetime:
    """When a step of a leg happened."""
    return datetime.fromisoformat(step["at"])
