"""With what is a share told: its facts, the names and titles, the rulebook and the calendar?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.presenters import role_words, told_team
from followthrough.service.agencies.ringing import Ringing, to_ring
from followthrough.service.sharing.models import Share


@dataclass(frozen=True)
class Telling:
    """What every part of the page is told with."""

    share: Share
    now: datetime
    names: Mapping[str, str]
    teams: Sequence[Team]
    seats: Collection[tuple[str, str, str]]
    rules: Rulebook
    calendar: Calendar

    def name(self, person: str) -> str:
        return self.names.get(person, "Somebody")

    def ring(self, team: Team) -> Ringing:
        """Who answers now."""
        return to_ring(team, self.teams, self.now)

    def told(self, agency: str, team: str, role: str) -> str:
        """Where a rung found somebody, as the directory resolves it: "safeguarding lead, Safeguarding Team"."""
        found = told_team(agency, team, role, self.teams, self.seats)
        return ", ".join(filter(None, (role_words(role) if role else "", found.title if found else agency)))


def when_of(step: Mapping[str, Any]) -> datetime:
    """When a step of a leg happened."""
    return datetime.fromisoformat(step["at"])
