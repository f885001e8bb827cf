"""What every page here is made from: the questions, who reads the case besides its worker, and who can be asked."""

from __future__ import annotations

from django.http import HttpRequest

from followthrough.service.access import queries as access
from followthrough.service.agencies.queries import who_could_read
from followthrough.service.chronology import desk
from followthrough.service.chronology.standing import latest, own_entries, standing
from followthrough.service.core.managing import LEAD
from followthrough.service.curiosity import queries
from followthrough.service.curiosity.queries import ALLOCATED, NAMED, OPEN_CASE, READ, Case, Question
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
        read = [
            each for each in entries if each.event.kind == READ and each.event.data.get("case") == begun.data["case"]
        ]
        reader = named[-1] if named else None
        return Case(str(begun.data["case"]), begun.agency, latest(since, ALLOCATED), reader, tuple(read[::-1]))

    @property
    def may_read(self) -> list[tuple[str, str]]:
        """Who can be named: people of the agency, and whoever answers for safeguarding in another. Not the worker, nor
        who names, nor anybody whom the family has had by name.
        """
        case = self.case
        known = {
            each.practitioner_id for each in access.involvements(self.viewer, self.chronicle.records | {self.child.pk})
        }
        known |= {
            self.viewer.practitioner_id,
            str(case.worker.event.data.get("to", "")) if case and case.worker else "",
        }
        found = who_could_read(self.viewer.agency, {LEAD})
        own = [(who, team.agency_id != self.viewer.agency, name, team) for who, (name, team) in found.items()]
        offered = sorted((each for each in own if each[0] not in known), key=lambda each: each[1:3])
        return [(who, f"{name}, {team}") for who, _, name, team in offered]

    @property
    def may_be_asked(self) -> list[tuple[str, str]]:
        """Who can be asked: teams of agencies that work with the child, so that nobody is told of a child by it."""
        there = {each.agency_id for each in access.involvements(self.viewer, self.chronicle.records | {self.child.pk})}
        there |= {self.viewer.agency}
        found = {key: str(team) for key, team in self.teams.items() if team.agency_id in there}
        return sorted(found.items(), key=lambda pair: pair[1])


def desk_of(request: HttpRequest, child_id: str) -> Desk:
    return desk.desk_of(Desk, request, child_id)
