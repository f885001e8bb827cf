"""A report that a letter could not be delivered is the fate of that letter; any other mail is left alone."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from followthrough.service.config.commands import read_bounces
from followthrough.service.ledger import bounces, channels, delivery
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Letter
from integration.ledger.practice import records, sent

pytestmark = pytest.mark.django_db
REPORT = """\
From: MAILER-DAEMON@mail.example
To: followthrough@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; front-door@social-care.example
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Subject: Followthrough
Message-ID: {name}

--b--
"""


@pytest.fixture
def letter() -> Letter:
    records(sent())
    delivery.deliver()
    with as_assessor():
        return Letter.objects.get()


def report(name: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(action=action, status=status, name=name).encode()


def fate(letter: Letter) -> tuple[str, str]:
    with as_assessor():
        letter.refresh_from_db()
    return letter.state, letter.last_error


def test_what_came_back_for_good_is_known_and_a_person_is_asked(letter: Letter) -> None:
    assert bounces.take(report(channels.message_id(letter.pk)))
    assert fate(letter) == ("bounced", "the mail server sent it back (5.1.1)")
    with as_assessor():
        assert Event.objects.filter(kind="delivery.failed").count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: Hello\n\nIs anybody there?",
        report("<somebody-else@mail.example>"),
        report("<" + "0" * 32 + "@localhost>"),
    ],
)
def test_any_other_mail_is_left_alone(letter: Letter, raw: bytes) -> None:
    assert not bounces.take(raw)
    assert fate(letter)[0] == "sent"


def test_what_is_only_late_is_not_lost(letter: Letter) -> None:
    assert not bounces.take(report(channels.message_id(letter.pk), action="delayed", status="4.4.1"))
    assert fate(letter)[0] == "sent"


def test_the_command_takes_what_is_ours_and_leaves_the_rest(
    letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(read_bounces, "make_ready", lambda: None)
    box = mailbox.Maildir(tmp_path / "box")
    box.add(report(channels.message_id(letter.pk)))
    box.add(b"Subject: Hello\n\nIs anybody there?")
    parser = read_bounces.argparse.ArgumentParser()
    read_bounces.add_arguments(parser)
    assert read_bounces.run(parser.parse_args([str(tmp_path / "box")])) == 0
    assert "1 came back" in capsys.readouterr().out and len(mailbox.Maildir(tmp_path / "box")) == 1
    assert fate(letter)[0] == "bounced"
