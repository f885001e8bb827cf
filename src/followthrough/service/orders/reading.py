"""What every page here is made from: the child, the record as the viewer sees it, the home, the directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import SOCIAL_CARE, on_duty
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.chronology import bail
from followthrough.service.chronology.bail import Bail
from followthrough.service.chronology.homes import Stay, homes_of
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry, at_home, chronicle
from followthrough.service.chronology.standing import own_entries
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for
from followthrough.service.orders import queries
from followthrough.service.orders.queries import Order


@dataclass(frozen=True)
class Desk:
    viewer: Viewer
    child: Child
    chronicle: Chronicle
    household: str  # where the child lives now; empty where nobody knows
    home: tuple[Stay, ...]  # who lives with the child
    telling: Telling

    @cached_property
    def entries(self) -> list[Entry]:
        return list(own_entries(self.chronicle))

    @cached_property
    def bails(self) -> list[Bail]:
        return bail.bails(self.entries)

    @cached_property
    def orders(self) -> list[Order]:
        return queries.orders(self.entries)

    @property
    def all(self) -> list[Bail | Order]:
        return [*self.bails, *self.orders]

    @property
    def teams(self) -> Mapping[str, Team]:
        return self.telling.teams

    @cached_property
    def own_kind(self) -> str:
        return next((team.agency.kind for team in self.teams.values() if team.agency_id == self.viewer.agency), "")

    @cached_property
    def duties(self) -> list[Duty]:
        """What is owed because of bail or an order, the soonest first."""
        begun = {root for each in self.all for root in each.roots}
        owed = duties_for(self.viewer, subject=Subject("child", self.child.pk), is_waiting=True).filter(ended_at=None)
        return [each for each in owed if each.trigger in begun]

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
    """The middleware has opened the child before: checked, and written down."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    child = children.child(viewer, child_id)
    if child is None:
        raise NotVisible()
    held = chronicle(viewer, Subject("child", child.pk), request.records)  # type: ignore[attr-defined]
    rows = at_home(held.records | {child.pk})
    beside = {row.child_id for row in rows if row.child_id}
    telling = telling_of(viewer, held, [], also=beside, known={child.pk: child.name})
    request.teams = list(telling.teams.values())  # type: ignore[attr-defined]
    household = rows[0].household_id if rows else ""
    return Desk(viewer, child, held, household, tuple(homes_of(held, rows).now), telling)
