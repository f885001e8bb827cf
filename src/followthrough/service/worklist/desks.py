"""Which desks does a practitioner sit at? Who answers for a duty, and whom a rung tells, as seen by one person.

Whose a duty is says the ledger's `Desk`. Whom a rung tells goes by the directory's rule: a role is looked for in the
team named, then in the agency; what names no team of the agency goes to where the role is held, else to the default
team; and a role that means whoever is there now goes to the team on duty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.db.models.aggregates import Count

from followthrough.service.agencies import hour
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.directory import desk_among, seats_lead_to
from followthrough.service.agencies.models import Agency, Team
from followthrough.service.agencies.presenters import role_words
from followthrough.service.agencies.ringing import on_duty
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import Desk


@dataclass(frozen=True)
class Desks:
    """The directory as one viewer needs it; two queries, when it is first asked."""

    viewer: Viewer

    @cached_property
    def teams(self) -> Mapping[str, Team]:
        """Every team by its key; telephones stand on the pages."""
        return {team.key: team for team in agencies.teams()}

    @cached_property
    def _seats(self) -> dict[tuple[str, str], bool]:
        """(role, team) of everybody in the viewer's agency, with whether the viewer holds it."""
        held = agencies.holders(self.viewer.agency).order_by().values_list("role", "team__slug")
        mine = Count("id", filter=Q(practitioner=self.viewer.practitioner_id))
        return {(role, team): bool(count) for role, team, count in held.annotate(mine=mine)}

    @property
    def own(self) -> set[str]:
        """Slugs of the viewer's teams in their own agency."""
        return {slug for agency, _, slug in (key.partition("/") for key in self.viewer.teams)}

    @cached_property
    def desk(self) -> Desk:
        """What the viewer's teams answer for."""
        return desk_among(self.viewer, self._agency_teams(), self._seats)

    def is_told(self, agency: str, team: str, role: str) -> bool:
        """Whether a rung that tells these words tells the viewer."""
        if agency != self.viewer.agency:
            return False
        seats = {seat: mine for seat, mine in self._seats.items() if seat[0] == role} if role else {}
        in_team = {seat: mine for seat, mine in seats.items() if seat[1] == team}
        if seats:
            return any((in_team or seats).values())
        return (team or self._default) in self.own

    def team_of(self, duty: Duty) -> Team | None:
        """The team that answers for the duty; exact for the viewer's own agency. Of others, whoever is on duty now for
        a role of the hour, else the default team.
        """
        named = self.teams.get(f"{duty.debtor_agency}/{duty.debtor_team}")
        if named or duty.debtor_agency != self.viewer.agency:
            return named or self._there(duty) or self.default_of(duty.debtor_agency)
        slug = self._team_of_role.get(duty.debtor_role, self._default)
        return self.teams.get(f"{duty.debtor_agency}/{slug}")

    def _there(self, duty: Duty) -> Team | None:
        own = [team for team in self.teams.values() if team.agency_id == duty.debtor_agency]
        return on_duty(own, clock.now()) if duty.debtor_role in hour.ROLES else None

    def default_of(self, agency: str) -> Team | None:
        own = [team for team in self.teams.values() if team.agency_id == agency]
        return min(own, key=lambda team: (not team.is_default, team.slug), default=None)

    def team_words(self, duty: Duty) -> str:
        """As in "Front Door, Wealdshire Children's Social Care (duty manager)"."""
        team = self.team_of(duty)
        name = str(team) if team else duty.debtor_agency.replace("-", " ")
        return f"{name} ({role_words(duty.debtor_role)})" if duty.debtor_role not in ("", "worker") else name

    @cached_property
    def agencies(self) -> Mapping[str, Agency]:
        return {team.agency_id: team.agency for team in self.teams.values()}

    def agency_words(self, key: str) -> str:
        agency = self.agencies.get(key)
        return agency.title if agency else key.replace("-", " ")

    def _agency_teams(self) -> list[Team]:
        return [team for team in self.teams.values() if team.agency_id == self.viewer.agency]

    @property
    def _default(self) -> str:
        default = self.default_of(self.viewer.agency)
        return default.slug if default else ""

    @cached_property
    def _team_of_role(self) -> dict[str, str]:
        return seats_lead_to(self._agency_teams(), self._seats)
