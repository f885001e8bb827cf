"""Which questions about a child are open, who answers each, and who reads the case besides its worker?

There is no table of them: the record says it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import queries as access
from followthrough.service.access.policies import NotVisible
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry, chronicle
from followthrough.service.chronology.standing import latest, own_entries, standing
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for

ASKED, ANSWERED, LEFT_OPEN, NAMED = "question.asked", "question.answered", "question.left-open", "second-reader.named"
ALLOCATED, OPEN_CASE = "case.allocated", "open-to-social-care"


@dataclass(frozen=True)
class Question:
    """`later` are the times at which somebody said why it stays open, in order."""

    asked: Entry
    later: tuple[Entry, ...] = ()
    answer: Entry | None = None

    @property
    def key(self) -> str:
        return str(self.asked.event.data["question"])

    @property
    def latest(self) -> Entry:
        """What runs its clock now."""
        return self.later[-1] if self.later else self.asked


@dataclass(frozen=True)
class Case:
    """The open case, with the worker it is allocated to and who reads it besides."""

    key: str
    agency: str
    worker: Entry | None
    reader: Entry | None


@dataclass(frozen=True)
class Curious:
    """All that the pages tell. `duties` are those that wait."""

    viewer: Viewer
    child: Child
    chronicle: Chronicle
    duties: tuple[Duty, ...]
    telling: Telling

    @property
    def questions(self) -> list[Question]:
        return questions(self.chronicle)

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
    def teams(self) -> list[tuple[str, str]]:
        """Who can be asked: teams of agencies that work with the child, so that nobody is told of a child by it."""
        there = {each.agency_id for each in access.involvements(self.viewer, self.chronicle.records | {self.child.pk})}
        there |= {self.viewer.agency}
        found = {key: str(team) for key, team in self.telling.teams.items() if team.agency_id in there}
        return sorted(found.items(), key=lambda pair: pair[1])


def curious(request: HttpRequest, child_id: str) -> Curious:
    """The middleware has opened the child: checked, and written down."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    child = children.child(viewer, child_id)
    if child is None:
        raise NotVisible()
    subject = Subject("child", child.pk)
    held = chronicle(viewer, subject, request.records)  # type: ignore[attr-defined]
    duties = list(duties_for(viewer, subject=subject, is_waiting=True).filter(ended_at=None))
    return Curious(viewer, child, held, tuple(duties), telling_of(viewer, held, duties, known={child.pk: child.name}))


def questions(chronicle: Chronicle) -> list[Question]:
    """In the order in which they were asked."""
    found: dict[str, Question] = {}
    for each in own_entries(chronicle):
        key = str(each.event.data.get("question", ""))
        before = found.get(key)
        if each.event.kind == ASKED:
            found.setdefault(key, Question(each))
        elif before is not None and each.event.kind == LEFT_OPEN:
            found[key] = Question(before.asked, (*before.later, each), None)
        elif before is not None and each.event.kind == ANSWERED:
            found[key] = Question(before.asked, before.later, each)
    return list(found.values())
