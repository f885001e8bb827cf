"""Who holds a team's queue at this minute? Whoever its rota names at the lowest level that is there; else nobody.

No question to the database is asked: `queries.teams` has read the shifts of now and soon beside each team.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from followthrough.service.agencies.models import ShiftLevel, Team

ORDER = {level.value: number for number, level in enumerate(ShiftLevel)}
ON_CALL = {ShiftLevel.WORKER: "", ShiftLevel.MANAGER: "manager on call", ShiftLevel.SENIOR: "senior manager on call"}


@dataclass(frozen=True)
class Held:
    """One shift that runs. `name` is empty while only a role is known."""

    level: str
    name: str
    practitioner: str
    role: str
    telephone: str

    @property
    def who(self) -> str:
        """Priya Sandhu; Colin Frayne (manager on call); Duty social worker."""
        on_call = ON_CALL[ShiftLevel(self.level)]
        return f"{self.name} ({on_call})" if self.name and on_call else self.name or self.role


@dataclass(frozen=True)
class Contact:
    name: str
    telephone: str


def holiday_contact(team: Team) -> Contact | None:
    """Whom its agency has named for these days."""
    found: Mapping[str, str] | None = getattr(team, "holiday", None)
    return Contact(found["name"], found["telephone"]) if found else None


def levels(team: Team) -> Sequence[str]:
    """Which levels its rota needs; none where no rota is kept, or the team was read without it."""
    found: Sequence[str] | None = getattr(team, "rota_levels", None)
    return found or ()


def holders(team: Team, at: datetime) -> list[Held]:
    """Everybody on duty at the instant, the lowest level first: the on-call ladder as it stands."""
    running = [
        Held(each["level"], each["name"] or "", each["practitioner"] or "", each["role"], each["telephone"])
        for each in getattr(team, "on_rota", ())
        if datetime.fromisoformat(each["starts_at"]) <= at < datetime.fromisoformat(each["ends_at"])
    ]
    return sorted(running, key=lambda each: ORDER[each.level])


def holder(team: Team, at: datetime) -> Held | None:
    return next(iter(holders(team, at)), None)


def is_gap(team: Team, at: datetime) -> bool:
    """The team keeps a rota, and nobody stands in it at the lowest level that it needs."""
    if not levels(team):
        return False
    first = min(levels(team), key=lambda level: ORDER[level])
    return all(each.level != first or not each.name for each in holders(team, at))
