"""Open questions: asked, answered or left open with a clock; a second reader is added, and the worker stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.queries import involvements
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Outbox
from integration.agencies import making
from integration.chronology.writing import plain, text_of, write
from integration.reliability.test_questions import ours
from integration.sharing import world as made
from integration.sharing.world import FRONT_DOOR, WARD, World, duties, local

SignIn = Callable[[str], Client]
QUESTION = "Who gives him his medicine at night?"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        subject = Subject("child", built.child.pk)
        access.involve(
            agency="social-care", team="front-door", subject=subject, reason="works with him", by=Viewer.system("test")
        )
        yield built


def page(world: World) -> str:
    return f"/children/{world.child.pk}/questions/"


def ask(client: Client, world: World, team: str = WARD, words: str = QUESTION) -> str:
    """The address at which it is answered."""
    said = {"words": words, "what_else": "Nobody does, and he sleeps badly", "team": team}
    assert client.post(f"{page(world)}ask/", said).status_code == 302
    shown = text_of(client, page(world))
    return shown.split(f'href="{page(world)}')[-1].split('"')[0]


def answer_at(client: Client, world: World) -> str:
    shown = text_of(client, page(world))
    start = shown.index("/answer/")
    return shown[shown.rindex('"', 0, start) + 1 : start] + "/answer/"


def test_a_question_stays_open_with_who_answers_it_until_it_is_answered(world: World, signed_in: SignIn) -> None:
    day, nurse = signed_in("day"), signed_in("nurse")
    assert "Nobody has asked" in plain(text_of(day, page(world)))
    ask(day, world)
    shown = plain(text_of(nurse, page(world)))
    assert f"Not answered yet (1) {QUESTION}" in shown
    assert "Asked by Day, Social-Care, 28 Mar 2013, 17:30" in shown
    assert "Nobody does, and he sleeps badly" in shown and "Ward, Hospital" in shown
    told = {"outcome": "answered", "from_whom": "", "what_else": "", "words": "His mother."}
    assert "Enter how you know" in nurse.post(answer_at(nurse, world), told).content.decode()
    nurse.post(answer_at(nurse, world), {**told, "from_whom": "I asked her"})
    shown = plain(text_of(day, page(world)))
    assert "Not answered yet (0)" in shown and "His mother. (I asked her) By whom Nurse, Hospital" in shown


def test_what_stays_open_says_why_and_its_clock_begins_again(world: World, signed_in: SignIn) -> None:
    day, nurse = signed_in("day"), signed_in("nurse")
    ask(day, world)
    assert [each.debtor_agency for each in duties("open-question-answered")] == ["hospital"]
    world.later(days=3)
    told = {
        "outcome": "stays-open",
        "from_whom": "",
        "what_else": "An aunt",
        "words": "I ask the night carer on Monday.",
    }
    assert nurse.post(answer_at(nurse, world), told).status_code == 302
    shown = plain(text_of(day, page(world)))
    assert "Not answered yet (1)" in shown
    assert "I ask the night carer on Monday. It could also be: An aunt (Nurse, Hospital" in shown
    (running,) = duties("open-question-answered")
    assert running.opened_at > local(2013, 3, 31, 0, 0), "its clock began again"
    assert signed_in("stranger").get(answer_at(day, world)).status_code == 404


def test_only_agencies_that_work_with_the_child_can_be_asked(world: World, signed_in: SignIn) -> None:
    form = text_of(signed_in("day"), f"{page(world)}ask/")
    assert "Ward, Hospital" in form and "Front-Door, Social-Care" in form and "Response, Police" not in form
    refused = signed_in("day").post(f"{page(world)}ask/", {"words": "?", "what_else": "", "team": "police/response"})
    assert refused.status_code == 200 and not duties("open-question-answered")


def a_year_with_one_worker(world: World) -> None:
    write(world, "case.opened", local(2012, 1, 9, 9, 0), by="day", data={"case": "c-1"})
    day = world.people["day"].pk
    write(world, "case.allocated", local(2012, 1, 9, 10, 0), by="day", data={"case": "c-1", "to": day})


def test_a_second_reader_is_a_person_who_is_told_may_read_and_writes_what_they_found(
    world: World, signed_in: SignIn
) -> None:
    manager = signed_in("duty.manager")
    assert "second pair" not in plain(text_of(manager, page(world))), "no case is open"
    a_year_with_one_worker(world)
    assert "Second reader Nobody is named" in plain(text_of(manager, page(world)))
    assert duties("second-reader-named"), "one worker has had it for a year"
    for other in ("nurse", "day"):
        assert signed_in(other).get(f"{page(world)}second-reader/").status_code == 403
    lead = world.people["lead"] = making.practitioner("lead", ("camhs", "community", "safeguarding-lead"))
    named, child = f"{page(world)}second-reader/", f"/children/{world.child.pk}/"
    reader = signed_in("lead")
    assert reader.get(child).status_code == 404
    # Chosen from people: not typed, not the worker, not who names, and of another agency only who answers there.
    with CaptureQueriesContext(connection) as asked:
        form = text_of(manager, named)
    assert len(ours([each["sql"].strip() for each in asked.captured_queries])) <= 12
    assert "Lead, Community, Camhs" in form and "Duty, Out-Of-Hours, Social-Care" in form
    for nobody in ("day", "duty.manager", "stranger"):
        assert world.people[nobody].pk not in form, nobody
    typed = manager.post(named, {"reader": "Alex Moor, senior practitioner", "why": ""})
    assert typed.status_code == 200 and not duties("second-reader-reads")
    manager.post(named, {"reader": lead.pk, "why": "What we no longer ask"})
    # Named is not read: the standing duty stays, and the reader's team owes the reading.
    assert duties("second-reader-named")
    (owed,) = duties("second-reader-reads")
    assert (owed.debtor_agency, owed.debtor_team) == ("camhs", "community")
    with as_assessor():
        letter = Outbox.objects.get(to=f"camhs/community/person:{lead.pk}")
    held = involvements(world.viewer("duty.manager"), {world.child.pk})
    (involved,) = [each for each in held if each.relationship == "second-reader"]
    assert letter.link == f"/duties/{owed.pk}/" and "Jonas" not in letter.sentence
    assert (involved.practitioner_id, involved.reason) == (lead.pk, "reads the case besides its worker")
    assert reader.get(child).status_code == 200
    shown = plain(text_of(reader, page(world)))
    assert "Lead, since 28 Mar 2013. What we no longer ask" in shown and "Nothing is written down yet" in shown
    assert "Worker Day, Social-Care, since 9 Jan 2012" in shown, "the worker stays"
    # Nobody writes it for them.
    read = f"{page(world)}second-reader/read/"
    assert read in text_of(reader, page(world)) and read not in text_of(manager, page(world))
    said = {"read": "The whole chronology", "found": "Nobody has seen his room.", "questions": "Who cooks?"}
    assert manager.post(read, said).status_code == 403
    assert "Enter what you found" in plain(reader.post(read, {**said, "found": ""}).content.decode())
    world.later(minutes=5)
    assert reader.post(read, said).status_code == 302
    shown = plain(text_of(manager, page(world)))
    assert "Nobody has seen his room. Read: The whole chronology Who cooks? Lead, Camhs, 28 Mar 2013" in shown
    assert not duties("second-reader-reads")
    (again,) = duties("second-reader-named", ["open"])
    assert again.due_at.year == 2014, "a year from the reading"
    assert reader.get(child).status_code == 404, "for as long as it is needed, and no longer"
    assert reader.post(read, said).status_code == 404


def test_another_reader_takes_over_and_the_end_of_the_case_ends_the_reading(world: World, signed_in: SignIn) -> None:
    a_year_with_one_worker(world)
    manager, child = signed_in("duty.manager"), f"/children/{world.child.pk}/"
    for name in ("first", "second"):
        world.people[name] = making.practitioner(name, ("camhs", "community", "safeguarding-lead"))
        world.later(minutes=5)
        manager.post(f"{page(world)}second-reader/", {"reader": world.people[name].pk, "why": ""})
    first, second = signed_in("first"), signed_in("second")
    assert (first.get(child).status_code, second.get(child).status_code) == (404, 200)
    world.later(minutes=5)
    write(world, "case.closed", world.at.at, by="day", data={"case": "c-1"})
    assert second.get(child).status_code == 404 and not duties("second-reader-reads")


def test_case_is_read_on_its_own_page_alone(world: World, signed_in: SignIn) -> None:
    a_year_with_one_worker(world)
    chosen = signed_in("day").post(f"/children/{world.child.pk}/record/", {"kind": "case.read-by-another"})
    assert chosen.headers["Location"] == page(world)


def test_more_questions_ask_the_database_no_more(world: World, signed_in: SignIn) -> None:
    day = signed_in("day")
    ask(day, world)
    with CaptureQueriesContext(connection) as few:
        day.get(page(world))
    for n in range(3):
        ask(day, world, team=FRONT_DOOR, words=f"Question {n}?")
    with CaptureQueriesContext(connection) as many:
        day.get(page(world))
    assert len(many) <= len(few)
