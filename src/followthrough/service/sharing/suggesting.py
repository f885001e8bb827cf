"""To whom should this go? Suggested from who is open now, and from what the procedures ask of the sender's agency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.model.condition import Comparison
from followthrough.procedures.model.procedure import DutyProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.agencies.models import Team
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import near_words

SOCIAL_CARE = "social-care"
_LONGEST_CLOSURE = 14


@dataclass(frozen=True)
class Suggestion:
    team: Team
    reason: str


def suggestions(
    viewer: Viewer, teams: Iterable[Team], rules: Rulebook, calendar: Calendar, now: datetime
) -> list[Suggestion]:
    """Social care's team that is there now, then the teams to which a procedure sends what this agency knows."""
    teams = [team for team in teams if team.key not in viewer.teams]
    found = [*_on_duty(teams, calendar, now), *_by_procedure(viewer, teams, rules)]
    first: dict[str, Suggestion] = {}
    for each in found:
        first.setdefault(each.team.key, each)
    return list(first.values())


def opens_next(office: str, calendar: Calendar, now: datetime) -> datetime | None:
    """When an office opens next; None while it is open, or when its hours are not known."""
    hours = calendar.offices.get(office)
    if hours is None:
        return None
    local = calendar.local(now)
    for ahead in range(_LONGEST_CLOSURE):
        day = local.date() + timedelta(days=ahead)
        opening = hours.hours_on(day, calendar.bank_holidays)
        if opening is None or (ahead == 0 and local.time() >= opening[1]):
            continue
        if ahead == 0 and local.time() >= opening[0]:
            return None
        return datetime.combine(day, opening[0], tzinfo=local.tzinfo)
    return None


def shut_words(team: Team, teams: Iterable[Team], calendar: Calendar, now: datetime) -> str:
    """That nobody is there now, and who of the same agency is. An agency with a night team keeps hours by day."""
    by_night = next((each for each in teams if each.agency_id == team.agency_id and each.is_out_of_hours), None)
    opens_at = opens_next(team.office, calendar, now)
    if by_night is None or team.is_out_of_hours or opens_at is None:
        return ""
    return f"{team.title} is shut until {near_words(opens_at, now)}. {by_night.title} is on duty now."


def _on_duty(teams: list[Team], calendar: Calendar, now: datetime) -> list[Suggestion]:
    own = [team for team in teams if team.agency_id == SOCIAL_CARE]
    by_day = next((team for team in own if team.is_default), None)
    by_night = next((team for team in own if team.is_out_of_hours), None)
    if by_day is None:
        return []
    opens_at = opens_next(by_day.office, calendar, now)
    if opens_at is None or by_night is None:
        return [Suggestion(by_day, "Takes concerns about children. Open now.")]
    reason = f"On duty now. {by_day.title} is shut until {near_words(opens_at, now)}."
    return [Suggestion(by_night, reason)]


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
