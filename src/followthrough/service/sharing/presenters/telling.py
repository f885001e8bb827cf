"""With what is a share told: its facts, the names and titles, the rulebook and the calendar?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.sharing.models import Share


@dataclass(frozen=True)
class Telling:
    """What every part of the page is told with."""

    share: Share
    now: datetime
    names: Mapping[str, str]
    titles: Mapping[str, str]
    rules: Rulebook
    calendar: Calendar

    def name(self, person: str) -> str:
        return self.names.get(person, "Somebody")

    def team(self, agency: str, team: str) -> str:
        """The team's own title; the agency's where it is the agency that is meant."""
        return self.titles.get(f"{agency}/{team}") or self.titles.get(agency, agency)


def when_of(step: Mapping[str, Any]) -> datetime:
    """When a step of a leg happened."""
    return datetime.fromisoformat(step["at"])
