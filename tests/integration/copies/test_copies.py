"""What somebody takes along holds what its page shows them, how it may be handled, and who took it when."""

from __future__ import annotations

import io

from django.test import Client
from pypdf import PdfReader

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty
from integration.sharing.world import World

PLACE = "14 Mill Lane, with Mrs Orr"


def by(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_share_as_text_and_as_a_paper(world: World) -> None:
    share = world.send()
    world.do("receive", world.leg(share), "duty")
    client = by(world, "duty")
    page = client.get(f"/shares/{share.reference}/").content.decode()
    assert f"/shares/{share.reference}/copy/" in page
    shown = client.get(f"/shares/{share.reference}/copy/").content.decode()
    assert "It was the iron" in shown and "Save as PDF" in shown
    text = client.get(f"/shares/{share.reference}/copy.txt").content.decode()
    for wanted in ("Handling: Share within the partnership", "It was the iron", "Received: Duty", "made Thursday"):
        assert wanted in text, text
    paper = client.get(f"/shares/{share.reference}/copy.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    said = words_of(paper.content)
    assert "It was the iron" in said and "by Duty, Out-Of-Hours, Social-" in said
    numbers = [row.detail["copy"] for row in AuditRow.objects.filter(action="copy.made").order_by("id")]
    assert len(set(numbers)) == 3 and numbers[1] in text and numbers[2] in said


def test_an_entry_says_how_it_may_be_handled(world: World) -> None:
    entry = _entry(world, "police restricted", "narrative")
    text = by(world, "nurse").get(f"/children/{world.child.pk}/entries/{entry}/copy.txt").content.decode()
    assert "Handling: Police restricted" in text and PLACE in text and "Jonas Weber" in text


def test_where_a_child_is_placed_goes_only_to_whom_it_is_open(world: World) -> None:
    entry, address = _entry(world, "professionals only", "placement-address"), f"/children/{world.child.pk}/entries"
    world.send()  # the night team may open the record now, and not where the child is placed
    text = by(world, "nurse").get(f"{address}/{entry}/copy.txt").content.decode()
    assert "Record class: Where a child is placed" in text
    for kind in ("copy/", "copy.txt", "copy.pdf"):
        assert by(world, "duty").get(f"{address}/{entry}/{kind}").status_code == 404
        assert by(world, "stranger").get(f"{address}/{entry}/{kind}").status_code == 404


def test_a_duty_with_its_reason(world: World) -> None:
    world.send()
    with as_assessor():
        duty = Duty.objects.filter(subject_id=world.child.pk, debtor_agency="social-care")[0]
    text = by(world, "duty").get(f"/duties/{duty.pk}/copy.txt").content.decode()
    assert "THE DUTY" in text and "WHY" in text and "Copy FT-" in text


def test_others_get_no_copy(world: World) -> None:
    share = world.send()
    client = by(world, "stranger")
    for kind in ("copy/", "copy.txt", "copy.pdf"):
        assert client.get(f"/shares/{share.reference}/{kind}").status_code == 404
    assert not AuditRow.objects.filter(action="copy.made").exists()


def _entry(world: World, handling: str, record_class: str) -> str:
    subject = Subject("child", world.child.pk)
    new = NewEvent(
        kind="child.seen", subject=subject, occurred_from=clock.now(), text=PLACE, handling=handling,
        record_class=record_class,
    )  # fmt: skip
    with acting(world.viewer("nurse")):
        return record([new], by=world.viewer("nurse")).event_ids[0]
