"""To whom should this go? Suggested from who is open now, and from what the procedures ask of the sender's agency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.model.condition import Comparison
from followthrough.procedures.model.procedure import DutyProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import on_duty, opens_next, to_ring
from followthrough.service.core.viewer import Viewer

SOCIAL_CARE = "social-care"


@dataclass(frozen=True)
class Suggestion:
    team: Team
    reason: str


def suggestions(viewer: Viewer, teams: Iterable[Team], rules: Rulebook, now: datetime) -> list[Suggestion]:
    """Social care's team that is there now, then the teams to which a procedure sends what this agency knows."""
    teams = [team for team in teams if team.key not in viewer.teams]
    found = [*_on_duty(teams, now), *_by_procedure(viewer, teams, rules)]
    first: dict[str, Suggestion] = {}
    for each in found:
        first.setdefault(each.team.key, each)
    return list(first.values())


def shut_words(team: Team, teams: Iterable[Team], now: datetime) -> str:
    """That nobody is there now, and who of the same agency is."""
    ringing = to_ring(team, teams, now)
    says = "answers at any hour" if ringing.title == team.agency.title else "is on duty now"
    return f"{ringing.shut}. {ringing.title} {says}." if ringing.shut else ""


def stand_in(team: Team, teams: Iterable[Team], now: datetime) -> Team | None:
    """The team of the same agency that is there at this hour, where this one is not."""
    own = [each for each in teams if each.agency_id == team.agency_id]
    if opens_next(team, own, now) is None:
        return None
    there = on_duty(own, now)
    return there if there is not None and there.pk != team.pk else None


def _on_duty(teams: list[Team], now: datetime) -> list[Suggestion]:
    own = [team for team in teams if team.agency_id == SOCIAL_CARE]
    by_day = next((team for team in own if team.is_default), None)
    if by_day is None:
        return []
    by_night, shut = on_duty(own, now), to_ring(by_day, own, now).shut
    if not shut:
        return [Suggestion(by_day, "Takes concerns about children. Open now.")]
    return [Suggestion(by_night, f"On duty now. {shut}.") if by_night else Suggestion(by_day, f"{shut}.")]


def _by_procedure(viewer: Viewer, teams: list[Team], rules: Rulebook) -> list[Suggestion]:
    by_key = {team.key: team for team in teams}
    found = []
    for procedure in rules.procedures:
        if not isinstance(procedure, DutyProcedure) or procedure.owes.agency != viewer.agency:
            continue
        for closing in procedure.closed_by:
            if "share.sent" not in closing.match.kinds:
                continue
            wants = {test.field: test.value for test in closing.match.where if test.comparison is Comparison.IS}
            team = by_key.get(f"{wants.get('recipient_agency')}/{wants.get('recipient_team')}")
            if team is not None:
                found.append(Suggestion(team, f"The rules for your agency: {procedure.title}."))
    return found
