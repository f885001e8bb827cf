"""What every page here is made from: the child, the record as the viewer sees it, the directory, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import SOCIAL_CARE, Ringing, to_ring
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.chronology.presenters.duties import LONG
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for
from followthrough.service.strategy import foretelling, queries, quorum
from followthrough.service.strategy.queries import Discussion


@dataclass(frozen=True)
class Desk:
    viewer: Viewer
    child: Child
    chronicle: Chronicle
    duties: tuple[Duty, ...]  # that wait
    telling: Telling

    @property
    def rules(self) -> Rulebook:
        return rulebook.current()

    @property
    def teams(self) -> Mapping[str, Team]:
        return self.telling.teams

    @cached_property
    def kinds(self) -> dict[str, str]:
        return quorum.kinds_of(self.teams.values())

    @property
    def own_kind(self) -> str:
        return self.kinds.get(self.viewer.agency, "")

    @cached_property
    def discussions(self) -> list[Discussion]:
        return queries.discussions(self.chronicle)

    @property
    def wants_discussion(self) -> list[Duty]:
        """What is owed and a strategy discussion would meet, the soonest first; without the leftovers of years."""
        met, rules = foretelling.is_met_by_discussion, self.rules
        recent = [each for each in self.duties if each.due_at >= self.telling.now - LONG]
        return [each for each in recent if met(each.procedure, each.version, rules)]

    def team_there(self, agency: str) -> Team | None:
        """The team that is asked now."""
        return quorum.team_there(agency, self.teams.values(), self.telling.now)

    def ring(self, team: Team) -> Ringing:
        return to_ring(team, self.teams.values(), self.telling.now)

    def title(self, agency: str) -> str:
        return self.telling.agency(agency)

    @property
    def social_care(self) -> Team | None:
        """Who has to hold a discussion, as they are there now."""
        return self.team_there(SOCIAL_CARE)


def desk_of(request: HttpRequest, child_id: str, *, owes: bool = True) -> Desk:
    """The middleware has opened the child before: checked, and written down. `owes` where what is owed is told."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    child = children.child(viewer, child_id)
    if child is None:
        raise NotVisible()
    subject = Subject("child", child.pk)
    held = chronicle(viewer, subject, request.records)  # type: ignore[attr-defined]
    duties = list(duties_for(viewer, subject=subject, is_waiting=True).filter(ended_at=None)) if owes else []
    return Desk(viewer, child, held, tuple(duties), telling_of(viewer, held, duties, known={child.pk: child.name}))
