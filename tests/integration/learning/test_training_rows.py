"""The database lets nobody write a row of training whom the pages would refuse, and ties an answer to nobody."""

from __future__ import annotations

import pytest
from django.db import connection

from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.training import queries
from followthrough.service.learning.training.models import Answer, Audience, Course, Invitation
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.audits.test_rows import changed
from integration.learning.test_training import (
    SignIn,
    bring,
    course,
    duties,
    need,
    people,
    planned,
    signed_in,
    take,
)
from integration.sharing.world import World

__all__ = ["course", "signed_in"]  # fixtures
NEW_COURSE = """insert into training_course (id, title, words, recommendation, taught_by, made_by, made_at)
    values (%s, 'x', '', 'FT-1', 'camhs', %s, now())"""
NEW_GROUP = """insert into training_audience (id, course_id, agency, team, staff, headcount, is_priority)
    values (%s, %s, 'hospital', 'x', '', 3, false)"""
NEW_SESSION = """insert into training_session (id, course_id, begins_at, place, by_whom, held_event)
    values (%s, %s, now(), 'x', 'x', '')"""
NEW_REGISTER = """insert into training_register (id, session_id, "by", at, rows, faults)
    values (%s, %s, %s, now(), '[]', '[]')"""
CAME = "insert into training_attendance (session_id, person, agency, team) values (%s, %s, 'hospital', 'x')"
SAID = "insert into training_answer (id, session_id, stage, use, words) values (%s, %s, 'straight after', 'yes', '')"
ASKED = "insert into training_invitation (session_id, person, stage) values (%s, 'x', 'straight after')"
OTHERS = ("nurse", "duty.manager", "policy.lead")


def test_the_programme_is_written_by_the_learning_group_and_sessions_by_who_teaches(
    world: World, course: Course
) -> None:
    for n, other in enumerate((*OTHERS, "stranger")):
        assert changed(world, other, NEW_COURSE, f"c-{n}", world.viewer(other).practitioner_id) == 0
        assert changed(world, other, NEW_GROUP, f"g-{n}", course.pk) == 0
        assert changed(world, other, "update training_course set ended_at = now()") == 0
    for n, other in enumerate(OTHERS):
        assert changed(world, other, NEW_SESSION, f"s-{n}", course.pk) == 0
    assert changed(world, "stranger", NEW_SESSION, "s-8", course.pk) == 1, "of the service that teaches"
    lead = world.viewer("training.lead").practitioner_id
    assert changed(world, "training.lead", NEW_COURSE, "c-8", world.viewer("nurse").practitioner_id) == 0
    assert changed(world, "training.lead", NEW_COURSE, "c-9", lead) == 1
    assert changed(world, "training.lead", NEW_GROUP, "g-9", course.pk) == 1
    assert changed(world, "training.lead", "update training_course set title = 'y'") == 0
    assert changed(world, "training.lead", "delete from training_audience") == 0
    for other in OTHERS:
        assert changed(world, other, "update training_session set held_event = 'x'") == 0
    assert changed(world, "stranger", "update training_session set held_event = 'x'") == 1


def test_registers_and_who_came_are_written_by_who_teaches(world: World, course: Course, signed_in: SignIn) -> None:
    session = planned(world, signed_in("training.lead"), course)
    for n, other in enumerate(OTHERS):
        assert changed(world, other, NEW_REGISTER, f"r-{n}", session.pk, world.viewer(other).practitioner_id) == 0
        assert changed(world, other, CAME, session.pk, f"p-{n}") == 0
    clinician = world.viewer("stranger").practitioner_id
    assert changed(world, "stranger", NEW_REGISTER, "r-9", session.pk, clinician) == 1
    assert changed(world, "stranger", CAME, session.pk, "p-9") == 1
    for other in (*OTHERS, "stranger", "training.lead"):
        assert changed(world, other, "update training_attendance set agency = 'police'") == 0
        assert changed(world, other, "delete from training_attendance") == 0
    assert changed(world, "nurse", "update training_register set taken_at = now()") == 0


def test_nobody_reads_or_writes_who_is_asked_or_what_was_said(world: World, course: Course, signed_in: SignIn) -> None:
    lead = signed_in("training.lead")
    session = planned(world, lead, course)
    bring(lead, session, people(6))
    take(lead)
    for n, each in enumerate((*OTHERS, "stranger", "training.lead", "board.manager")):
        assert changed(world, each, SAID, f"a-{n}", session.pk) == changed(world, each, ASKED, session.pk) == 0
        assert changed(world, each, "delete from training_invitation") == 0
        with acting(world.viewer(each)):
            assert Answer.objects.count() == Invitation.objects.count() == 0
    with acting(Viewer.system("training")):
        assert Invitation.objects.count() == 12, "six people, at two stages"
    assert changed(world, "training.lead", "update training_answer set words = 'x'") == 0


def test_an_answer_holds_nothing_of_who_gave_it_and_few_are_not_shown(
    world: World, course: Course, signed_in: SignIn
) -> None:
    lead, names = signed_in("training.lead"), ("day", "duty", "nurse", "sister", "constable")
    session = planned(world, lead, course)
    rows = "".join(f"{world.people[each].email},social-care,Front door\n" for each in names)
    bring(lead, session, rows + people(3))
    take(lead)
    page, at = f"/training/sessions/{session.pk}/", f"/training/sessions/{session.pk}/answer/now/"
    for name in names[:4]:
        assert signed_in(name).post(at, {"use": "yes", "words": f"Said {name}"}).status_code == 302
    shown = lead.get(page).content.decode()
    assert "Answers are coming in." in shown and "Said day" not in shown
    signed_in(names[4]).post(at, {"use": "no", "words": "Said constable"})
    assert lead.get(page).content.decode().count("Said ") == 0
    with acting(Viewer.system("training")), connection.cursor() as cursor:
        cursor.execute("select * from training_answer")
        columns, kept = [each.name for each in cursor.description or ()], str(cursor.fetchall())
        digests = [queries.digest_of(world.viewer(name)) for name in names]
        asked = set(Invitation.objects.filter(stage="straight after").values_list("person", flat=True))
    assert columns == ["id", "stage", "use", "words", "session_id"]
    assert not any(each in kept for each in digests), "nothing in the row leads to a person"
    assert len(asked) == 3 and not asked & set(digests), "the invitation went with the answer"
    lead.post(f"{page}written-down/now/")
    assert "Said day" in lead.get(page).content.decode(), "now that nobody can answer any more"
    with acting(Viewer.system("training")):
        assert not Invitation.objects.filter(stage="straight after").exists(), "who did not answer is not kept either"


@pytest.mark.parametrize(
    ("headcount", "came", "told"),
    [(3, 3, 100), (3, 2, None), (3, 0, None), (20, 3, None), (20, 9, 45), (20, 16, None), (20, 18, 90), (20, 19, 90),
     (20, 25, 100), (10, 8, None)],
)  # fmt: skip
def test_a_count_is_written_down_no_more_exactly_than_it_is_told(headcount: int, came: int, told: int | None) -> None:
    assert queries.percent_told(came, headcount) == told


def test_a_group_of_three_is_counted_only_when_all_have_come(world: World, course: Course, signed_in: SignIn) -> None:
    lead = signed_in("training.lead")
    need(lead, course, headcount="3")
    session, audience = planned(world, lead, course), Audience.objects.get()
    bring(lead, session, people(2))
    take(lead)
    answer = lead.post(f"/training/groups/{audience.pk}/count/", follow=True).content.decode()
    assert "The number would point at the few" in answer
    assert counted() == []
    bring(lead, session, people(3))
    take(lead)
    lead.post(f"/training/groups/{audience.pk}/count/")
    assert [each.data["percent_trained"] for each in counted()] == [100] and duties("priority-group-trained") == []


def test_a_session_to_which_few_came_says_so_in_no_event(world: World, course: Course, signed_in: SignIn) -> None:
    lead = signed_in("training.lead")
    session = planned(world, lead, course)
    bring(lead, session, people(2))
    take(lead)
    with as_assessor():
        (held,) = Event.objects.filter(kind="learning-session.held")
    assert "attended" not in held.data


def counted() -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind="training-group.counted"))
