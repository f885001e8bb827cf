"""Which courses are there, whom have they reached, and who is asked what came of a session?

Counts by agency and team only. Who did not come cannot be asked: no list of people is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.suppressing import LEAST
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.recommendations.models import Recommendation
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
from followthrough.service.learning.training.policies import check_can_teach
from followthrough.service.learning.training.registers import person_of
from followthrough.service.ledger import queries as ledger

ENOUGH = 90  # of 100, as the procedure of a group that comes first has it
PROCEDURES = {Stage.AFTER: "session-evaluated", Stage.LATER: "session-effect-asked"}


@dataclass(frozen=True)
class Reach:
    audience: Audience
    came: int


def courses(viewer: Viewer) -> list[Course]:
    return list(Course.objects.prefetch_related("audiences", "sessions"))


def course(viewer: Viewer, course_id: str) -> Course:
    found = Course.objects.prefetch_related("audiences", "sessions").filter(pk=course_id).first()
    if found is None:
        raise NotVisible()
    return found


def session(viewer: Viewer, session_id: str) -> Session:
    found = Session.objects.select_related("course").filter(pk=session_id).first()
    if found is None:
        raise NotVisible()
    return found


def audience(viewer: Viewer, audience_id: str) -> Audience:
    found = Audience.objects.select_related("course").filter(pk=audience_id).first()
    if found is None:
        raise NotVisible()
    return found


def register(viewer: Viewer, register_id: str) -> Register:
    """For whoever may bring one. Raises NotVisible and CannotTrain."""
    found = Register.objects.select_related("session__course").filter(pk=register_id).first()
    if found is None:
        raise NotVisible()
    check_can_teach(viewer, found.session.course)
    return found


def recommendations(viewer: Viewer) -> list[Recommendation]:
    """Those that the viewer may read: row-level security says which."""
    return list(Recommendation.objects.all())


@as_part("training")
def reach(course: Course) -> list[Reach]:
    """For each group that needs the course, how many different people of it came to any session."""
    held = Attendance.objects.filter(session__course=course).values_list("agency", "team", "person").distinct()
    people: dict[tuple[str, str], set[str]] = {}
    for agency, team, person in held:
        people.setdefault((agency, team.lower()), set()).add(person)
    return [Reach(each, len(people.get((each.agency, each.team.lower()), ()))) for each in course.audiences.all()]


def reached(audience: Audience) -> int:
    return next(each.came for each in reach(audience.course) if each.audience.pk == audience.pk)


def percent(came: int, headcount: int) -> int:
    """Never more than all, where a team has grown since it was counted."""
    return min(100, round(100 * came / headcount))


def percent_told(came: int, headcount: int) -> int | None:
    """As exact as its page tells it, and no more: None where the number would point at the few who came, or did not.
    Where all but a few came, it says that 90 of 100 did, which is what the procedure asks.
    """
    left = headcount - came
    if left <= 0:
        return 100
    if came >= LEAST and left >= LEAST:
        return percent(came, headcount)
    return ENOUGH if headcount >= LEAST and 100 * came >= ENOUGH * headcount else None


@as_part("training")
def came(session: Session) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for agency, team in session.attendances.values_list("agency", "team"):
        found[agency, team] = found.get((agency, team), 0) + 1
    return found


@as_part("training")
def answers(session: Session, asked: Collection[Stage]) -> dict[Stage, list[Answer]]:
    """What was said at each stage that has answers. None of it while it is `asked`, for whoever looked before and after
    a colleague’s answer would read that one; and none where fewer answered than may be told.
    """
    found: dict[Stage, list[Answer]] = {}
    for each in session.answers.all():
        found.setdefault(Stage(each.stage), []).append(each)
    return {stage: said if stage not in asked and len(said) >= LEAST else [] for stage, said in found.items()}


@as_part("training")
def answered(session: Session, stage: Stage) -> int:
    return session.answers.filter(stage=stage).count()


def stages_open(session: Session) -> list[Stage]:
    """At which stages it is asked now: as long as the rulebook’s duty to ask is open."""
    return _open([session]).get(session.pk, [])


def asked_of(viewer: Viewer, session: Session) -> list[Stage]:
    """What a person who came is asked about a session, and has not answered yet."""
    return [stage for held, stage in waiting_for(viewer) if held.pk == session.pk]


@as_part("training")
def waiting_for(viewer: Viewer) -> list[tuple[Session, Stage]]:
    """Every session about which somebody is asked now."""
    asked = Invitation.objects.filter(person=digest_of(viewer)).select_related("session__course")
    invited = [each for each in asked if each.session.held_event]
    open_now = _open(each.session for each in invited)
    return [(each.session, Stage(each.stage)) for each in invited if each.stage in open_now.get(each.session_id, [])]


def _open(sessions: Iterable[Session]) -> dict[str, list[Stage]]:
    """Which of the two duties to ask is open, by session."""
    by_event = {each.held_event: each.pk for each in sessions if each.held_event}
    found: dict[str, list[Stage]] = {}
    for duty, _ in ledger.begun_by(by_event) if by_event else ():
        for stage, procedure in PROCEDURES.items():
            if duty.procedure == procedure and duty.state in ledger.WAITING:
                found.setdefault(by_event[duty.trigger], []).append(stage)
    return found


def digest_of(viewer: Viewer) -> str:
    """By the work e-mail address of the account, as registers have it; by the name to sign in where there is none."""
    person = Practitioner.objects.filter(pk=viewer.practitioner_id).first()
    return person_of((person.email or person.username) if person else "")
