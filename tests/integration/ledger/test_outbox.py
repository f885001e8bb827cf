"""A letter goes out, is tried again, and when it fails for good a person owes something."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.core.audit.models import AuditRow
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import delivery, outbox
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Outbox
from integration.ledger.practice import DAY, NURSE, START, ledger, records, sent

pytestmark = pytest.mark.django_db


def nobody(agency: str, team: str, role: str) -> list[str]:
    return []


@pytest.fixture
def no_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(message: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError(f"no server for {message.to}")

    monkeypatch.setattr(EmailMessage, "send", refuses)


def letter() -> Outbox:
    with as_assessor():
        return Outbox.objects.get()


def test_a_letter_goes_to_those_who_stand_behind_the_team() -> None:
    records(sent())
    assert delivery.deliver() == (1, 0)
    (message,) = mail.outbox
    assert message.to == ["front-door@social-care.example"]
    assert f"/duties/{ledger()['ada share-received open'].id}/" in message.body
    said = re.findall(
        r"\b[a-z]+\b", (message.subject + message.body).replace(letter().duty_id, "").lower().replace("-", "_")
    )
    assert "ada" not in said


def test_a_letter_goes_once() -> None:
    records(sent())
    delivery.deliver()
    assert delivery.deliver() == (0, 0)
    assert len(mail.outbox) == 1


def test_a_letter_waits_for_its_time(time: FixedClock) -> None:
    with acting(NURSE):
        outbox.enqueue(key="k", to="a@b.example", subject="s", body="b", due_at=START + DAY)
    assert delivery.deliver() == (0, 0)
    time.at += DAY
    assert delivery.deliver() == (1, 0)


def test_the_same_key_is_written_once() -> None:
    with acting(NURSE):
        for _ in range(2):
            outbox.enqueue(key="k", to="a@b.example", subject="s", body="b")
    assert letter().key == "k"


@pytest.mark.usefixtures("no_mail_server")
def test_a_letter_that_cannot_go_is_tried_again_with_longer_waits(time: FixedClock) -> None:
    records(sent())
    waits = []
    for _ in range(3):
        assert delivery.deliver() == (0, 0)
        waits.append(letter().due_at - time.at)
        time.at = letter().due_at
    assert waits == [timedelta(minutes=each) for each in (1, 2, 4)]
    assert (letter().state, letter().last_error) == ("waiting", "ConnectionRefusedError")


@pytest.mark.usefixtures("no_mail_server")
def test_a_letter_that_fails_for_good_makes_a_duty_for_a_person(time: FixedClock) -> None:
    records(sent())
    first = letter()
    for _ in range(delivery.ATTEMPTS):
        delivery.deliver()
        with as_assessor():
            first.refresh_from_db()
        time.at = max(time.at, first.due_at)
    assert first.state == "failed"
    with as_assessor():
        event = Event.objects.get(kind="delivery.failed")
    assert (event.author, event.agency, event.data["message"]) == ("system:outbox", "social-care", first.id)
    duty = ledger()["ada failed-message-mended open"]
    assert (duty.debtor_agency, duty.debtor_role) == ("social-care", "team-manager")


def test_a_team_that_nobody_stands_behind_fails_at_once_and_one_duty_says_so(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_DIRECTORY = f"{__name__}.nobody"
    records(sent())
    # The letter of the new duty fails, too, and that makes no further one.
    assert delivery.deliver() == (0, 2)
    assert [key for key in ledger() if "failed-message-mended" in key] == ["ada failed-message-mended open"]
    with as_assessor():
        assert Event.objects.filter(kind="delivery.failed").count() == 1
    assert AuditRow.objects.filter(action="letter.settled", outcome="failed").count() == 2


def test_a_letter_in_trouble_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_DIRECTORY = f"{__name__}.nobody"
    with acting(NURSE):
        about = Subject("child", "ada")
        outbox.enqueue(key="1", to="police//", subject="s", body="b", about=about, due_at=START - DAY)
        outbox.enqueue(key="2", to="a@b.example", subject="s", body="b")

    def fails(_: Outbox) -> None:
        raise RuntimeError("it cannot be recorded")

    monkeypatch.setattr(delivery, "_make_it_a_duty", fails)
    assert delivery.deliver() == (1, 0)
    with as_assessor():
        assert Outbox.objects.get(key="1").state == "waiting"


def test_a_slow_mail_server_keeps_nobody_from_the_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(NURSE):
        for key in "abc":
            outbox.enqueue(key=key, to="a@b.example", subject="s", body="b")
    looks = iter([START, START, START + delivery.PATIENCE])
    monkeypatch.setattr(delivery.clock, "real_now", lambda: next(looks, START + delivery.PATIENCE))
    assert delivery.deliver() == (1, 0)
    monkeypatch.undo()
    assert delivery.deliver() == (2, 0)
