"""What became of each letter is seen by those it was for, and what did not arrive is passed on by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from followthrough.service.agencies import alerting
from followthrough.service.agencies.directory import reached_for
from followthrough.service.agencies.models import Bounds, Practitioner, Team
from followthrough.service.core import clock
from followthrough.service.ledger import delivery
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Letter
from followthrough.service.letters import actions, policies
from integration.sharing import world as made
from integration.sharing.world import OUT_OF_HOURS, World
from integration.worklist.test_home import ours

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        world = made.build(at)
        world.send(OUT_OF_HOURS)
        yield world


def bounce(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(message: EmailMessage, fail_silently: bool = False) -> int:
        raise delivery.Refused("the mail server refused the address (550)")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", lost)
        delivery.deliver()


def client(world: World, name: str) -> Client:
    found = Client()
    found.force_login(world.people[name])
    return found


def words(content: bytes) -> str:
    text = content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")]))


def letter() -> Letter:
    with as_assessor():
        return Letter.objects.get(address="out-of-hours@social-care.example")


def test_a_team_sees_its_letters_and_a_manager_those_of_the_agency(world: World) -> None:
    delivery.deliver()
    for name in ("duty", "duty.manager"):
        said = words(client(world, name).get("/letters/").content)
        assert "Sent is not read" in said and "Out-Of-Hours, Social-Care" in said
        assert "Jonas" not in said
    for name in ("day", "constable", "stranger"):
        assert "There is no such letter." in words(client(world, name).get("/letters/").content)


def test_what_came_back_is_passed_on_by_a_person_and_the_duty_is_met(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounce(monkeypatch)
    said = words(client(world, "duty.manager").get("/letters/?show=bad").content)
    assert "1 letter did not arrive. Somebody has to tell its reader." in said and "Came back" in said
    page = f"/letters/{letter().pk}/"
    manager = client(world, "duty.manager")
    assert "Why it did not arrive" in words(manager.get(page).content)
    assert "Choose how you passed it on" in words(manager.post(page, {}).content)
    assert manager.post(page, {"means": "telephone"}).status_code == 302
    assert "Passed on by a person" in words(manager.get("/letters/").content)
    with as_assessor():
        assert Duty.objects.get(procedure="failed-message-mended").state == "met"


def test_nobody_else_sees_or_mends_a_letter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bounce(monkeypatch)
    page = f"/letters/{letter().pk}/"
    for name in ("day", "constable", "stranger", "nurse"):
        assert client(world, name).get(page).status_code == 404
        assert client(world, name).post(page, {"means": "telephone"}).status_code == 404
    with pytest.raises(policies.NotYours):
        actions.pass_on(item=letter(), means="telephone", by=world.viewer("day"))


def test_a_duty_about_a_letter_leads_to_the_letters(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bounce(monkeypatch)
    with as_assessor():
        duty = Duty.objects.get(procedure="failed-message-mended")
    said = client(world, "duty.manager").get(f"/duties/{duty.pk}/").content.decode()
    assert 'href="/letters/"' in said and "See the letter" in said


def test_the_page_asks_few_questions(world: World) -> None:
    for _ in range(5):
        world.send(OUT_OF_HOURS)
    delivery.deliver()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client(world, "duty.manager").get("/letters/")
    assert len(ours(asked)) <= 12, [each["sql"] for each in ours(asked)]


def set_mobile(name: str, number: str = "07700 900123") -> None:
    Practitioner.objects.filter(username=name).update(telephone=number)


def test_a_person_chooses_within_what_the_manager_allows(world: World) -> None:
    set_mobile("duty.manager")
    manager = client(world, "duty.manager")
    assert manager.post("/letters/how/", {"for": "me"}).status_code == 200
    assert manager.post("/letters/how/", {"for": "me", "by": ["text"]}).status_code == 302

    def by() -> tuple[str, ...]:
        (found,) = reached_for("social-care", "out-of-hours", "team-manager")
        return found.urgent_by

    assert by() == ("text",)
    for bounds, wanted in ((Bounds.EMAIL, ("email",)), (Bounds.BOTH, ("email", "text")), (Bounds.FREE, ("text",))):
        said = {"for": OUT_OF_HOURS, "out-of-hours-bounds": bounds.value}
        assert manager.post("/letters/how/", said).status_code == 302
        assert by() == wanted
    assert "Out-Of-Hours: by text" in words(manager.get("/letters/how/").content)


def test_only_a_manager_of_the_team_says_what_may_be_chosen(world: World) -> None:
    team = Team.objects.get(slug="out-of-hours")
    for name in ("duty", "sister"):
        with pytest.raises(policies.NotYours):
            actions.bound(team=team, bounds=Bounds.TEXT, by=world.viewer(name))


def test_whoever_has_no_mobile_is_told_by_email_all_the_same(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_CHANNELS = {**settings.FOLLOWTHROUGH_CHANNELS, "text": "nowhere"}
    actions.choose(email=False, text=True, by=world.viewer("duty.manager"))
    set_mobile("duty.manager", "01632 960102")
    (found,) = reached_for("social-care", "out-of-hours", "team-manager")
    assert found.addresses(is_urgent=True) == [("email", "duty.manager@example.org")]


def test_what_is_urgent_for_a_team_is_texted_to_its_people_in_turn(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_CHANNELS = {**settings.FOLLOWTHROUGH_CHANNELS, "text": f"{__name__}.texted"}
    for number, name in enumerate(("duty", "duty.manager")):
        set_mobile(name, f"07700 90012{number}")
        actions.choose(email=False, text=True, by=world.viewer(name))
    delivery.deliver()
    for _ in range(3):
        world.later(minutes=5)
        world.send(OUT_OF_HOURS)
        delivery.deliver()
    with as_assessor():
        told = list(Letter.objects.filter(channel="text").order_by("written_at").values_list("person", flat=True))
    ids = {world.people[name].pk for name in ("duty", "duty.manager")}
    assert len(told) == 4 and set(told[:2]) == set(told[2:]) == ids, "each in turn, and nobody twice running"


def texted(letter: Letter, words: object) -> None:
    """A channel for texts that always works."""


@pytest.mark.parametrize(
    "written, sent",
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 7700-900123", "+447700900123"),
        ("01632 960102", ""),
        ("", ""),
    ],
)
def test_only_a_mobile_takes_a_text(written: str, sent: str) -> None:
    assert alerting.mobile(written) == sent


def test_no_letter_says_more_than_a_reference(world: World) -> None:
    delivery.deliver()
    assert all("Jonas" not in each.body + each.subject for each in mail.outbox)
