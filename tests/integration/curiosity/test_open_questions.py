"""Open questions: asked, answered or left open with a clock; a second reader is added, and the worker stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from integration.chronology.writing import plain, text_of, write
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


def test_a_manager_of_the_open_case_names_a_second_reader_and_the_worker_stays(world: World, signed_in: SignIn) -> None:
    manager = signed_in("duty.manager")
    assert "second pair" not in plain(text_of(manager, page(world))), "no case is open"
    write(world, "case.opened", local(2012, 1, 9, 9, 0), by="day", data={"case": "c-1"})
    day = world.people["day"].pk
    write(world, "case.allocated", local(2012, 1, 9, 10, 0), by="day", data={"case": "c-1", "to": day})
    assert "Second reader Nobody is named" in plain(text_of(manager, page(world)))
    assert duties("second-reader-named"), "one worker has had it for a year"
    for other in ("nurse", "day"):
        assert signed_in(other).get(f"{page(world)}second-reader/").status_code == 403
    manager.post(
        f"{page(world)}second-reader/", {"reader": "Alex Moor, senior practitioner", "why": "What we no longer ask"}
    )
    shown = plain(text_of(signed_in("nurse"), page(world)))
    assert "Alex Moor, senior practitioner, since 28 Mar 2013. What we no longer ask" in shown
    assert "Worker Day, Social-Care, since 9 Jan 2012" in shown


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
