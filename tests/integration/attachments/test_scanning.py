"""A scanner is asked about each file, as clamd is asked; where it says no or nothing, the share goes without it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks import Warning
from pytest_django import Settings

from followthrough.service.attachments import scanning
from followthrough.service.attachments.kinds import LARGEST, Refused
from followthrough.service.attachments.models import Attachment
from followthrough.service.config.checks import files_are_scanned
from followthrough.service.config.safety import unsafe_scanner
from followthrough.service.core.viewer import acting
from followthrough.service.sharing.models import Share
from integration.attachments.clamd import EICAR, Clamd, Local, Server, serving
from integration.attachments.test_files import chosen, client_of
from integration.sharing.test_pages import ANSWERS, begin, press_send, text_of
from integration.sharing.world import World
from support import files


def test_what_is_clean_is_taken_and_what_is_not_is_refused_in_words(clamd: Server) -> None:
    scanning.check(b"a")
    scanning.check(b"\0" * LARGEST)
    with pytest.raises(Refused, match="scanner found something in it"):
        scanning.check(b"%PDF-" + EICAR)
    assert clamd.asked == [1, LARGEST, 5 + len(EICAR)]


def test_it_is_reached_by_a_socket_of_this_machine_too(settings: Settings, tmp_path: Path) -> None:
    with serving(Local(str(tmp_path / "c"), Clamd)) as server:  # type: ignore[arg-type]
        settings.FOLLOWTHROUGH_SCANNER = f"unix://{tmp_path}/c"
        scanning.check(b"a")
    assert server.asked == [1]
    with pytest.raises(Refused, match="could not be checked"):
        scanning.check(b"a")


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"nothing", b"stream: OKAY"])
def test_whatever_is_neither_clean_nor_found_is_no_answer(clamd: Server, says: bytes) -> None:
    clamd.says = says
    with pytest.raises(Refused, match="could not be checked for viruses just now"):
        scanning.check(b"a")


def test_one_that_never_answers_is_not_waited_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the line, and says nothing
        settings.FOLLOWTHROUGH_SCANNER = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Refused, match="ring the team"):
            scanning.check(b"a")


@pytest.mark.django_db
def test_the_share_goes_without_the_file_and_says_so(world: World, clamd: Server) -> None:
    nurse = client_of(world, "nurse")
    where = begin(nurse, world)
    clamd.says = b"INSTREAM size limit exceeded. ERROR"
    two = [chosen("scan.pdf", files.pdf()), chosen("hand.jpg", files.jpeg())]
    said = text_of(nurse.post(where, ANSWERS | {"new_files": two}))
    for name in ("scan.pdf", "hand.jpg"):
        assert f"“{name}” was not added. It could not be checked for viruses just now." in said
    assert len(clamd.asked) == 1, "a scanner that does not answer is asked once"
    third = nurse.post(where, ANSWERS).headers["Location"]
    press_send(nurse, third)
    with acting(world.viewer("nurse")):
        assert Share.objects.count() == 1 and not Attachment.objects.exists()


def test_that_none_is_named_is_said_when_the_service_starts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files_are_scanned() == [], "the demo says nothing"
    monkeypatch.setattr(apps, "is_installed", lambda name: False)
    (said,) = files_are_scanned()
    assert isinstance(said, Warning) and "No virus scanner is named" in said.msg
    settings.FOLLOWTHROUGH_SCANNER = "unix:///run/clamav/clamd.ctl"
    assert files_are_scanned() == []


@pytest.mark.parametrize(
    ("place", "is_safe"),
    [
        ("", True), ("unix:///run/clamav/clamd.ctl", True), ("tcp://127.0.0.1:3310", True), ("tcp://localhost", True),
        ("tcp://scanner.example:3310", False), ("127.0.0.1:3310", False), ("unix://", False),
        ("tcp://127.0.0.1:x", False),
    ],
)  # fmt: skip
def test_a_file_never_goes_plainly_over_a_network_to_be_scanned(place: str, is_safe: bool) -> None:
    assert (unsafe_scanner(place) == "") is is_safe
