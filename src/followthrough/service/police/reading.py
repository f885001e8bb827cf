"""What each page of one attendance is made from: the child, the record as the viewer sees it, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Team
from followthrough.service.chronology import desk
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for
from followthrough.service.police import owing, queries
from followthrough.service.police.queries import Attendance
from followthrough.service.sharing.models import Leg

POLICE = "police"  # a kind of agency


@dataclass(frozen=True)
class Desk(desk.Opened):
    found: Attendance

    @property
    def is_police(self) -> bool:
        return is_police(self.viewer, self.teams)

    @cached_property
    def duties(self) -> list[Duty]:
        """What is still owed about the forms of this attendance, the soonest first."""
        forms = {entry.root for entry in self.found.forms.values()} | {each.root for each in self.found.checks.values()}
        wanted = self.found.roots | forms
        owed = duties_for(self.viewer, is_waiting=True).filter(
            subject_kind="child", subject_id__in=self.found.children, trigger__in=wanted, ended_at=None
        )
        return [each for each in owed if owing.is_about_forms(each)]

    @cached_property
    def legs(self) -> dict[str, Leg]:
        """By form, the part of its share that has come furthest; where the viewer's team has a part in it."""
        forms = [entry.root for entry in self.found.forms.values()]
        shared = Leg.objects.filter(share__kind=queries.FORM, share__child__in=self.found.children)
        legs = shared.exclude(state=Leg.State.REDIRECTED).select_related("team__agency", "share")
        ordered = sorted(legs, key=lambda leg: (Leg.State.values.index(leg.state), leg.pk))
        return {leg.share.items[0]: leg for leg in ordered if leg.share.items[0] in forms}

    @property
    def address(self) -> list[str]:
        return [self.child.pk, self.found.entry.root]


def desk_of(request: HttpRequest, child_id: str, event_id: str) -> Desk:
    viewer, child, held = desk.read(request, child_id)
    found = queries.attendance(held, event_id)
    if found is None or child.pk not in found.children:
        raise NotVisible()
    return Desk(viewer, child, held, desk.telling_beside(request, viewer, child, held), found)


def is_police(viewer: Viewer, teams: Mapping[str, Team]) -> bool:
    return any(team.agency_id == viewer.agency and team.agency.kind == POLICE for team in teams.values())
