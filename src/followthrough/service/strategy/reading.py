"""What every page here is made from: the child, the record as the viewer sees it, the directory, and what is owed."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import SOCIAL_CARE
from followthrough.service.chronology import desk
from followthrough.service.chronology.presenters.duties import LONG
from followthrough.service.ledger.models import Duty
from followthrough.service.strategy import foretelling, queries, quorum
from followthrough.service.strategy.queries import Discussion


class Desk(desk.Desk):
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

    @property
    def social_care(self) -> Team | None:
        """Who has to hold a discussion, as they are there now."""
        return self.team_there(SOCIAL_CARE)


def desk_of(request: HttpRequest, child_id: str, *, owes: bool = True) -> Desk:
    return desk.desk_of(Desk, request, child_id, owes=owes)
