"""What every page here is made from: the child, the record as the viewer sees it, and what is owed."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from followthrough.service.agencies.queries import names
from followthrough.service.chronology import desk
from followthrough.service.chronology.presenters.beside import Beside, beside
from followthrough.service.chronology.presenters.duties import LONG
from followthrough.service.decisions import queries
from followthrough.service.decisions.queries import Matter, Proposal
from followthrough.service.ledger.models import Duty


class Desk(desk.Desk):
    @property
    def owed(self) -> list[Duty]:
        """What a referral, a case or what was put forward has begun, without the leftovers of years."""
        matters = [*self.referrals, *self.cases, *self.helps]
        began = {each.id for each in matters} | {each.ended.root for each in matters if each.ended}
        began |= {each.id for each in self.proposals if not each.is_of_discussion}
        return [each for each in self.duties if each.trigger in began and each.due_at >= self.telling.now - LONG]

    @cached_property
    def beside(self) -> Beside:
        return beside(self.viewer, self.chronicle, self.telling)

    @cached_property
    def referrals(self) -> list[Matter]:
        return queries.referrals(self.chronicle)

    @cached_property
    def cases(self) -> list[Matter]:
        return queries.open_cases(self.chronicle, self.rules.vocabulary)

    @cached_property
    def helps(self) -> list[Matter]:
        return queries.helps(self.chronicle, self.rules.vocabulary)

    @cached_property
    def proposals(self) -> list[Proposal]:
        return queries.proposals(self.chronicle)

    @cached_property
    def own_name(self) -> str:
        """The viewer's."""
        return names({self.viewer.practitioner_id}).get(self.viewer.practitioner_id, "")

    @property
    def agencies(self) -> dict[str, str]:
        """Titles of those that are in the directory, by key."""
        found = {team.agency_id: team.agency.title for team in self.telling.teams.values()}
        return dict(sorted(found.items(), key=lambda pair: pair[1]))

    @property
    def agencies_here(self) -> dict[str, str]:
        """Of those that have written in what the viewer reads."""
        wrote = {row.agency for row in self.chronicle.rows.values()}
        return {key: title for key, title in self.agencies.items() if key in wrote}


def desk_of(request: HttpRequest, child_id: str, *, owes: bool = False) -> Desk:
    return desk.desk_of(Desk, request, child_id, owes=owes)
