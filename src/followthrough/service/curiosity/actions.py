"""What people do here: ask, answer, leave open, name a second reader. Each is one fact through the one door."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.core import clock
from followthrough.service.core.ids import reference
from followthrough.service.core.managing import MANAGERS
from followthrough.service.core.viewer import Viewer
from followthrough.service.curiosity import queries
from followthrough.service.curiosity.queries import Case, Question
from followthrough.service.ledger.actions import NewEvent, Recorded, record


class CannotName(PermissionDenied):
    """The message says why."""


def can_name(viewer: Viewer, case: Case | None) -> bool:
    return case is not None and viewer.agency == case.agency and viewer.holds(MANAGERS)


@transaction.atomic
def ask(*, child_id: str, words: str, what_else: str, team: str, by: Viewer) -> Recorded:
    """`team` is "agency/team", and answers. Raises CannotRecord, in words; so does every action here."""
    return _record(queries.ASKED, child_id, {"question": reference(), "words": words, "what_else": what_else}, by, team)


@transaction.atomic
def answer(*, question: Question, words: str, from_whom: str, by: Viewer) -> Recorded:
    said = {"question": question.key, "words": words, "from_whom": from_whom}
    return _record(queries.ANSWERED, question.asked.event.subject.id, said, by)


@transaction.atomic
def leave_open(*, question: Question, words: str, what_else: str, team: str, by: Viewer) -> Recorded:
    """Its clock begins again, with `team`."""
    said = {"question": question.key, "words": words, "what_else": what_else}
    return _record(queries.LEFT_OPEN, question.asked.event.subject.id, said, by, team)


@transaction.atomic
def name_reader(*, child_id: str, case: Case, reader: str, why: str, by: Viewer) -> Recorded:
    """The worker stays: nothing is ended by it."""
    if not can_name(by, case):
        raise CannotName("A manager of the agency that has the case names the second reader.")
    return _record(queries.NAMED, child_id, {"case": case.key, "reader": reader, "why": why}, by)


def _record(kind: str, child_id: str, said: Mapping[str, type_of_value], by: Viewer, team: str = "") -> Recorded:
    agency, _, slug = team.partition("/")
    data = {**said, "answers_agency": agency, "answers_team": slug, "by": by.practitioner_id}
    given = {name: value for name, value in data.items() if value}
    new = NewEvent(kind=kind, subject=Subject("child", child_id), occurred_from=clock.now(), data=given)
    return record([new], by=by)
