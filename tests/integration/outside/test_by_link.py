"""A GP practice without an account: a link by letter, a code by text, and every guess is answered alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from followthrough.service.assurance import invariants
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Letter, Outbox, Rung
from followthrough.service.outside import inviting, opening, people, policies
from followthrough.service.outside.models import Code, Link
from followthrough.service.sharing.models import Leg, Share
from integration.sharing import world as made
from integration.sharing.world import World

pytestmark = pytest.mark.django_db
PRACTICE = "mill-lane-surgery/by-link"
NAMES = ("Jonas", "Weber", "iron", "burn")


@pytest.fixture
def world(db: None, settings: Settings) -> Iterator[World]:
    settings.FOLLOWTHROUGH_CHANNELS = {
        **settings.FOLLOWTHROUGH_CHANNELS,
        "text": "followthrough.service.ledger.channels.kept_text",
    }
    with clock.use(made.started()) as at:
        world = made.build(at)
        people.enter(
            title="Mill Lane Surgery",
            kind="gp",
            email="reception@mill-lane.example",
            telephone="01632 960333",
            code_number="07700 900333",
            by=world.viewer("sister"),
        )
        yield world


@pytest.fixture
def share(world: World) -> Share:
    sent = world.send(PRACTICE)
    swept()
    return sent


def swept() -> None:
    """Twice: the first round finds what is owed, the second sends it."""
    sweep.run_once()
    sweep.run_once()


def link_in(words: str) -> str:
    found = re.search(r"/open/(\S+)", words)
    assert found is not None
    return found[0]


def letter() -> Any:
    return next(each for each in mail.outbox if "/open/" in each.body)


def code() -> str:
    texts = [each.body for each in mail.outbox if "Your code is" in each.body]
    found = re.search(r"Your code is (\d{6})", texts[-1])
    assert found is not None
    return found[1]


def opened(share: Share) -> Client:
    client, link = Client(), link_in(letter().body)
    client.post(link)
    swept()
    assert client.post(link, {"code": code()}).status_code == 302
    return client


def words(content: bytes) -> str:
    text = content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")]))


def leg(world: World, share: Share) -> Leg:
    return world.leg(share, PRACTICE)


def test_the_link_goes_by_email_and_the_code_by_text_and_neither_says_more(world: World, share: Share) -> None:
    assert letter().to == ["reception@mill-lane.example"]
    client, link = Client(), link_in(letter().body)
    before = words(client.get(link).content)
    assert not any(name in before for name in NAMES)
    client.post(link)
    swept()
    text = next(each for each in mail.outbox if "Your code is" in each.body)
    assert text.to == ["+447700900333@text.invalid"]
    for each in mail.outbox:
        assert not any(name in each.body + each.subject for name in NAMES)
    with as_assessor():
        assert set(Letter.objects.filter(address="+447700900333").values_list("channel", flat=True)) == {"text"}
        assert set(Outbox.objects.filter(link="/open/").values_list("secret", flat=True)) == {""}


def test_behind_it_they_read_acknowledge_by_name_and_say_what_they_did(world: World, share: Share) -> None:
    client = opened(share)
    said = words(client.get("/open/").content)
    assert "Jonas Weber" in said and "It was the iron" in said and "01632" in said
    assert "Enter your name and your job" in words(client.post("/open/receive/", {"name": ""}).content)
    assert client.post("/open/receive/", {"name": "Ann Reed, practice nurse"}).status_code == 302
    assert leg(world, share).state == "received"
    done = {"act-outcome": "acted", "act-what": "I rang the mother and saw Jonas today."}
    assert client.post("/open/act/", done).status_code == 302
    acted = leg(world, share)
    assert acted.state == "acted"
    sender = Client()
    sender.force_login(world.people["nurse"])
    page = words(sender.get(f"/shares/{share.reference}/").content)
    assert "Ann Reed, practice nurse" in page and "I rang the mother" in page
    assert invariants.broken() == []


def test_nothing_is_done_before_a_name_is_said(world: World, share: Share) -> None:
    client = opened(share)
    client.post("/open/act/", {"act-outcome": "acted", "act-what": "x"})
    assert leg(world, share).state == "sent"


def _guess(link: str, code: str) -> tuple[int, str, int]:
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(link, {"code": code})
    body = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return answer.status_code, body, len(asked)


def test_every_wrong_guess_is_the_same_page_and_the_same_work(world: World, share: Share) -> None:
    link = link_in(letter().body)
    Client().post(link)
    swept()
    right = code()
    wrong = _guess(link, "000000" if right != "000000" else "111111")
    guesses = {"no such link": _guess("/open/" + "x" * 43, right)}
    with acting(inviting.BY):
        Code.objects.update(until=clock.real_now() - timedelta(minutes=1))
    guesses["too old"] = _guess(link, right)
    with acting(inviting.BY):
        Code.objects.update(until=clock.real_now() + timedelta(minutes=9), used_at=clock.real_now())
    guesses["used"] = _guess(link, right)
    with acting(inviting.BY):
        Code.objects.update(used_at=None)
        Link.objects.update(opened_at=None)
    world.later(days=15)
    guesses["link expired"] = _guess(link, right)
    assert {name: each for name, each in guesses.items() if each != wrong} == {}
    assert wrong[0] == 200 and "That did not open anything" in wrong[1]
    assert AuditRow.objects.filter(action="link.refused").count() == 5


def test_asking_for_a_code_is_the_same_for_a_link_that_leads_nowhere(share: Share) -> None:
    asked = []
    for link in (link_in(letter().body), "/open/" + "x" * 43):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(link)
        asked.append((answer.status_code, re.sub(r'value="[^"]{20,}"', "", answer.content.decode()), len(queries)))
    assert asked[0] == asked[1]


def test_after_five_tries_even_the_right_code_opens_nothing(world: World, share: Share) -> None:
    link = link_in(letter().body)
    Client().post(link)
    swept()
    right = code()
    for n in range(opening.TRIES_AT_LINK):
        _guess(link, f"{(int(right) + n + 1) % 1_000_000:06}")
    assert _guess(link, right)[0] == 200


def test_a_code_opens_once_and_the_newest_alone(share: Share) -> None:
    link, client = link_in(letter().body), Client()
    client.post(link)
    swept()
    first = code()
    client.post(link)
    swept()
    second = code()
    assert first == second or Client().post(link, {"code": first}).status_code == 200
    assert Client().post(link, {"code": second}).status_code == 302
    assert Client().post(link, {"code": second}).status_code == 200


def test_a_session_ends_after_half_an_hour_and_without_a_code_there_is_nothing(share: Share) -> None:
    assert Client().get("/open/").status_code == 403
    client = opened(share)
    session = client.session
    session["opened_link"] = {**session["opened_link"], "until": "2013-01-01T00:00:00+00:00"}
    session.save()
    answer = client.get("/open/")
    assert answer.status_code == 403 and b"Jonas" not in answer.content


def test_reading_by_link_is_in_the_audit(world: World, share: Share) -> None:
    client = opened(share)
    client.get("/open/")
    rows = AuditRow.objects.filter(action="share.read", detail__by="link")
    assert rows.count() == 1 and rows[0].subject_id == world.child.pk
    assert AuditRow.objects.filter(action="link.opened", outcome="done").count() == 1


def test_what_nobody_opens_is_told_to_the_sender_with_the_number_to_ring(world: World, share: Share) -> None:
    world.later(hours=9)
    swept()
    with as_assessor():
        told = set(Rung.objects.values_list("tell_agency", "tell_role"))
    assert ("hospital", "safeguarding-lead") in told
    sender = Client()
    sender.force_login(world.people["nurse"])
    assert "01632 960333" in words(sender.get(f"/shares/{share.reference}/").content)


def test_a_letter_to_them_asks_nobody_to_sign_in(share: Share) -> None:
    theirs = [each.body for each in mail.outbox if each.to == ["reception@mill-lane.example"]]
    assert theirs and not any("Sign in" in body for body in theirs)


def test_a_link_is_made_once(world: World, share: Share) -> None:
    assert inviting.invite_due() == 0
    with acting(inviting.BY):
        assert Link.objects.count() == 1


def test_numbers_are_checked_by_a_person_who_answers_for_the_directory(world: World) -> None:
    with pytest.raises(policies.CannotEnterHere):
        people.enter(title="x", kind="gp", email="", telephone="", code_number="", by=world.viewer("nurse"))
    with pytest.raises(people.CannotEnter, match="mobile"):
        people.enter(
            title="x", kind="gp", email="", telephone="", code_number="01632 960333", by=world.viewer("sister")
        )
    client = Client()
    client.force_login(world.people["sister"])
    page = words(client.get("/organisations/").content)
    assert "Mill Lane Surgery" in page and "ends in 333" in page and "by Sister" in page
    assert "Enter a mobile number" in words(
        client.post(
            "/organisations/mill-lane-surgery/", {"email": "a@b.example", "telephone": "1", "code_number": "01632"}
        ).content
    )
