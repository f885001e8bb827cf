"""Files of a record are decided about one by one, by two people; those that are given leave with the document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from followthrough.service.attachments import kinds
from followthrough.service.attachments import queries as attachments
from followthrough.service.attachments.models import Attachment
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.subjectaccess import actions, queries
from followthrough.service.subjectaccess.models import Request
from followthrough.service.subjectaccess.policies import NotForYou, NotReady
from followthrough.service.subjectaccess.queries import Part
from integration.access.canaries import client_of
from integration.agencies import making
from integration.attachments.sending import with_file
from integration.sharing import world as made
from integration.sharing.world import World
from support import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        for name, role in (("nora", "records-manager"), ("ruth", "service-manager")):
            built.people[name] = making.practitioner(name, ("hospital", "safeguarding-team", role))
        yield built


@pytest.fixture
def held(world: World) -> list[Attachment]:
    """A scan, a picture, and a letter in which somebody else is named."""
    named = {"scan.pdf": files.pdf(), "burn.jpg": files.jpeg(), "Mrs Applegarth.docx": files.word()}
    sent = []
    for name, content in named.items():
        sent.append(with_file(world, name=name, content=content)[1])
        world.later(minutes=1)
    return sent


def entered(world: World) -> tuple[Request, list[Part]]:
    nora = world.viewer("nora")
    with acting(nora):
        asked = actions.enter(
            child_id=world.child.pk, asked_by="the person themselves", asker="Jonas", entitled_by="", scope="",
            from_on=None, to_on=None, received_on=date(2013, 3, 28), by=nora,
        )  # fmt: skip
        actions.check_identity(request=asked, shown="Seen with passport.", by=nora)
        return asked, queries.parts(nora, asked)


def decide(asked: Request, part: Part, by: Viewer, *, code: str = "") -> None:
    actions.decide(request=asked, part=part, withheld=bool(code), code=code, passages=[], note="", by=by)


def agreed(world: World) -> Request:
    """The letter is kept back, the scan and the picture go along."""
    asked, parts = entered(world)
    nora, ruth = world.viewer("nora"), world.viewer("ruth")
    with acting(nora):
        for part in (each for each in parts if each.file):
            decide(asked, part, nora, code="third-party" if "Applegarth" in part.title else "")
        actions.give_rest(request=asked, parts=parts, by=nora)
        actions.prepare(request=asked, second=world.people["ruth"], parts=parts, by=nora)
    with acting(ruth):
        actions.agree(request=asked, by=ruth)
    return asked


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def words_of(paper: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(each.extract_text() for each in PdfReader(io.BytesIO(paper)).pages))


def test_files_that_are_given_leave_with_the_document_and_others_are_nowhere(
    world: World, held: list[Attachment]
) -> None:
    asked = agreed(world)
    client = client_of("nora")
    page = client.get(f"/requests/{asked.pk}/").content.decode()
    assert "Get the document and 2 files (ZIP, " in page
    answer = client.get(f"/requests/{asked.pk}/record-1.zip")
    found = opened(answer.content)
    document = f"record-{asked.reference}.pdf"
    assert list(found) == [document, "files/1 scan.pdf", "files/2 burn.jpg"]
    scan, picture, letter = held
    with acting(world.viewer("nora")):
        assert [found["files/1 scan.pdf"], found["files/2 burn.jpg"]] == [
            attachments.content(each) for each in (scan, picture)
        ]
    said = words_of(found[document])
    assert "Files that go along" in said and "1. File: scan.pdf" in said and "2. File: burn.jpg" in said
    assert scan.digest in said.replace(" ", "") and "1 file kept back" in said
    assert "Applegarth" not in said and letter.digest not in said.replace(" ", "")
    assert client.get(f"/requests/{asked.pk}/record.pdf").content == found[document]
    assert client.get(f"/requests/{asked.pk}/record-2.zip").status_code == 404
    (row, _) = AuditRow.objects.filter(action="access-request.pack-released").order_by("id")
    assert row.detail["files"] == [scan.pk, picture.pk]


def test_what_is_too_large_for_one_folder_goes_in_several(
    world: World, held: list[Attachment], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = agreed(world)
    monkeypatch.setattr(kinds, "LARGEST_TOGETHER", max(each.size for each in held))
    client = client_of("ruth")
    assert "Get 1 file (ZIP, " in client.get(f"/requests/{asked.pk}/").content.decode()
    first, second = (opened(client.get(f"/requests/{asked.pk}/record-{n}.zip").content) for n in (1, 2))
    assert len(first) == 2 and list(second) == ["files/2 burn.jpg"]


def test_a_file_is_opened_and_decided_by_itself(world: World, held: list[Attachment]) -> None:
    asked, parts = entered(world)
    nora = world.viewer("nora")
    with acting(nora):
        actions.give_rest(request=asked, parts=parts, by=nora)
        undecided = [each for each in parts if each.key not in queries.decisions(asked, parts)]
        assert {each.file for each in undecided} == {each.pk for each in held}
        with pytest.raises(NotReady, match="3 parts are still to be decided"):
            actions.prepare(request=asked, second=world.people["ruth"], parts=parts, by=nora)
        with pytest.raises(NotReady, match="given whole or kept back whole"):
            actions.decide(
                request=asked, part=undecided[0], withheld=False, code="third-party", passages=["PDF"], note="", by=nora
            )
    client: Client = client_of("nora")
    assert "3 files are not decided" in client.get(f"/requests/{asked.pk}/").content.decode()
    at = f"/requests/{asked.pk}/parts/{undecided[0].key}/"
    page = client.get(at).content.decode()
    assert f"/attachments/{held[0].pk}/" in page and "with some words taken out" not in page
    assert client.post(at, {"what": "withhold", "code": "court"}).status_code == 302
    assert "2 files are not decided" in client.get(f"/requests/{asked.pk}/").content.decode()


def test_what_the_second_person_agreed_to_stands(world: World, held: list[Attachment]) -> None:
    asked, ruth = agreed(world), world.viewer("ruth")
    with acting(ruth), pytest.raises(NotForYou, match="agreed to this already"):
        actions.send_back(request=asked, words="I have thought again.", by=ruth)
