"""Who must take part, and which team is asked at this hour? Social care, police and health, at the least.

Which kinds of agency count as health is our default; the three are the rule's (STR-02).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import on_duty, opens_next

SOCIAL_CARE, POLICE = "social-care", "police"  # kinds of agency
HEALTH: Final = frozenset({"health", "hospital", "community-health", "mental-health", "gp", "maternity", "ambulance"})
_PARTS: Final = (
    ("children’s social care", frozenset({SOCIAL_CARE})),
    ("police", frozenset({POLICE})),
    ("health", HEALTH),
)


def part_of(kind: str) -> str:
    """Which of the three an agency of this kind stands for; empty for any other."""
    return next((words for words, kinds in _PARTS if kind in kinds), "")


def missing(present: Collection[str], kinds: Mapping[str, str]) -> list[str]:
    """Which of the three nobody among these agencies stands for. `kinds` are those of all agencies, by key."""
    there = {part_of(kinds.get(each, "")) for each in present}
    return [words for words, _ in _PARTS if words not in there]


def kinds_of(teams: Iterable[Team]) -> dict[str, str]:
    return {team.agency_id: team.agency.kind for team in teams}


def team_there(agency: str, teams: Iterable[Team], at: datetime) -> Team | None:
    """Of an agency's teams the one that is asked at that hour: the one on duty, else one that is open, else its default
    team, whose agency is rung. None for an agency that has no team.
    """
    own = sorted(
        (each for each in teams if each.agency_id == agency), key=lambda team: (not team.is_default, team.slug)
    )
    there = next((team for team in own if opens_next(team, own, at) is None), None)
    return on_duty(own, at) or there or next(iter(own), None)
