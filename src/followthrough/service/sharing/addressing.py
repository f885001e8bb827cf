"""To whom is a share addressed: a team, whoever is on duty when it is sent, a role at an agency, a named person?

Whichever it is, a team has the part that goes to them. So a named person who is away, or has left, does not lose it:
whoever is on duty in their team sees it, and its clock runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.presenters import role_words
from followthrough.service.agencies.ringing import on_duty
from followthrough.service.sharing.outgoing import CannotSend

ON_DUTY, ROLE, PERSON = "on-duty:", "role:", "person:"


@dataclass(frozen=True)
class Addressed:
    """The team that has it, and for the attention of which role or person of that team."""

    team: Team
    role: str = ""
    person: Practitioner | None = None

    @property
    def title(self) -> str:
        return title(self.team, self.role, self.person)

    @property
    def is_plain(self) -> bool:
        return not self.role and self.person is None


def title(team: Team, role: str, person: Practitioner | None) -> str:
    """Dan Mercer, Response, Wealdshire Police"""
    whom = person.name if person else role_words(role).capitalize() if role else ""
    return f"{whom}, {team}" if whom else str(team)


def resolve(keys: Iterable[str], teams: Sequence[Team], now: datetime) -> list[Addressed]:
    """One for each recipient, in their order. A team that is named beside one of its people has one part, with them.

    Raises CannotSend where somebody is no longer there.
    """
    found = list(dict.fromkeys(_resolve(key, teams, now) for key in keys))
    special = {each.team.pk for each in found if not each.is_plain}
    return [each for each in found if not (each.is_plain and each.team.pk in special)]


def _resolve(key: str, teams: Sequence[Team], now: datetime) -> Addressed:
    if key.startswith(ON_DUTY):
        return Addressed(_on_duty(key.removeprefix(ON_DUTY), teams, now))
    if key.startswith(ROLE):
        agency, _, role = key.removeprefix(ROLE).partition("/")
        return Addressed(_where_held(agency, role), role)
    if key.startswith(PERSON):
        return _person(key.removeprefix(PERSON))
    team = next((each for each in teams if each.key == key), None)
    if team is None:
        raise CannotSend("One of the teams is no longer there. Choose again whom to share with.")
    return Addressed(team)


def _on_duty(agency: str, teams: Sequence[Team], now: datetime) -> Team:
    own = [team for team in teams if team.agency_id == agency]
    found = on_duty(own, now) or next((team for team in own if team.is_default), None)
    if found is None:
        raise CannotSend("We do not know who is on duty there. Choose a team.")
    return found


def _where_held(agency: str, role: str) -> Team:
    if not agencies.holders(agency, role=role).exists():
        raise CannotSend(f"Nobody is {role_words(role)} there now. Choose a team.")
    return agencies.team_for(agency, role=role)


def _person(identity: str) -> Addressed:
    person = agencies.colleague(identity)
    team = agencies.team_of_person(person) if person else None
    if person is None or team is None:
        raise CannotSend("The person whom you named works there no longer. Choose a team.")
    return Addressed(team, person=person)
