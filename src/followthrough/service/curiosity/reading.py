"""What every page here is made from: the questions, who reads the case besides its worker, and who can be asked."""

from __future__ import annotations

from django.http import HttpRequest

from followthrough.service.access import queries as access
from followthrough.service.chronology import desk
from followthrough.service.chronology.standing import latest, own_entries, standing
from followthrough.service.curiosity import queries
from followthrough.service.curiosity.queries import ALLOCATED, NAMED, OPEN_CASE, Case, Question
from followthrough.service.ledger.models import Duty


class Desk(desk.Desk):
    @property
    def questions(self) -> list[Question]:
        return queries.questions(self.chronicle)

    def question(self, event_id: str) -> Question | None:
        """By the entry that asked it."""
        return next((each for each in self.questions if each.asked.root == event_id), None)

    def duty_of(self, question: Question) -> Duty | None:
        return next((each for each in self.duties if each.trigger == question.latest.root), None)

    @property
    def case(self) -> Case | None:
        entries = list(own_entries(self.chronicle))
        held = standing(entries, self.telling.vocabulary.states[OPEN_CASE])
        if not held:
            return None
        begun = held[-1].begun.event
        named = [each for each in entries if each.event.kind == NAMED and each.event.data["case"] == begun.data["case"]]
        since = [each for each in entries if each.event.occurred_from >= begun.occurred_from]
        return Case(str(begun.data["case"]), begun.agency, latest(since, ALLOCATED), named[-1] if named else None)

    @property
    def may_be_asked(self) -> list[tuple[str, str]]:
        """Who can be asked: teams of agencies that work with the child, so that nobody is told of a child by it."""
        there = {each.agency_id for each in access.involvements(self.viewer, self.chronicle.records | {self.child.pk})}
        there |= {self.viewer.agency}
        found = {key: str(team) for key, team in self.teams.items() if team.agency_id in there}
        return sorted(found.items(), key=lambda pair: pair[1])


def desk_of(request: HttpRequest, child_id: str) -> Desk:
    return desk.desk_of(Desk, request, child_id)
