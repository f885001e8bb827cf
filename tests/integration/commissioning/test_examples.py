"""A case example: written without names, released by a second person, answered by one who learns no child."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from docx import Document
from pypdf import PdfReader

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
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
    """As the page has it: it sends back the digest of what it showed."""
    client = signed_in(name)
    read = client.get(f"{page}release/").context["read"]
    return plain(client.post(f"{page}release/", {"has_read": "on", "read": read}, follow=True).content.decode())


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


def test_words_of_the_record_need_a_reason_whoever_releases_it(world: World, signed_in: SignIn) -> None:
    """In an entry's own fields too, and in a version that was corrected since."""
    first = "He told me that he waits on the stairs until everybody sleeps."
    said_once = {"words": first, "category": "neglect"}
    entry = write(world, "concern.raised", local(2013, 3, 28, 9, 0), data=said_once)
    write(
        world, "concern.raised", local(2013, 3, 28, 9, 0), data={**said_once, "words": "He is tired."}, corrects=entry
    )
    page = write_example(world, signed_in, happened=f"{first} Nobody asked.")
    assert "Words of the record." in plain(text_of(signed_in("nurse"), page))
    for name in ("named.nurse", "board.manager"):
        assert "Something in it could give the child away" in release(signed_in, page, name)
    signed_in("nurse").post(f"{page}change/", said(happened="He slept badly.", stays_because=""))
    assert "Released." in release(signed_in, page, "board.manager")


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
    with acting(nurse), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        CaseExample.objects.update(released_by=nurse.practitioner_id, released_at=clock.now())
    with acting(Viewer.system("test")), pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        CaseExample.objects.update(released_by=nurse.practitioner_id, released_at=clock.now())


def test_who_releases_it_has_read_it_as_it_is(world: World, signed_in: SignIn) -> None:
    page = write_example(world, signed_in)
    lead = signed_in("named.nurse")
    shown = lead.get(f"{page}release/")
    signed_in("nurse").post(f"{page}change/", said(led_to="It got much worse.", stays_because=""))
    refused = lead.post(f"{page}release/", {"has_read": "on", "read": shown.context["read"]})
    read = plain(refused.content.decode())
    assert "It was changed after you read it. Read it again" in read and "It got much worse." in read
    gone = lead.post(f"{page}release/", {"has_read": "on", "read": refused.context["read"]}, follow=True)
    assert "Released." in plain(gone.content.decode())


@pytest.mark.parametrize("more", [{"stays_because": "So."}, {"tier": "2"}, {"title": "Another"}])
def test_all_that_is_released_is_part_of_what_was_read(world: World, signed_in: SignIn, more: dict[str, str]) -> None:
    page = write_example(world, signed_in)
    lead = signed_in("named.nurse")
    shown = lead.get(f"{page}release/")
    signed_in("nurse").post(f"{page}change/", said(**{"stays_because": "", **more}))
    refused = lead.post(f"{page}release/", {"has_read": "on", "read": shown.context["read"]})
    assert "It was changed after you read it." in plain(refused.content.decode())


def test_a_released_example_stays_whoever_asks_and_is_put_right_by_another(world: World, signed_in: SignIn) -> None:
    page = write_example(world, signed_in)
    release(signed_in, page, "named.nurse")
    system = Viewer.system("test")
    for change in ({"title": "Other"}, {"words": {}}, {"tier": 1}, {"released_by": "x"}, {"stays_because": "x"}):
        with acting(system), pytest.raises(IntegrityError, match="stay"), transaction.atomic():
            CaseExample.objects.update(**change)
    with acting(system), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CaseExample.objects.all()._raw_delete("default")
    nurse = signed_in("nurse")
    gaps = text_of(nurse, f"/children/{world.child.pk}/gaps/")
    (address,) = set(re.findall(r'href="(/children/[^"]+/gaps/[^"]+/)"', gaps))
    assert "Write a correction" in gaps and WORDS["led_to"] in plain(text_of(nurse, address)), (
        "begins with the old words"
    )
    corrected = str(nurse.post(address, said(led_to="The child came home in spring.")).headers["Location"])
    assert nurse.post(address, said()).status_code == 302, "there is one that is not released"
    released = release(signed_in, corrected, "named.nurse")
    assert "Released." in released and "Puts right" in released
    buyer = signed_in("buyer")
    assert "corrects this one" in plain(text_of(buyer, page)) and WORDS["led_to"] in plain(text_of(buyer, page))
    assert "The child came home in spring." in plain(text_of(buyer, corrected))


def test_what_is_written_keeps_no_sign_that_nobody_sees(world: World, signed_in: SignIn) -> None:
    write_example(world, signed_in)
    nurse = world.viewer("nurse")
    with acting(nurse):
        held = CaseExample.objects.get()
        said = {part: f"He\u200blp {words}" for part, words in held.words.items()}
        actions.change(example=held, tier=3, title="Jo\u00adnas", words=said, stays_because="S\u2060o.", by=nurse)
        held.refresh_from_db()
    assert (held.title, held.stays_because) == ("Jonas", "So.")
    assert all(words.startswith("Help ") for words in held.words.values())


class TestRowLevelSecurity:
    """Directly, as the application: who reads an example does not yet write it."""

    def enter(self, world: World, name: str, **more: Any) -> None:
        viewer = world.viewer(name)
        with acting(viewer), transaction.atomic():
            made = CaseExample(
                tier=3, title="t", words={}, commissioner="commissioner", written_at=clock.now(),
                **{"written_by": viewer.practitioner_id, **more},
            )  # fmt: skip
            Origin.objects.create(example_id=made.pk, child_id=world.child.pk, gap="g-1")
            made.save(force_insert=True)

    @pytest.mark.parametrize("name", ["constable", "buyer", "board.manager"])
    def test_an_example_is_entered_by_who_may_see_the_child(self, world: World, name: str) -> None:
        with pytest.raises(ProgrammingError, match="row-level"):
            self.enter(world, name)
        viewer = world.viewer(name)
        with acting(viewer), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            CaseExample.objects.create(
                tier=3, title="t", words={}, commissioner="commissioner", written_at=clock.now(),
                written_by=viewer.practitioner_id,
            )  # fmt: skip

    def test_it_is_entered_as_ones_own_and_not_released(self, world: World) -> None:
        for more in ({"written_by": "somebody"}, {"released_by": "x", "released_at": clock.now()}):
            with pytest.raises(ProgrammingError, match="row-level"):
                self.enter(world, "nurse", **more)
        self.enter(world, "nurse")

    def test_before_it_is_released_its_writer_alone_changes_it(self, world: World, signed_in: SignIn) -> None:
        write_example(world, signed_in)
        for name in ("day", "board.manager", "named.nurse"):
            with acting(world.viewer(name)):
                assert changed(title="Jonas Weber") == 0
        with acting(world.viewer("nurse")):
            assert changed(title="Other") == 1
            assert Origin.objects.count() == 1
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Origin.objects.update(gap="other")

    def test_nobody_makes_another_its_writer(self, world: World, signed_in: SignIn) -> None:
        """Else a second person would write in it, and the writer release it."""
        write_example(world, signed_in)
        for name, writer in (("board.manager", ""), ("named.nurse", ""), ("nurse", "somebody")):
            viewer = world.viewer(name)
            with acting(viewer), pytest.raises(IntegrityError, match="stays its writer"), transaction.atomic():
                CaseExample.objects.update(written_by=writer or viewer.practitioner_id)
        with acting(world.viewer("nurse")):
            assert CaseExample.objects.get().written_by == world.people["nurse"].pk

    def test_it_is_released_by_a_second_person_with_its_words_as_they_are(
        self, world: World, signed_in: SignIn
    ) -> None:
        write_example(world, signed_in)
        for name in ("day", "buyer", "constable"):
            viewer = world.viewer(name)
            with acting(viewer):
                assert changed(released_by=viewer.practitioner_id, released_at=clock.now()) == 0
        lead = world.viewer("named.nurse")
        with acting(lead):
            assert changed(released_by="somebody", released_at=clock.now()) == 0
            with pytest.raises(IntegrityError, match="stays as it was read"), transaction.atomic():
                CaseExample.objects.update(released_by=lead.practitioner_id, released_at=clock.now(), title="Other")
            assert changed(released_by=lead.practitioner_id, released_at=clock.now()) == 1

    def test_it_is_answered_once_by_a_manager_of_who_pays(self, world: World, signed_in: SignIn) -> None:
        page = write_example(world, signed_in)
        buyer = world.viewer("buyer")
        with acting(buyer):
            assert changed(reply="x", replied_by=buyer.practitioner_id, replied_at=clock.now()) == 0, "not released"
        release(signed_in, page, "named.nurse")
        for name in ("nurse", "named.nurse", "board.manager"):
            viewer = world.viewer(name)
            with acting(viewer):
                assert changed(reply="x", replied_by=viewer.practitioner_id, replied_at=clock.now()) == 0
        with acting(buyer):
            assert changed(reply="x", replied_by=buyer.practitioner_id, replied_at=clock.now()) == 1
            assert changed(reply="y", replied_by=buyer.practitioner_id, replied_at=clock.now()) == 0


def changed(**said: Any) -> int:
    """How many rows the database let be changed: none, whether it hid them or refused."""
    try:
        with transaction.atomic():
            return CaseExample.objects.update(**said)
    except ProgrammingError as refused:
        assert "row-level security" in str(refused)
        return 0


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
