"""A case example: written without names, released by a second person, answered by one who learns no child."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from docx import Document
from pypdf import PdfReader

from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.learning.commissioning import actions
from followthrough.service.learning.commissioning.models import PARTS, CaseExample, Origin
from followthrough.service.learning.commissioning.policies import CannotCommission
from followthrough.service.ledger import sweep
from integration.chronology.writing import plain, text_of, write
from integration.commissioning.conftest import SignIn
from integration.sharing.world import World, duties, local

WORDS = {
    "needed": "Somebody to talk to within days.",
    "happened": "The school asked, and then the GP asked again.",
    "missing": "Each service thought that another had the child.",
    "led_to": "It got worse, and the child left home for treatment.",
    "would_help": "One door for all requests, and one person who holds it together.",
}


def said(**more: str) -> dict[str, str]:
    return {"title": "Nobody held it together", "tier": "3", "commissioner": "commissioner", **WORDS, **more}


def write_example(world: World, signed_in: SignIn, **more: str) -> str:
    """The address of the example."""
    nurse = signed_in("nurse")
    gaps = text_of(nurse, f"/children/{world.child.pk}/gaps/")
    found = re.search(r'href="(/children/\S+/gaps/\S+/)"', gaps)
    assert found and "Six months without an answer" in gaps
    answer = nurse.post(found[1], said(**more))
    assert answer.status_code == 302, plain(answer.content.decode())
    return str(answer.headers["Location"])


def release(signed_in: SignIn, page: str, name: str) -> str:
    return plain(signed_in(name).post(f"{page}release/", {"has_read": "on"}, follow=True).content.decode())


def test_an_example_is_written_released_by_a_second_person_and_answered(world: World, signed_in: SignIn) -> None:
    page = write_example(world, signed_in)
    for other in ("buyer", "constable", "day"):
        assert signed_in(other).get(page).status_code == 404
    assert signed_in("nurse").post(f"{page}release/", {"has_read": "on"}).status_code == 403, "not by who wrote it"
    assert "Tick that you have read it" in plain(signed_in("named.nurse").post(f"{page}release/", {}).content.decode())
    assert "Released. The commissioner has it" in release(signed_in, page, "named.nurse")
    (owed,) = duties("service-gap-answered") or [None]
    if owed is not None:  # the procedure is in force from October 2013
        assert owed.debtor_agency == "commissioner"
    buyer = signed_in("buyer")
    shown = text_of(buyer, page)
    assert "The school asked, and then the GP asked again." in shown
    assert world.child.pk not in shown and "Jonas" not in shown and "What could give the child away" not in shown
    answer = buyer.post(f"{page}reply/", {"words": "One door from May."}, follow=True)
    assert "One door from May." in plain(answer.content.decode())
    assert buyer.post(f"{page}reply/", {"words": "Again."}).status_code == 403
    whole = plain(text_of(signed_in("nurse"), f"/children/{world.child.pk}/"))
    assert "A commissioner said what will change" in whole and "One door from May." in whole


def test_a_page_that_was_open_when_it_was_released_changes_nothing(world: World, signed_in: SignIn) -> None:
    page, nurse = write_example(world, signed_in), world.viewer("nurse")
    with acting(nurse):
        stale = CaseExample.objects.get()
    release(signed_in, page, "named.nurse")
    with acting(nurse), pytest.raises(CannotCommission, match="until it is released"):
        actions.change(example=stale, tier=3, title="Jonas Weber", words=WORDS, stays_because="", by=nurse)
    with acting(nurse):
        assert CaseExample.objects.get().title == "Nobody held it together"


def test_a_released_example_starts_the_commissioners_clock(world: World, signed_in: SignIn) -> None:
    world.later(days=220)
    sweep.run_once()
    write(
        world, "service-gap.found", local(2013, 11, 1, 12, 0), data={"gap": "g-2", "tier": 2, "words": "No counsellor"}
    )
    assert duties("service-gap-sent")
    page = write_example(world, signed_in)
    release(signed_in, page, "named.nurse")
    (owed,) = duties("service-gap-answered")
    assert owed.debtor_agency == "commissioner"
    signed_in("buyer").post(f"{page}reply/", {"words": "Two more counsellors."})
    assert not duties("service-gap-answered")


def test_a_name_can_never_be_released_and_what_is_rare_needs_a_reason(world: World, signed_in: SignIn) -> None:
    page = write_example(world, signed_in, happened="Jonas was 11 years old.", missing="His mother speaks only German.")
    shown = plain(text_of(signed_in("nurse"), page))
    assert "Jonas What they give away A name." in shown and "Must go." in shown
    assert "A name or a place stands in it" in release(signed_in, page, "named.nurse")
    assert "A name or a place stands in it" in release(signed_in, page, "board.manager"), "who may not know the name"
    nurse = signed_in("nurse")
    nurse.post(f"{page}change/", said(happened="The child was 11 years old.", stays_because=""))
    assert "Something in it could give the child away" in release(signed_in, page, "named.nurse")
    nurse.post(
        f"{page}change/", said(happened="The child was 11 years old.", stays_because="There are many of that age.")
    )
    assert "Released." in release(signed_in, page, "board.manager")
    assert nurse.get(f"{page}change/").status_code == 403, "released, its words do not change"


def test_the_board_releases_without_learning_which_child_it_is(world: World, signed_in: SignIn) -> None:
    page = write_example(world, signed_in)
    assert world.child.pk not in text_of(signed_in("board.manager"), page)
    assert "Released." in release(signed_in, page, "board.manager")
    for name in ("board.manager", "buyer"):
        with acting(world.viewer(name)):
            assert CaseExample.objects.count() == 1 and Origin.objects.count() == 0
    with acting(world.viewer("constable")):
        assert CaseExample.objects.count() == 0


def test_two_people_are_held_by_the_database_too(world: World, signed_in: SignIn) -> None:
    write_example(world, signed_in)
    nurse = world.viewer("nurse")
    with acting(nurse), pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        CaseExample.objects.update(released_by=nurse.practitioner_id, released_at=clock.now())


def test_one_example_of_one_gap(world: World, signed_in: SignIn) -> None:
    page = write_example(world, signed_in)
    with acting(world.viewer("nurse")):
        gap = Origin.objects.get().gap
    assert gap == "g-1"
    assert page in text_of(signed_in("nurse"), f"/children/{world.child.pk}/gaps/")


def test_pdf_and_word_hold_the_example_and_nothing_else(world: World, signed_in: SignIn) -> None:
    page = write_example(world, signed_in)
    assert signed_in("nurse").get(f"{page}example.pdf").status_code == 403, "not before it is released"
    release(signed_in, page, "named.nurse")
    buyer = signed_in("buyer")
    pdf = PdfReader(BytesIO(buyer.get(f"{page}example.pdf").content))
    paper = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in pdf.pages))
    file = Document(BytesIO(buyer.get(f"{page}example.docx").content))
    lines = [each.text for each in file.paragraphs]
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for part, words in WORDS.items():
        assert PARTS[part] in lines and words in lines and words in paper
    assert "Jonas" not in paper + " ".join(lines) and file.core_properties.author == ""
