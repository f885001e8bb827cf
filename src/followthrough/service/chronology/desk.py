"""What the pages of one child are made from: the child, the record as the viewer sees it, the directory, what is owed.

A context that needs more has a desk of its own kind, with what it reads from these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import viewer_of
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import Ringing, to_ring
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.chronology.framework import capacity_from_16
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for


@dataclass(frozen=True)
class Opened:
    viewer: Viewer
    child: Child
    chronicle: Chronicle
    telling: Telling

    @property
    def rules(self) -> Rulebook:
        return rulebook.current()

    @property
    def teams(self) -> Mapping[str, Team]:
        return self.telling.teams

    @property
    def from_16(self) -> bool:
        """Whether the child is old enough for the law on capacity to speak of them."""
        return capacity_from_16(self.child.born_on, self.telling.now)

    def title(self, agency: str) -> str:
        return self.telling.agency(agency)

    def ring(self, team: Team) -> Ringing:
        return to_ring(team, self.teams.values(), self.telling.now)


@dataclass(frozen=True)
class Desk(Opened):
    duties: tuple[Duty, ...]  # that wait


_Desk = TypeVar("_Desk", bound=Desk)


def desk_of(kind: type[_Desk], request: HttpRequest, child_id: str, *, owes: bool = True) -> _Desk:
    """`owes` where what is owed is told."""
    viewer, child, held = read(request, child_id)
    duties = waiting(viewer, child) if owes else []
    telling = telling_of(viewer, held, duties, known={child.pk: child.name})
    return kind(viewer, child, held, telling, tuple(duties))


def read(request: HttpRequest, child_id: str) -> tuple[Viewer, Child, Chronicle]:
    """The middleware has opened the child before: checked, and written down. Raises NotVisible."""
    viewer = viewer_of(request)
    child = children.child(viewer, child_id)
    if child is None:
        raise NotVisible()
    return viewer, child, chronicle(viewer, Subject("child", child.pk), request.records)  # type: ignore[attr-defined]


def telling_beside(
    request: HttpRequest, viewer: Viewer, child: Child, held: Chronicle, also: Iterable[str] = ()
) -> Telling:
    """How it is told where the directory goes on to the frame of the page, which does not ask for it again."""
    telling = telling_of(viewer, held, [], also=set(also), known={child.pk: child.name})
    request.teams = list(telling.teams.values())  # type: ignore[attr-defined]
    return telling


def waiting(viewer: Viewer, child: Child) -> list[Duty]:
    """What is owed about the child and not done, the soonest first."""
    return list(duties_for(viewer, subject=Subject("child", child.pk), is_waiting=True).filter(ended_at=None))
