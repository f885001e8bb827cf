"""A file goes with a share: chosen on its page without JavaScript, cleaned, sealed, fetched by whom it is for alone."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.access.models import Level
from followthrough.service.attachments import actions, kinds, queries
from followthrough.service.attachments.models import Attachment, Content
from followthrough.service.core import rotating
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.models import Event
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Draft, Share
from followthrough.service.sharing.outgoing import CannotSend
from followthrough.service.subjectaccess import actions as subjectaccess
from followthrough.service.subjectaccess import queries as held
from integration.access.comparing import bare
from integration.agencies import making
from integration.attachments.sending import with_file
from integration.sharing.test_custody import ABOUT, hide
from integration.sharing.test_pages import ANSWERS, begin, press_send, text_of
from integration.sharing.world import OUT_OF_HOURS, RESPONSE, World
from support import files

pytestmark = pytest.mark.django_db


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def chosen(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def href(found: Attachment) -> str:
    return reverse("attachments:file", args=[found.pk])


def fetched(world: World, name: str, found: Attachment) -> int:
    return client_of(world, name).get(href(found)).status_code


# On the page


def test_a_file_goes_with_the_share_and_is_fetched_by_its_recipient(world: World) -> None:
    nurse, duty = client_of(world, "nurse"), client_of(world, "duty")
    third = nurse.post(begin(nurse, world), ANSWERS | {"new_files": [chosen("hand.jpg", files.jpeg_with_place())]})
    check = nurse.get(third.headers["Location"])
    assert "Files hand.jpg (Picture (JPEG), " in text_of(check)
    press_send(nurse, third.headers["Location"])
    with acting(world.viewer("nurse")):
        share, made = Share.objects.get(), Attachment.objects.get()
    page = duty.get(reverse("sharing:share", args=[share.reference]))
    assert "hand.jpg" in text_of(page) and made.digest in text_of(page) and href(made) in page.content.decode()
    answer = duty.get(href(made))
    assert answer.status_code == 200 and answer.content.startswith(b"\xff\xd8\xff")
    assert hashlib.sha256(answer.content).hexdigest() == made.digest
    assert files.SECRET.encode() not in answer.content
    assert made.given_digest == hashlib.sha256(files.jpeg_with_place()).hexdigest()
    assert answer["Content-Disposition"] == 'attachment; filename="hand.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"] and "default-src 'none'" in answer["Content-Security-Policy"]
    row = AuditRow.objects.get(action="attachment.read", outcome="done")
    assert (row.viewer, row.subject_kind, row.subject_id) == (world.people["duty"].pk, "child", world.child.pk)
    entry = duty.get(reverse("chronology:entry", args=[world.child.pk, share.items[0]]))
    assert "hand.jpg" in text_of(entry)


def test_a_refused_file_loses_nothing_else_that_was_entered(world: World) -> None:
    nurse = client_of(world, "nurse")
    page = begin(nurse, world)
    given = {"new_files": [chosen("good.pdf", files.pdf()), chosen("bad.pdf", dict(files.bad_pdfs())["a file inside"])]}
    answer = nurse.post(page, ANSWERS | {"spoke_to": "Sister Adeyemi"} | given)
    said = text_of(answer)
    assert answer.status_code == 200
    assert "“bad.pdf” was not added. It holds another file, a sound or a film." in said
    assert "good.pdf (PDF, 1 KB)" in said
    assert "He has a burn on his hand." in answer.content.decode() and "Sister Adeyemi" in answer.content.decode()
    with acting(world.viewer("nurse")):
        assert Draft.objects.get().data["what"]["words"] == ["He has a burn on his hand."]
        assert [each.name for each in Attachment.objects.all()] == ["good.pdf"]
    assert AuditRow.objects.filter(action="attachment.refused", outcome="refused").count() == 1
    assert nurse.post(page, ANSWERS).status_code == 302  # and it goes on with the good one
    assert "good.pdf" in text_of(nurse.get(page.rstrip("/") + "/check/"))


def test_a_wrong_answer_does_not_lose_the_file(world: World) -> None:
    nurse = client_of(world, "nurse")
    page = begin(nurse, world)
    answer = nurse.post(page, ANSWERS | {"words": "", "new_files": [chosen("good.pdf", files.pdf())]})
    assert "Enter what happened" in text_of(answer) and "good.pdf (PDF" in text_of(answer)
    assert "good.pdf" in text_of(nurse.get(page))


def test_a_file_is_taken_off_again(world: World) -> None:
    nurse = client_of(world, "nurse")
    page = begin(nurse, world)
    nurse.post(
        page, ANSWERS | {"new_files": [chosen("a.pdf", files.pdf()), chosen("b.pdf", files.pdf(2))], "keep": "yes"}
    )
    with acting(world.viewer("nurse")):
        first = next(each for each in Attachment.objects.all() if each.name == "a.pdf")
    nurse.post(page, ANSWERS | {"take_off": [first.pk]})
    with acting(world.viewer("nurse")):
        assert [each.name for each in Attachment.objects.all()] == ["b.pdf"] and Content.objects.count() == 1
        assert "take_off" not in Draft.objects.get().data["what"]
    nurse.post(reverse("sharing:discard", args=[page.split("/")[-2]]))
    with acting(world.viewer("nurse")):
        assert not Attachment.objects.exists() and not Content.objects.exists()


def test_a_file_that_is_too_large_is_named_and_the_form_arrives_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = client_of(world, "nurse")
    page = begin(nurse, world)
    large = chosen("large.pdf", b"%PDF-" + b"x" * kinds.LARGEST)
    answer = nurse.post(page, ANSWERS | {"new_files": [large, chosen("small.pdf", files.pdf())]})
    said = text_of(answer)
    assert "“large.pdf” was not added. It is larger than 15 MB." in said and "small.pdf (PDF" in said
    assert "He has a burn on his hand." in said


def test_a_share_takes_so_many_files_and_each_once(world: World) -> None:
    nurse = client_of(world, "nurse")
    many = [chosen(f"{n}.jpg", files.jpeg(n)) for n in range(kinds.MOST_FILES + 1)]
    answer = nurse.post(
        begin(nurse, world), ANSWERS | {"new_files": [*many[:2], chosen("again.jpg", files.jpeg(0)), *many[2:]]}
    )
    assert f"“10.jpg” was not added. A share takes {kinds.MOST_FILES} files." in text_of(answer)
    with acting(world.viewer("nurse")):
        assert Attachment.objects.count() == kinds.MOST_FILES


# Who may fetch it


def test_nobody_else_is_told_that_there_is_such_a_file(world: World) -> None:
    _, made = with_file(world)
    status = {name: fetched(world, name, made) for name in world.people}
    assert status == {
        "nurse": 200, "sister": 200, "named.nurse": 200, "duty": 200, "duty.manager": 200,
        "day": 404, "constable": 404, "stranger": 404,
    }  # fmt: skip
    stranger = client_of(world, "stranger")
    of_others, of_nobody = stranger.get(href(made)), stranger.get(reverse("attachments:file", args=["0" * 32]))
    assert of_others.status_code == of_nobody.status_code == 404
    assert bare(of_others, made.pk) == bare(of_nobody, "0" * 32)
    assert Client().get(href(made)).status_code == 302  # to signing in


def test_a_file_of_a_draft_is_its_writers_alone(world: World) -> None:
    nurse = world.viewer("nurse")
    with acting(nurse):
        draft = sharing.begin_draft(data={"child_id": world.child.pk}, by=nurse)
        made = actions.add_one(draft=draft.pk, name="x.pdf", content=files.pdf(), by=nurse)
    assert {name: fetched(world, name, made) for name in ("nurse", "sister", "duty")} == {
        "nurse": 200, "sister": 404, "duty": 404,
    }  # fmt: skip


def test_who_is_sent_the_entry_later_is_sent_its_file(world: World) -> None:
    share, made = with_file(world, OUT_OF_HOURS)
    assert fetched(world, "constable", made) == 404
    later = world.send(RESPONSE, items=(share.items[0],))
    constable = client_of(world, "constable")
    assert constable.get(href(made)).status_code == 200
    assert "scan.pdf" in text_of(constable.get(reverse("sharing:share", args=[later.reference])))


def test_a_file_about_a_hidden_child_reaches_whoever_holds_the_record(world: World) -> None:
    hide(world, Level.INVISIBLE)
    stranger = world.viewer("stranger")
    with acting(stranger):
        draft = sharing.begin_draft(data={}, by=stranger)
        made = actions.add_one(draft=draft.pk, name="x.pdf", content=files.pdf(), by=stranger)
    world.send(RESPONSE, by="stranger", key=draft.pk, files=(made.pk,), **ABOUT)
    with acting(world.viewer("duty")):
        concern = Event.objects.get(kind="custody.concern-arrived")
        (copied,) = queries.of_events(world.viewer("duty"), [concern.pk])
        assert copied.name == "x.pdf" and copied.digest == made.digest and copied.pk != made.pk
    assert {name: fetched(world, name, copied) for name in ("duty", "stranger", "constable", "nurse")} == {
        "duty": 200, "stranger": 404, "constable": 404, "nurse": 404,
    }  # fmt: skip
    assert {name: fetched(world, name, made) for name in ("stranger", "constable")} == {
        "stranger": 200, "constable": 200,
    }  # fmt: skip


def test_a_closed_record_closes_its_files(world: World) -> None:
    _, made = with_file(world, RESPONSE)
    assert fetched(world, "constable", made) == 200
    hide(world)
    assert {name: fetched(world, name, made) for name in ("constable", "sister")} == {"constable": 404, "sister": 200}


# What the database itself refuses


@pytest.mark.parametrize(
    "change",
    [
        "update attachments_attachment set name = 'x'",
        "update attachments_attachment set digest = 'x'",
        "update attachments_content set sealed = 'x'",
        "delete from attachments_content",
        "delete from attachments_attachment",
        "update attachments_attachment set draft = 'd', event_id = null, share = '', subject_id = ''",
        "truncate attachments_content",
    ],
)
def test_what_was_sent_is_neither_changed_nor_taken_away(world: World, change: str) -> None:
    _, made = with_file(world)
    with acting(world.viewer("nurse")), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(change)
        except DatabaseError:
            pass
        else:
            assert cursor.rowcount == 0
    assert fetched(world, "nurse", made) == 200


def test_nobody_puts_a_file_to_an_entry_of_others(world: World) -> None:
    share, _ = with_file(world)
    constable = world.viewer("constable")
    with acting(constable):
        draft = sharing.begin_draft(data={}, by=constable)
        mine = actions.add_one(draft=draft.pk, name="x.pdf", content=files.pdf(), by=constable)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            actions.attach(
                draft=draft.pk, ids=[mine.pk], event=share.items[0], share=share.pk,
                subject=Subject("child", world.child.pk), by=constable,
            )  # fmt: skip


def test_a_file_that_is_gone_is_said_before_anything_is_sent(world: World) -> None:
    with pytest.raises(CannotSend, match="One of the files is no longer there"):
        world.send(files=("0" * 32,))
    with acting(world.viewer("nurse")):
        assert not Share.objects.exists()


# How it is kept


def test_it_is_sealed_and_opens_in_its_own_place_only(world: World) -> None:
    _, made = with_file(world, content=files.pdf_with_traces(), name="Jonas Weber.pdf")
    with acting(world.viewer("nurse")), connection.cursor() as cursor:
        cursor.execute("select name, sealed from attachments_attachment join attachments_content on id = attachment_id")
        name, sealed = cursor.fetchone()
        assert name.startswith("ft1:tests:") and sealed.startswith("ft1:tests:") and "Jonas" not in name
        assert queries.content(made).startswith(b"%PDF-")


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])
def test_it_is_sealed_anew_when_keys_change(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_FIELD_KEYS = ["2025:" + "an-old-secret-0123456789" * 3]
    _, made = with_file(world)
    settings.FOLLOWTHROUGH_FIELD_KEYS = ["2026:" + "a-new-secret-0123456789" * 3, *settings.FOLLOWTHROUGH_FIELD_KEYS]
    done = rotating.rotate()
    assert done["attachments_attachment"] == 1 and done["attachments_content"] == 1
    settings.FOLLOWTHROUGH_FIELD_KEYS = settings.FOLLOWTHROUGH_FIELD_KEYS[:1]
    with acting(world.viewer("nurse")):
        again = Attachment.objects.get(pk=made.pk)
        assert again.name == "scan.pdf"
        assert hashlib.sha256(queries.content(again)).hexdigest() == made.digest


def test_no_plain_copy_touches_a_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads of any size stay in memory, so that a plain copy is never found in a folder of temporary files."""
    import tempfile

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a file was written")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    nurse = client_of(world, "nurse")
    large = files.pdf(change=lambda made: made.attachments) + BytesIO(b"%" * (6 << 20)).getvalue()
    assert nurse.post(begin(nurse, world), ANSWERS | {"new_files": [chosen("a.pdf", large)]}).status_code == 302


def test_who_answers_a_request_to_see_the_record_decides_about_each_file(world: World) -> None:
    _, made = with_file(world)
    nora = making.viewer("nora", ("hospital", "safeguarding-team", "records-manager"))
    asked = subjectaccess.enter(
        child_id=world.child.pk, asked_by="the person themselves", asker="Jonas", entitled_by="", scope="",
        from_on=None, to_on=None, received_on=date(2013, 3, 28), by=nora,
    )  # fmt: skip
    with acting(nora):
        (part,) = [each for each in held.parts(nora, asked) if each.key == f"file:{made.pk}"]
    assert (part.title, part.lines) == ("File: scan.pdf", ("PDF, 1 KB", f"SHA-256: {made.digest}"))
    assert fetched(world, "stranger", made) == 404
