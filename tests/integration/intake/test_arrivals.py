"""Whatever comes is an arrival: nothing of it is run, and nothing that cannot be read is lost."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.service.intake import arrivals
from followthrough.service.intake.arrivals import attachment_of, from_mail
from integration.intake.mails import mail


def test_a_mail_is_read() -> None:
    read = from_mail(mail("Zażółć gęślą jaźń", files=(("Wójcik report.pdf", b"%PDF-1.7"),)))
    assert (read.sender, read.subject) == ("The Office <office@hillside.example>", "Fwd: worried about a pupil")
    assert read.text == "Zażółć gęślą jaźń"
    assert read.written_at == datetime(2013, 3, 28, 11, 5, tzinfo=UTC)
    assert [each["name"] for each in read.attachments] == ["Wójcik report.pdf"]
    assert attachment_of(read.original, 0) == ("Wójcik report.pdf", b"%PDF-1.7")
    assert attachment_of(read.original, 7) is None
    assert not read.problem


def test_the_same_mail_by_another_way_is_the_same_and_another_text_is_not() -> None:
    first, again = from_mail(mail()), from_mail(b"Received: by a third server\r\n" + mail())
    assert first.key == again.key
    assert from_mail(mail("Other words under the same Message-ID")).key != first.key
    assert from_mail(mail(number="2")).key != first.key


def test_markup_becomes_words_and_scripts_are_dropped() -> None:
    html = (
        b"Content-Type: text/html; charset=utf-8\r\nSubject: S\r\n\r\n<style>p{}</style><p>He is <b>cold</b>.</p>"
        b"<script>alert(1)</script><p>Fish &amp; chips</p>"
    )
    assert from_mail(html).text == "He is cold.\n\nFish & chips"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe not a mail at all",
        b"Subject: =?unknown-charset?B?//8=?=\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Date: the day before\r\nSubject: S\r\nFrom: <<>>,,;\r\n\r\nwords",
    ],
)
def test_what_is_broken_is_kept_whole(raw: bytes) -> None:
    read = from_mail(raw)
    assert base64.b64decode(read.original) == raw and read.key
    assert "\x00" not in read.text  # a database could not hold it


def test_what_is_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MOST_BYTES", 1000)
    read = from_mail(mail("words " * 400))
    assert read.problem == arrivals.TOO_LARGE and read.subject


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_nothing_makes_it_fail(noise: bytes) -> None:
    for raw in (noise, b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" + noise, noise + mail()):
        read = from_mail(raw)
        assert base64.b64decode(read.original) == raw
        assert not set(read.text + read.subject + read.sender) & {"\x00"}
        for number in range(len(read.attachments)):
            attachment_of(read.original, number)
