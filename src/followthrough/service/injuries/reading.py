"""What every page here is made from: the child, the record as the viewer sees it, and what is owed about injuries."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import SOCIAL_CARE, on_duty
from followthrough.service.chronology import desk
from followthrough.service.chronology.standing import own_entries, standing
from followthrough.service.injuries import queries
from followthrough.service.injuries.queries import Injury, Mark
from followthrough.service.ledger.models import Duty


class Desk(desk.Desk):
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
    def in_enquiry(self) -> bool:
        """Whether an enquiry into harm is under way."""
        return bool(standing(own_entries(self.chronicle), self.rules.vocabulary.states["enquiry-into-harm"]))

    @property
    def social_care(self) -> Team | None:
        """Who is there now for a child in harm's way."""
        own = [team for team in self.teams.values() if team.agency_id == SOCIAL_CARE]
        return on_duty(own, self.telling.now) or next((team for team in own if team.is_default), None)


def desk_of(request: HttpRequest, child_id: str, *, owes: bool = True) -> Desk:
    return desk.desk_of(Desk, request, child_id, owes=owes)
