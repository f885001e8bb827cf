"""What every page here is made from: the child, the record as the viewer sees it, and what is owed about injuries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import SOCIAL_CARE, Ringing, on_duty, to_ring
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.injuries import queries
from followthrough.service.injuries.queries import Injury, Mark
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for


@dataclass(frozen=True)
class Desk:
    viewer: Viewer
    child: Child
    chronicle: Chronicle
    duties: tuple[Duty, ...]  # that wait
    telling: Telling

    @cached_property
    def injuries(self) -> list[Injury]:
        return queries.injuries(self.chronicle)

    def injury(self, identity: str) -> Injury:
        """By the id of any version of what was seen. Raises NotVisible."""
        entry = self.chronicle.entry(identity)
        found = next((each for each in self.injuries if entry and each.id == entry.root), None)
        if found is None:
            raise NotVisible()
        return found

    def mark(self, identity: str) -> tuple[Injury, Mark]:
        found = next(((each, mark) for each in self.injuries for mark in each.marks if mark.id == identity), None)
        if found is None:
            raise NotVisible()
        return found

    def owed_for(self, injuries: list[Injury]) -> list[Duty]:
        """What was begun by one of them, the soonest first."""
        began = {each.id for each in injuries}
        return [each for each in self.duties if began & {each.trigger, *each.because}]

    @property
    def social_care(self) -> Team | None:
        """Who is there now for a child in harm's way."""
        own = [team for team in self.telling.teams.values() if team.agency_id == SOCIAL_CARE]
        return on_duty(own, self.telling.now) or next((team for team in own if team.is_default), None)

    def ring(self, team: Team) -> Ringing:
        return to_ring(team, self.telling.teams.values(), self.telling.now)


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
