"""A course from a recommendation: who needs it, a register that never doubles, reach, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.reviews.models import Review
from followthrough.service.learning.training import queries
from followthrough.service.learning.training.models import Answer, Attendance, Audience, Course, Register, Session
from followthrough.service.ledger import sweep
from integration.chronology.writing import plain
from integration.sharing.world import World, duties

SignIn = Callable[[str], Client]
HEAD = "Email,Agency,Team\n"


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


@pytest.fixture
def course(world: World, review: Review, signed_in: SignIn) -> Course:
    """The mental health service teaches social care, as a review asked."""
    manager = world.viewer("board.manager")
    with acting(manager):
        asked = Recommendation.objects.create(
            review=review,
            owner=Owner.LEARNING,
            asked=["board"],
            words="Learn from the mental health service.",
            made_by=manager.practitioner_id,
            made_at=clock.now(),
        )
    said = {"title": "Self-harm, and what helps", "words": "", "recommendation": asked.key, "taught_by": "camhs"}
    assert signed_in("training.lead").post("/training/courses/add/", said).status_code == 302
    return Course.objects.get()


def need(client: Client, course: Course, **said: str) -> str:
    told = {"agency": "social-care", "team": "Front door", "staff": "", "headcount": "20", "is_priority": "on", **said}
    return plain(client.post(f"/training/courses/{course.pk}/who/", told, follow=True).content.decode())


def planned(world: World, client: Client, course: Course) -> Session:
    """Six minutes from now; then it is over."""
    at = {"begins_at_day": "28", "begins_at_month": "3", "begins_at_year": "2013", "begins_at_time": "17:36"}
    told = {**at, "place": "Online", "by_whom": "Dr Foss, clinician"}
    assert client.post(f"/training/courses/{course.pk}/session/", told).status_code == 302
    world.later(hours=2)
    return Session.objects.latest("begins_at")


def bring(client: Client, session: Session, rows: str, head: str = HEAD) -> str:
    file = SimpleUploadedFile("register.csv", (head + rows).encode(), "text/csv")
    answer = client.post(f"/training/sessions/{session.pk}/register/", {"file": file}, follow=True)
    return plain(answer.content.decode())


def take(client: Client) -> str:
    with acting(Viewer.system("test")):
        register = Register.objects.latest("at", "id") if Register.objects.count() == 1 else _newest()
    return plain(client.post(f"/training/registers/{register.pk}/", follow=True).content.decode())


def _newest() -> Register:
    return Register.objects.filter(taken_at=None).latest("at")


def people(number: int, team: str = "Front door", agency: str = "social-care", start: int = 0) -> str:
    return "".join(f"p{start + each}@example.org,{agency},{team}\n" for each in range(number))


def test_a_course_and_its_recommendation_lead_to_each_other(course: Course, signed_in: SignIn) -> None:
    address, lead = f"/recommendations/{course.recommendation}/", signed_in("training.lead")
    shown = lead.get(address).content.decode()
    assert "Course: Self-harm, and what helps" in plain(shown) and f'href="/training/courses/{course.pk}/"' in shown
    assert f'href="{address}"' in lead.get(f"/training/courses/{course.pk}/").content.decode()
    assert address not in signed_in("nurse").get(f"/training/courses/{course.pk}/").content.decode()


def test_a_service_that_teaches_another_has_a_clock_and_a_group_that_comes_first_has_one(
    course: Course, signed_in: SignIn
) -> None:
    (owed,) = duties("learning-session-held")
    assert (owed.debtor_agency, owed.subject_kind, owed.subject_id) == ("camhs", "agency", "camhs")
    shown = need(signed_in("training.lead"), course)
    assert "Front door, Social-Care Order Comes first Who need it 20 Reached None yet" in shown
    (first,) = duties("priority-group-trained")
    assert (first.debtor_agency, Audience.objects.get().is_priority) == ("social-care", True)
    assert "named for this course already" in need(signed_in("training.lead"), course)
    need(signed_in("training.lead"), course, team="Office", is_priority="")
    assert len(duties("priority-group-trained")) == 1


def test_a_register_is_looked_at_first_keeps_good_rows_waiting_and_never_doubles(
    world: World, course: Course, signed_in: SignIn
) -> None:
    clinician = signed_in("stranger")  # of the service that teaches
    session = planned(world, clinician, course)
    shown = bring(clinician, session, people(6) + ",social-care,Front door\nx@example.org,Nowhere,Front door\n")
    assert "What would come in: 6 rows" in shown and "Row 8: The work e-mail address" in shown
    assert "Row 9: “Nowhere” is no agency of the partnership" in shown
    with acting(Viewer.system("test")):
        assert Attendance.objects.count() == 0
    assert "Taken in: 6 who had not been counted before." in take(clinician)
    assert duties("learning-session-held", ["met"]) != []
    world.later(minutes=1)
    bring(clinician, session, people(6) + "P0@Example.org,social-care,Front door\nnew@example.org,police,Response\n")
    shown = take(clinician)
    assert "Taken in: 1 who had not been counted before." in shown
    assert "Front door, Social-Care How many 6" in shown and "Response, Police How many Fewer than 5" in shown
    with acting(Viewer.system("test")):
        assert "example" not in str(list(Attendance.objects.values())) + str(list(Register.objects.values()))


def test_a_team_that_is_no_group_of_the_course_is_pointed_at_before_it_comes_in(
    world: World, course: Course, signed_in: SignIn
) -> None:
    need(signed_in("training.lead"), course, team="Front door")
    clinician = signed_in("stranger")
    shown = bring(
        clinician,
        planned(world, clinician, course),
        people(2, team="FRONT DOOR") + people(1, team="Frontdoor", start=5),
    )
    assert "FRONT DOOR, Social-Care Rows 2 Is it a group of this course? Yes" in shown
    assert "Frontdoor, Social-Care Rows 1 Is it a group of this course? No group has this name" in shown


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ("Name,Place\n", "a,b\n", "needs the columns email, agency and team"),
        (HEAD, "", "The file has no rows"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_what_to_do(
    world: World, course: Course, signed_in: SignIn, head: str, rows: str, said: str
) -> None:
    session = planned(world, signed_in("training.lead"), course)
    assert said in bring(signed_in("training.lead"), session, rows, head)


def test_reach_is_told_by_team_and_never_points_at_the_few_who_did_not_come(
    world: World, course: Course, signed_in: SignIn
) -> None:
    lead = signed_in("training.lead")
    for team, headcount in (("Front door", "20"), ("Out of hours", "4"), ("Reviewers", "12")):
        need(lead, course, team=team, headcount=headcount)
    session = planned(world, lead, course)
    bring(lead, session, people(9) + people(3, "Out of Hours", start=20) + people(10, "Reviewers", start=40))
    take(lead)
    shown = plain(signed_in("nurse").get(f"/training/courses/{course.pk}/").content.decode())
    assert "20 Reached 9 (45 %)" in shown and "4 Reached Not all" in shown and "12 Reached All but a few" in shown


def test_the_count_of_a_group_that_comes_first_ends_its_duty_when_nine_of_ten_came(
    world: World, course: Course, signed_in: SignIn
) -> None:
    lead = signed_in("training.lead")
    need(lead, course, headcount="10")
    session, audience = planned(world, lead, course), Audience.objects.get()
    bring(lead, session, people(8))
    take(lead)
    lead.post(f"/training/groups/{audience.pk}/count/")
    assert len(duties("priority-group-trained")) == 1
    bring(lead, session, people(9))
    take(lead)
    assert signed_in("nurse").post(f"/training/groups/{audience.pk}/count/").status_code == 403
    lead.post(f"/training/groups/{audience.pk}/count/")
    assert duties("priority-group-trained") == []


def test_who_came_is_asked_at_once_and_three_months_later_and_nobody_else(
    world: World, course: Course, signed_in: SignIn
) -> None:
    lead, worker = signed_in("training.lead"), signed_in("day")
    session = planned(world, lead, course)
    bring(lead, session, f"{world.people['day'].email},social-care,Front door\n" + people(5))
    take(lead)
    at = f"/training/sessions/{session.pk}"
    assert "straight after" in plain(worker.get("/training/").content.decode())
    assert "You are asked" not in plain(signed_in("nurse").get("/training/").content.decode())
    assert signed_in("nurse").get(f"{at}/answer/now/").status_code == 404
    assert worker.get(f"{at}/answer/later/").status_code == 404
    lead.post(f"{at}/written-down/now/")
    assert len(duties("session-evaluated")) == 1, "nobody has answered yet"
    assert worker.post(f"{at}/answer/now/", {"use": "yes", "words": "I ask about sleep."}).status_code == 302
    assert worker.get(f"{at}/answer/now/").status_code == 404
    assert "Answers are coming in." in plain(lead.get(f"{at}/").content.decode())
    assert "I ask about sleep." not in plain(worker.get(f"{at}/").content.decode())
    lead.post(f"{at}/written-down/now/")
    assert "Fewer than 5 answered" in plain(lead.get(f"{at}/").content.decode())
    assert duties("session-evaluated") == [] and duties("session-effect-asked") == []
    world.at.at += timedelta(days=93)
    sweep.run_once(adopts=False)
    assert "three months later" in plain(worker.get("/training/").content.decode())
    assert "Have you used it in your work?" in plain(worker.get(f"{at}/answer/later/").content.decode())
    worker.post(f"{at}/answer/later/", {"use": "partly", "words": ""})
    lead.post(f"{at}/written-down/later/")
    assert duties("session-effect-asked") == [] and duties("session-effect-asked", ["met"]) != []
    with acting(Viewer.system("test")):
        assert sorted(Answer.objects.values_list("stage", "use")) == [
            ("straight after", "yes"),
            ("three months later", "partly"),
        ]


def test_nobody_reads_one_answer_by_looking_before_and_after_it(
    world: World, course: Course, signed_in: SignIn
) -> None:
    lead = signed_in("training.lead")
    session = planned(world, lead, course)
    names = ("day", "duty", "nurse", "sister", "constable", "duty.manager")
    bring(lead, session, "".join(f"{world.people[name].email},social-care,Front door\n" for name in names))
    take(lead)
    at, looks = f"/training/sessions/{session.pk}", []
    for number, name in enumerate(names):
        said = {"use": "yes", "words": f"I learned {number}."}
        assert signed_in(name).post(f"{at}/answer/now/", said).status_code == 302
        looks.append(plain(lead.get(f"{at}/").content.decode()))
    assert len(set(looks)) == 1 and "I learned" not in looks[-1]
    lead.post(f"{at}/written-down/now/")
    shown = plain(lead.get(f"{at}/").content.decode())
    assert all(f"I learned {number}." in shown for number in range(len(names))) and "Yes How many 6" in shown


def test_only_the_learning_group_keeps_the_programme_and_only_who_teaches_brings_a_register(
    world: World, course: Course, signed_in: SignIn
) -> None:
    nurse, clinician = signed_in("nurse"), signed_in("stranger")
    assert nurse.get("/training/").status_code == 200
    for address in ("/training/courses/add/", f"/training/courses/{course.pk}/who/"):
        assert nurse.get(address).status_code == clinician.get(address).status_code == 403
    session = planned(world, clinician, course)
    assert nurse.get(f"/training/sessions/{session.pk}/register/").status_code == 403
    bring(clinician, session, people(3))
    with acting(Viewer.system("test")):
        register = Register.objects.get()
    assert nurse.get(f"/training/registers/{register.pk}/").status_code == 404
    with acting(world.viewer("nurse")):
        assert Register.objects.count() == 0
    for address in ("courses/none/", "sessions/none/", "registers/none/"):
        assert clinician.get(f"/training/{address}").status_code == 404


def test_a_register_waits_for_its_session(world: World, course: Course, signed_in: SignIn) -> None:
    lead = signed_in("training.lead")
    session = planned(world, lead, course)
    world.at.at -= timedelta(hours=2)
    assert "has not begun yet" in bring(lead, session, people(3))


@pytest.mark.parametrize("address", ["", "courses/{course}/", "sessions/{session}/"])
def test_a_page_asks_the_database_little(world: World, course: Course, signed_in: SignIn, address: str) -> None:
    lead = signed_in("training.lead")
    need(lead, course)
    session = planned(world, lead, course)
    bring(lead, session, people(6))
    take(lead)
    path = "/training/" + address.format(course=course.pk, session=session.pk)
    lead.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert lead.get(path).status_code == 200
    ours = [each["sql"] for each in asked if "set_config" not in each["sql"] and "SAVEPOINT" not in each["sql"]]
    assert len(ours) <= 12, "\n".join(ours)
    assert queries.percent(30, 20) == 100


def test_a_course_that_ends_is_owed_no_more(course: Course, signed_in: SignIn) -> None:
    lead = signed_in("training.lead")
    need(lead, course)
    assert signed_in("stranger").post(f"/training/courses/{course.pk}/end/").status_code == 403
    assert "The course has ended." in plain(
        lead.post(f"/training/courses/{course.pk}/end/", follow=True).content.decode()
    )
    assert duties("priority-group-trained") == [] and duties("learning-session-held") == []
    assert "ended already" in plain(lead.post(f"/training/courses/{course.pk}/end/", follow=True).content.decode())
