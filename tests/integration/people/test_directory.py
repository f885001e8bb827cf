"""The directory: everybody reads it, an agency's own administrator keeps it, and what it was stays written down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Agency, DirectoryChange, Practitioner, Team
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from integration.agencies import making
from integration.cover.test_cover import plain
from integration.sharing.world import local
from integration.worklist.test_home import ours

pytestmark = pytest.mark.django_db
HERE = "/directory/of/police/"
SAID = {
    "title": "Night Desk",
    "telephone": "01632 960209",
    "email": "night@police.example",
    "office": "office",
    "opening_hours": "nights",
    "is_out_of_hours": "on",
}


@pytest.fixture
def at(db: None) -> Iterator[FixedClock]:
    with clock.use(FixedClock(local(2013, 3, 25, 10))) as at:
        for key, team in (("police", "response"), ("hospital", "ward"), ("board", "office")):
            making.agency(key, team)
        making.practitioner("police.admin", ("police", "response", "administrator"))
        making.practitioner("sergeant", ("police", "response", "team-manager"))
        making.practitioner("ward.admin", ("hospital", "ward", "administrator"))
        making.practitioner("board.admin", ("board", "office", "administrator"))
        yield at


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(Practitioner.objects.get(username=name))
    session = client.session
    session["proved_at"] = clock.real_now().timestamp()
    session.save()
    return client


def test_everybody_reads_the_directory_and_sees_which_numbers_were_never_rung(at: FixedClock) -> None:
    page = plain(client_of("sergeant").get("/directory/").content)
    assert "Police" in page and "01632 960000" in page and "Not rung yet" in page
    assert "Response" in plain(client_of("ward.admin").get(HERE).content)


def test_an_administrator_adds_a_team_and_it_answers_at_night(at: FixedClock) -> None:
    Team.objects.filter(agency="police").update(office="office")
    answer = client_of("police.admin").post(f"{HERE}add-team/", {**SAID, "slug": "night-desk"}, follow=True)
    assert "Night Desk is added." in answer.content.decode()
    at.at = local(2013, 3, 25, 23)
    teams = list(agencies.teams())
    asked = next(each for each in teams if each.slug == "response")
    assert to_ring(asked, teams, clock.now()).words.endswith("Ring Night Desk: 01632 960209")


def test_a_changed_number_is_dated_anew_and_what_it_was_stays_written_down(at: FixedClock) -> None:
    client = client_of("police.admin")
    client.post(f"{HERE}checked/")
    assert "Rung on Monday 25 March 2013." in plain(client.get(HERE).content)
    client.post(f"{HERE}change/", {"title": "Police", "telephone": "01632 960999"})
    page = plain(client.get(HERE).content)
    assert "Answered at every hour: 01632 960999. Nobody has rung it yet." in page
    assert "Police. Number: 01632 960000 became 01632 960999. Police Admin, 25 Mar 2013, 10:00" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        DirectoryChange.objects.update(words="nothing")


def test_the_team_that_takes_the_rest_is_handed_on_and_never_given_up(at: FixedClock) -> None:
    client = client_of("police.admin")
    client.post(f"{HERE}add-team/", {**SAID, "slug": "unit", "is_default": "on"})
    assert Team.objects.get(agency="police", is_default=True).slug == "unit"
    client.post(f"{HERE}team/unit/", SAID)
    assert Team.objects.get(agency="police", is_default=True).slug == "unit"


def test_numbers_that_are_old_are_asked_for_again(at: FixedClock) -> None:
    Agency.objects.filter(pk="police").update(checked_on=local(2012, 8, 1).date())
    assert "Ring it again" in plain(client_of("sergeant").get("/directory/").content)


@pytest.mark.parametrize(
    "said, words",
    [
        ({"slug": "Night Desk"}, "Use small letters, numbers and hyphens"),
        ({"slug": "response"}, "The agency has a team of that word"),
        ({"slug": "n", "telephone": "ring us"}, "Write the number with digits and spaces"),
        ({"slug": "n", "email": "nobody"}, "Type a whole address"),
    ],
)
def test_a_mistake_is_said_and_nothing_entered_is_lost(at: FixedClock, said: dict[str, str], words: str) -> None:
    page = client_of("police.admin").post(f"{HERE}add-team/", {**SAID, **said}).content.decode()
    assert words in page and "Night Desk" in page and Team.objects.filter(agency="police").count() == 1


def test_the_boards_administrator_adds_an_agency_with_its_first_team(at: FixedClock) -> None:
    client = client_of("board.admin")
    said = {"key": "camhs", "title": "Young Minds", "telephone": "01632 960500"}
    assert "Young Minds is in the directory." in client.post("/directory/add/", said, follow=True).content.decode()
    client.post("/directory/of/camhs/add-team/", {**SAID, "slug": "duty"})
    assert Team.objects.get(agency="camhs").is_default
    assert "Young Minds" in plain(client_of("sergeant").get("/directory/").content)


def test_nobody_else_changes_an_agency(at: FixedClock) -> None:
    for name in ("sergeant", "ward.admin"):
        client = client_of(name)
        for path in ("change/", "add-team/", "team/response/"):
            assert client.get(f"{HERE}{path}").status_code == 403
            assert client.post(f"{HERE}{path}", SAID).status_code == 403
        assert client.post(f"{HERE}checked/").status_code == 403
        assert client.get("/directory/add/").status_code == 403
    assert not DirectoryChange.objects.exists()


def test_the_pages_ask_few_questions_however_many_agencies_there_are(at: FixedClock) -> None:
    for number in range(5):
        making.agency(f"school-{number}", "office")
    client = client_of("police.admin")
    for path in ("/directory/", HERE, f"{HERE}change/", f"{HERE}team/response/"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(ours(asked)) <= 12, (path, len(ours(asked)))
