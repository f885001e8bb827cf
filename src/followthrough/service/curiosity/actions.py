"""What people do here: ask, answer, leave open, name a second reader, read as one. Each is a fact by the one door."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access.relating import end_readings
from followthrough.service.agencies.queries import colleague, team_of_person
from followthrough.service.core import clock
from followthrough.service.core.ids import reference
from followthrough.service.core.managing import MANAGERS
from followthrough.service.core.viewer import Viewer
from followthrough.service.curiosity import queries
from followthrough.service.curiosity.queries import Case, Question
from followthrough.service.ledger import outbox
from followthrough.service.ledger.actions import CannotRecord, NewEvent, Recorded, record
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.notices import reference as reference_of

TOLD = "You are asked to read a case as its second reader. Sign in to see which, and why."


class CannotName(PermissionDenied):
    """The message says why."""


class CannotRead(PermissionDenied):
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
    """`reader` is a person's id. They may open the record until they have written what they found, or the case closes;
    they are told, and their team owes it. The worker stays: nothing is ended by it.
    """
    if not can_name(by, case):
        raise CannotName("A manager of the agency that has the case names the second reader.")
    person = colleague(reader)
    team = team_of_person(person) if person else None
    if person is None or team is None:
        raise CannotRecord("That person has no team now. Choose somebody else.")
    said = {"case": case.key, "reader": person.pk, "why": why, "reads_agency": team.agency_id, "reads_team": team.slug}
    done = _record(queries.NAMED, child_id, said, by)
    duty = next(iter(Duty.objects.filter(pk__in=done.duty_ids_opened, trigger=done.event_ids[0])), None)
    outbox.enqueue(
        key=f"{done.event_ids[0]}:reader",
        to=outbox.address_of(team.agency_id, team.slug, f"person:{person.pk}"),
        sentence=TOLD,
        reference=reference_of(duty.pk if duty else done.event_ids[0]),
        link=f"/duties/{duty.pk}/" if duty else "/",
        about=Subject("child", child_id),
        duty_id=duty.pk if duty else None,
        is_urgent=False,
    )
    return done


@transaction.atomic
def write_reading(*, child_id: str, case: Case, said: Mapping[str, type_of_value], by: Viewer) -> Recorded:
    """What the second reader has read and found. With it their part is done, and what opened the record to them."""
    if case.who_reads != by.practitioner_id:
        raise CannotRead("Only the second reader who is named for the case writes down what they found.")
    done = _record(queries.READ, child_id, {"case": case.key, **said}, by)
    end_readings(child_id=child_id, by=by)
    return done


def _record(kind: str, child_id: str, said: Mapping[str, type_of_value], by: Viewer, team: str = "") -> Recorded:
    agency, _, slug = team.partition("/")
    data = {**said, "answers_agency": agency, "answers_team": slug, "by": by.practitioner_id}
    given = {name: value for name, value in data.items() if value}
    new = NewEvent(kind=kind, subject=Subject("child", child_id), occurred_from=clock.now(), data=given)
    return record([new], by=by)
