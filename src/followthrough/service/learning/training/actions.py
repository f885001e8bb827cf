"""What people do for training: add a course, say who needs it, plan sessions, take in registers, ask what came of it.

Each that a clock rests on is an event about an agency, in the same transaction as its rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.urls import reverse

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access.policies import BOARD
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit, clock
from followthrough.service.core.suppressing import is_small
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.training import queries, registers
from followthrough.service.learning.training.models import (
    Answer,
    Attendance,
    Audience,
    Course,
    Invitation,
    Register,
    Session,
    Stage,
)
from followthrough.service.learning.training.policies import (
    check_can_count,
    check_can_lead,
    check_can_teach,
)
from followthrough.service.ledger.actions import NewEvent, record

BY: Final = Viewer.system("training")


class CannotDo(ValueError):
    """The message says what to do."""


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    groups = ("training-group.named", "training-group.counted", "training-group.ended")
    series = ("learning-sessions.agreed", "learning-sessions.ended")
    return (*groups, *series, "learning-session.held", "learning-session.evaluated")


@transaction.atomic
def add_course(*, title: str, words: str, recommendation: str, taught_by: str, by: Viewer) -> Course:
    """A service that teaches others agrees to a series of sessions, and has a clock for them."""
    check_can_lead(by)
    course = Course.objects.create(
        title=title,
        words=words,
        recommendation=recommendation,
        taught_by=taught_by,
        made_by=by.practitioner_id,
        made_at=clock.now(),
    )
    audit.record("training.course-added", by=by, detail={"course": course.pk})
    address = reverse("training:course", args=[course.pk])
    recommendations.carry(key=recommendation, title=f"Course: {title}", address=address, by=by)
    if taught_by != BOARD:
        _record("learning-sessions.agreed", taught_by, by, {"series": course.pk, "giving_agency": taught_by})
    return course


@transaction.atomic
def add_audience(
    *, course: Course, agency: str, team: str, staff: str, headcount: int, is_priority: bool, by: Viewer
) -> Audience:
    """A group that comes first has a clock of its own. Raises CannotDo for one that is named already."""
    check_can_lead(by)
    try:
        with transaction.atomic():
            audience = Audience.objects.create(
                course=course, agency=agency, team=team, staff=staff, headcount=headcount, is_priority=is_priority
            )
    except IntegrityError as error:
        raise CannotDo("This team is named for this course already.") from error
    if is_priority:
        more = {"staff": staff} if staff else {}
        data = {"group": audience.pk, "member_agency": agency, "course": course.title, **more}
        _record("training-group.named", agency, by, data)
    return audience


@transaction.atomic
def plan_session(*, course: Course, begins_at: datetime, place: str, by_whom: str, by: Viewer) -> Session:
    check_can_teach(by, course)
    session = Session.objects.create(course=course, begins_at=begins_at, place=place, by_whom=by_whom)
    audit.record("training.session-planned", by=by, detail={"session": session.pk})
    return session


@transaction.atomic
def bring_register(*, session: Session, raw: bytes, by: Viewer) -> Register:
    """Nothing comes in before somebody has seen it. Raises NoTable, and CannotDo before the session has begun."""
    check_can_teach(by, session.course)
    if session.begins_at > clock.now():
        raise CannotDo("The session has not begun yet. Bring the register after it.")
    read = registers.read(raw, agencies.agencies())
    return Register.objects.create(
        session=session, by=by.practitioner_id, at=clock.now(), rows=list(read.rows), faults=list(read.faults)
    )


@transaction.atomic
def take_register(*, register: Register, by: Viewer) -> int:
    """How many came in that had not before. The first register says that the session was held."""
    check_can_teach(by, register.session.course)
    session = Session.objects.select_for_update().get(pk=register.session_id)
    before = session.attendances.count()
    Attendance.objects.bulk_create(
        [Attendance(session=session, person=row[0], agency=row[1], team=row[2]) for row in register.rows],
        ignore_conflicts=True,
    )
    held = session.attendances.count()
    with acting(BY):
        _invite(session, [row[0] for row in register.rows])
    Register.objects.filter(pk=register.pk).update(taken_at=clock.now(), rows=[])
    audit.record("training.register-taken", by=by, detail={"session": session.pk, "came": held - before})
    if not session.held_event and held:
        _hold(session, held, by)
    return held - before


def _invite(session: Session, people: Collection[str]) -> None:
    """Who came and is counted for the first time is asked at both stages; who was counted before has been."""
    asked = set(Invitation.objects.filter(session=session).values_list("person", flat=True))
    Invitation.objects.bulk_create(
        [
            Invitation(session=session, person=each, stage=stage)
            for each in people
            if each not in asked
            for stage in Stage
        ]
    )


def _hold(session: Session, attended: int, by: Viewer) -> None:
    course = session.course
    data = {
        "series": course.pk,
        "session": session.pk,
        "held_on": session.begins_at.astimezone(LONDON).date(),
        "told_agency": BOARD,
        **({} if is_small(attended) else {"attended": attended}),
    }
    session.held_event = _record("learning-session.held", course.taught_by, by, data, at=session.begins_at)
    session.save(update_fields=["held_event"])


@transaction.atomic
def answer(*, session: Session, stage: Stage, use: str, words: str, by: Viewer) -> None:
    """Once, and only by who was there and while it is asked: the invitation goes, and the answer stays without whose
    it was. Raises CannotDo.
    """
    if stage not in queries.asked_of(by, session):
        raise CannotDo("You are not asked about this session now, or have answered already.")
    person = queries.digest_of(by)
    with acting(BY):  # who answers reads no answer
        taken, _ = Invitation.objects.filter(session=session, stage=stage, person=person).delete()
        if not taken:
            raise CannotDo("You have answered already.")
        Answer.objects.create(session=session, stage=stage, use=use, words=words)


@transaction.atomic
def write_down(*, session: Session, stage: Stage, by: Viewer) -> None:
    """That what was said at this stage has been looked at: it ends the duty to ask. Raises CannotDo."""
    check_can_lead(by)
    if stage not in queries.stages_open(session):
        raise CannotDo("Nothing is asked at this stage now.")
    number = queries.answered(session, stage)
    if not number:
        raise CannotDo("Nobody has answered yet. Remind those who came.")
    told = {} if is_small(number) else {"answered": number}
    _record(
        "learning-session.evaluated",
        session.course.taught_by,
        by,
        {"session": session.pk, "stage": stage.value, **told},
    )
    with acting(BY):  # who has not answered is known to nobody from now on
        Invitation.objects.filter(session=session, stage=stage).delete()


@transaction.atomic
def count(*, audience: Audience, by: Viewer) -> int:
    """How many of 100 came to the course, for the group’s clock. Raises CannotDo where that points at a few."""
    check_can_count(by, audience)
    if not audience.is_priority:
        raise CannotDo("Only a group that comes first has a clock. Its reach is shown all the same.")
    percent = queries.percent_told(queries.reached(audience), audience.headcount)
    if percent is None:
        raise CannotDo(
            "The number would point at the few who have come, or have not. Write it down when all of a small group "
            f"have come, or {queries.ENOUGH} of 100 of a larger one."
        )
    _record("training-group.counted", audience.agency, by, {"group": audience.pk, "percent_trained": percent})
    return percent


@transaction.atomic
def end_course(*, course: Course, by: Viewer) -> None:
    """No session is owed any more, and none of its groups comes first. What was done stays."""
    check_can_lead(by)
    if Course.objects.filter(pk=course.pk, ended_at=None).update(ended_at=clock.now()) == 0:
        raise CannotDo("The course has ended already.")
    audit.record("training.course-ended", by=by, detail={"course": course.pk})
    for audience in course.audiences.filter(is_priority=True):
        _record("training-group.ended", audience.agency, by, {"group": audience.pk})
    if course.taught_by != BOARD:
        _record("learning-sessions.ended", course.taught_by, by, {"series": course.pk})


def _record(kind: str, agency: str, by: Viewer, data: Mapping[str, Any], at: datetime | None = None) -> str:
    about = Subject("agency", agency)
    return record([NewEvent(kind=kind, subject=about, occurred_from=at or clock.now(), data=data)], by=by).event_ids[0]
