"""What every page here is made from: the child, the record as the viewer sees it, the home, the directory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import SOCIAL_CARE, on_duty
from followthrough.service.chronology import bail, desk
from followthrough.service.chronology.bail import Bail
from followthrough.service.chronology.homes import Stay, homes_of
from followthrough.service.chronology.queries import Entry, at_home
from followthrough.service.chronology.standing import own_entries
from followthrough.service.ledger.models import Duty
from followthrough.service.orders import queries
from followthrough.service.orders.queries import Agreement, Order


@dataclass(frozen=True)
class Desk(desk.Opened):
    household: str  # where the child lives now; empty where nobody knows
    home: tuple[Stay, ...]  # who lives with the child

    @cached_property
    def entries(self) -> list[Entry]:
        return list(own_entries(self.chronicle))

    @cached_property
    def bails(self) -> list[Bail]:
        return bail.bails(self.entries)

    @cached_property
    def orders(self) -> list[Order]:
        return queries.orders(self.entries)

    @cached_property
    def agreements(self) -> list[Agreement]:
        return queries.agreements(self.entries)

    @cached_property
    def under_investigation(self) -> list[Entry]:
        return queries.under_investigation(self.entries)

    @property
    def all(self) -> list[Bail | Order]:
        return [*self.bails, *self.orders]

    @cached_property
    def own_kind(self) -> str:
        return next((team.agency.kind for team in self.teams.values() if team.agency_id == self.viewer.agency), "")

    @cached_property
    def duties(self) -> list[Duty]:
        """What is owed because of bail or an order, the soonest first."""
        begun = {root for each in (*self.all, *self.agreements) for root in each.roots}
        begun |= {each.root for each in self.under_investigation}
        return [each for each in desk.waiting(self.viewer, self.child) if each.trigger in begun]

    @property
    def children(self) -> dict[str, str]:
        """The child and the others of the home, by name."""
        beside = [each.child for each in self.home if each.child and each.child in self.telling.children]
        return {self.child.pk: self.child.name, **{each: self.telling.child(each) for each in beside}}

    @property
    def adults(self) -> list[str]:
        return [each.name for each in self.home if not each.child and each.is_adult]

    @property
    def social_care(self) -> Team | None:
        return self.team_there(SOCIAL_CARE)

    def team_there(self, agency: str) -> Team | None:
        """Of an agency the team that is there now, else its default team."""
        own = [each for each in self.teams.values() if each.agency_id == agency]
        return on_duty(own, self.telling.now) or next((each for each in own if each.is_default), None)


def desk_of(request: HttpRequest, child_id: str) -> Desk:
    viewer, child, held = desk.read(request, child_id)
    rows = at_home(held.records | {child.pk})
    beside = {row.child_id for row in rows if row.child_id}
    telling = desk.telling_beside(request, viewer, child, held, beside)
    household = rows[0].household_id if rows else ""
    return Desk(viewer, child, held, telling, household, tuple(homes_of(held, rows).now))
