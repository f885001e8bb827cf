"""A notice is put into letters, a letter goes out, is tried again, and when it fails for good a person owes a duty."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.core.audit.models import AuditRow
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import delivery, outbox
from followthrough.service.ledger.addressing import Reach
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Letter, Outbox
from integration.ledger.practice import DAY, NURSE, SOCIAL_CARE, START, happens, ledger, records, sent

pytestmark = pytest.mark.django_db
MENDED = "social-care failed-message-mended"


def nobody(agency: str, team: str, role: str, *, is_urgent: bool) -> list[Reach]:
    return []


@pytest.fixture
def no_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(message: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError(f"no server for {message.to}")

    monkeypatch.setattr(EmailMessage, "send", refuses)


def notice() -> Outbox:
    with as_assessor():
        return Outbox.objects.get()


def letter() -> Letter:
    with as_assessor():
        return Letter.objects.get()


def tell(**more: object) -> None:
    said = {"key": "k", "to": "a@b.example", "owner": "social-care/front-door", "sentence": "s", "reference": "r"}
    with acting(NURSE):
        outbox.enqueue(**(said | more))  # type: ignore[arg-type]


def test_a_letter_goes_to_those_who_stand_behind_the_team() -> None:
    records(sent())
    assert delivery.deliver() == (1, 0)
    (message,) = mail.outbox
    assert message.to == ["front-door@social-care.example"]
    assert f"/now/{ledger()['ada share-received open'].id}/" in message.body
    said = re.findall(
        r"\b[a-z]+\b", (message.subject + message.body).replace(str(notice().duty_id), "").lower().replace("-", "_")
    )
    assert "ada" not in said


def test_a_letter_goes_once() -> None:
    records(sent())
    delivery.deliver()
    assert delivery.deliver() == (0, 0)
    assert len(mail.outbox) == 1


def test_a_notice_waits_for_its_time(time: FixedClock) -> None:
    tell(due_at=START + DAY)
    assert delivery.deliver() == (0, 0)
    time.at += DAY
    assert delivery.deliver() == (1, 0)


def test_the_same_key_is_written_once() -> None:
    tell()
    tell()
    assert notice().key == "k"


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


def _try_for_ever(time: FixedClock) -> Letter:
    delivery.deliver()
    first = letter()
    for _ in range(delivery.ATTEMPTS):
        time.at = max(time.at, first.due_at)
        delivery.deliver()
        with as_assessor():
            first.refresh_from_db()
    return first


@pytest.mark.usefixtures("no_mail_server")
def test_a_letter_that_fails_for_good_makes_a_duty_for_a_person(time: FixedClock) -> None:
    records(sent())
    first = _try_for_ever(time)
    assert first.state == "failed"
    with as_assessor():
        event = Event.objects.get(kind="delivery.failed")
    assert (event.author, event.agency, event.data["message"]) == ("system:outbox", "social-care", first.id)
    duty = ledger(SOCIAL_CARE)[f"{MENDED} open"]
    assert (duty.debtor_agency, duty.debtor_role) == ("social-care", "team-manager")
    records(happens("message.passed-on", SOCIAL_CARE, message=first.id))
    assert f"{MENDED} met" in ledger(SOCIAL_CARE)


@pytest.mark.usefixtures("no_mail_server")
def test_a_typed_address_without_a_team_makes_a_duty_for_whoever_answers_for_it(time: FixedClock) -> None:
    tell()
    assert _try_for_ever(time).state == "failed"
    assert ledger(SOCIAL_CARE)[f"{MENDED} open"].debtor_agency == "social-care"


def test_nobody_can_write_to_an_address_that_nobody_answers_for() -> None:
    with pytest.raises(AssertionError, match="somebody has to mend it"):
        tell(owner="")


def test_an_address_that_the_server_refuses_for_good_came_back_and_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(message: EmailMessage, fail_silently: bool = False) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user here")})

    monkeypatch.setattr(EmailMessage, "send", refuses)
    records(sent())
    assert delivery.deliver() == (0, 1)
    with as_assessor():
        first = Letter.objects.get(address="front-door@social-care.example")
    assert (first.state, first.last_error) == ("bounced", "the mail server refused the address (550)")
    assert f"{MENDED} open" in ledger(SOCIAL_CARE)


def test_a_server_that_is_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(message: EmailMessage, fail_silently: bool = False) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (451, b"later")})

    monkeypatch.setattr(EmailMessage, "send", busy)
    records(sent())
    assert delivery.deliver() == (0, 0)
    assert letter().state == "waiting"


def test_a_team_that_nobody_stands_behind_fails_at_once_and_one_duty_says_so(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_DIRECTORY = f"{__name__}.nobody"
    records(sent())
    # The notice of the new duty fails, too, and that makes no further one.
    assert delivery.deliver() == (0, 1)
    assert delivery.deliver() == (0, 1)
    assert list(ledger(SOCIAL_CARE)) == [f"{MENDED} open"]
    with as_assessor():
        assert Event.objects.filter(kind="delivery.failed").count() == 1
    assert AuditRow.objects.filter(action="notice.found-nobody", outcome="failed").count() == 2


def test_a_letter_in_trouble_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(key="1", to="lost@b.example", due_at=START - DAY)
    tell(key="2")

    def sends(message: EmailMessage, fail_silently: bool = False) -> int:
        if message.to == ["lost@b.example"]:
            raise SMTPRecipientsRefused({message.to[0]: (550, b"")})
        return 1

    def fails(_: Letter) -> None:
        raise RuntimeError("it cannot be recorded")

    monkeypatch.setattr(EmailMessage, "send", sends)
    monkeypatch.setattr(delivery.failing, "make_duty_of_letter", fails)
    assert delivery.deliver() == (1, 0)
    with as_assessor():
        assert Letter.objects.get(address="lost@b.example").state == "waiting"


def test_a_slow_mail_server_keeps_nobody_from_the_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in "abc":
        tell(key=key)
    looks = iter([START, START, START + delivery.PATIENCE])
    monkeypatch.setattr(delivery.clock, "real_now", lambda: next(looks, START + delivery.PATIENCE))
    assert delivery.deliver() == (1, 0)
    monkeypatch.undo()
    assert delivery.deliver() == (2, 0)


def test_what_a_provider_says_later_is_the_letters_fate() -> None:
    records(sent())
    delivery.deliver()
    assert delivery.tell_fate(letter().id, arrived=True)
    assert letter().state == "delivered"
    assert delivery.tell_fate(letter().id, arrived=False, reason="no such telephone")
    assert delivery.tell_fate(letter().id, arrived=False, reason="no such telephone")
    with as_assessor():
        assert Event.objects.filter(kind="delivery.failed").count() == 1
    assert not delivery.tell_fate("unknown", arrived=True)


def test_a_secret_is_sealed_and_forgotten_when_its_letter_is_gone() -> None:
    tell(sentence="Your code is {secret}.", secret="73519")
    with as_assessor():
        assert Outbox.objects.filter(sentence__contains="73519").count() == 0
        assert str(Outbox.objects.get().__dict__["secret"]) == "(sealed)"
    delivery.deliver()
    assert "Your code is 73519." in mail.outbox[0].body
    assert notice().secret == ""


def test_a_letter_about_a_subject_names_neither_it_nor_its_kind() -> None:
    tell(about=Subject("child", "ada"))
    delivery.deliver()
    assert "child/ada" not in mail.outbox[0].body and "ada" not in mail.outbox[0].body.split()
