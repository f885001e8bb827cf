"""Which language does the family speak, and who needs an interpreter? Said once, told by every page and procedure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followthrough.procedures.model.event import Subject
from followthrough.service.access.actions import involve
from followthrough.service.children.actions import About, enter_child, register_child
from followthrough.service.children.models import Child, Household
from followthrough.service.children.queries import household_of
from followthrough.service.chronology.forms import PREFIX
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.chronology.test_recording import open_form
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.sharing.test_pages import ANSWERS, press_send
from integration.sharing.world import FRONT_DOOR, World, duties
from integration.worklist.test_home import ours

SignIn = Callable[[str], Client]
BANNER = "An interpreter is needed: the family speaks {}."
KNOWN = {"language": "German", "interpreter": "yes", "own_language": "", "own_interpreter": "", "needs": ""}


@pytest.fixture
def autumn(world: World) -> World:
    """The procedures of the family's language have come into force."""
    world.later(days=230)
    return world


def address(child: Child) -> str:
    return f"/children/{child.pk}/talking/"


def told(kind: str = "family.details-recorded") -> list[dict[str, object]]:
    with as_assessor():
        return [each.data for each in Event.objects.filter(kind=kind).order_by("recorded_at")]


def row(child: Child) -> tuple[str, bool | None, str]:
    with acting(Viewer.system("test")):
        found = Child.objects.values_list("language", "interpreter_needed", "communication_needs").get(pk=child.pk)
    return found


def talk(client: Client, child: Child, interpreter: str, at: str = "17:00") -> None:
    form = open_form(client, f"/children/{child.pk}/record/", {"kind": "family.contacted"})
    today = clock.now()
    said = {f"{PREFIX}means": "in person", f"{PREFIX}interpreter": interpreter}
    answer = client.post(form, parts_of((today.year, today.month, today.day), at) | said)
    assert answer.status_code == 302, plain(answer.content.decode())


def test_a_polish_family_is_registered_an_uncle_interprets_and_somebody_has_to_speak_to_them_again(
    autumn: World, signed_in: SignIn
) -> None:
    nurse = signed_in("nurse")
    page = nurse.post(reverse("sharing:start"), {
        "name": "Ola Nowak", "born_on_day": "3", "born_on_month": "6", "born_on_year": "2010",
        "asked": "ola nowak|2010-06-03", "who": "new",
    }).headers["Location"]  # fmt: skip
    said = ANSWERS | {"interpreter": "yes", "language": "Polish", "occurred_month": "11", "occurred_day": "13"}
    press_send(nurse, nurse.post(page, said).headers["Location"])
    with acting(autumn.viewer("nurse")):
        ola = Child.objects.get(name="Ola Nowak")
    assert told()[-1] == {"language": "Polish", "interpreter_needed": True}
    assert BANNER.format("Polish") in plain(text_of(nurse, f"/children/{ola.pk}/"))
    autumn.later(minutes=30)
    talk(nurse, ola, "a family member", "18:00")
    (owed,) = duties("interpreter-used")
    assert (owed.debtor_agency, owed.subject_id) == ("hospital", ola.pk)
    assert "Speak to the family again, with an independent interpreter" in text_of(nurse, f"/duties/{owed.pk}/")
    autumn.later(days=1)
    talk(nurse, ola, "independent interpreter", "10:00")
    assert not duties("interpreter-used")


def test_who_was_told_in_a_share_must_not_assess_without_an_interpreter(autumn: World, signed_in: SignIn) -> None:
    """The family's details go with the share: its receiver has known them since."""
    autumn.send(FRONT_DOOR, language="German", interpreter_needed=True)
    autumn.later(hours=1)
    write(autumn, "assessment.finished", clock.now(), by="day", data={"referral": "r"})
    assert [each.debtor_agency for each in duties("interpreter-before-assessment")] == ["social-care"]
    plan = {"plan": "p", "category": "neglect"}
    write(autumn, "child-protection-plan.started", clock.now(), by="day", data=plan)
    assert [each.debtor_agency for each in duties("plan-in-their-language")] == ["social-care"]


def test_what_is_learnt_later_is_told_by_every_page(autumn: World, signed_in: SignIn) -> None:
    nurse, child = signed_in("nurse"), autumn.child
    record = f"/children/{child.pk}/record/"
    assert open_form(nurse, record, {"kind": "talking.described"}) == address(child), "one page for it"
    before = plain(text_of(nurse, f"/children/{child.pk}/"))
    assert BANNER.format("German") in before and "How to talk together" in before
    asked = text_of(nurse, address(child))
    assert 'value="German"' in asked, "what is known is not asked again"
    autumn.later(days=3)
    learnt = {**KNOWN, "language": "Turkish", "needs": "Deaf in one ear: speak to his left"}
    assert nurse.post(address(child), learnt).headers["Location"] == f"/children/{child.pk}/"
    page = plain(text_of(nurse, f"/children/{child.pk}/"))
    assert BANNER.format("Turkish") in page and "German" not in page.split("Chronology across agencies")[0]
    assert "Deaf in one ear: speak to his left" in page
    tonight = plain(text_of(nurse, f"/now/children/{child.pk}/"))
    assert "Deaf in one ear: speak to his left" in tonight and "Turkish, interpreter needed Hospital, today" in tonight
    voice = plain(text_of(nurse, f"/children/{child.pk}/voice/"))
    assert "An interpreter is needed." in voice and "Deaf in one ear" in voice
    share = nurse.get(nurse.get(reverse("sharing:start"), {"child": child.pk}).headers["Location"])
    assert share.context["form"].initial["language"] == "Turkish"
    assert row(child) == ("Turkish", True, "Deaf in one ear: speak to his left"), "of which the Board counts"


def test_nobody_needs_one_any_more_and_nothing_new_writes_nothing(autumn: World, signed_in: SignIn) -> None:
    """What asked for one is put right: it would stand beside the new word for ever, and ask for it again."""
    nurse, child = signed_in("nurse"), autumn.child
    nurse.post(address(child), KNOWN)
    assert len(told()) == 1 and "All of this was known" in text_of(nurse, address(child))
    talk(nurse, child, "none")
    assert duties("interpreter-used")
    autumn.later(hours=1)
    nurse.post(address(child), {**KNOWN, "interpreter": "no"})
    assert BANNER.format("German") not in text_of(nurse, f"/children/{child.pk}/")
    assert row(child)[:2] == ("German", False)
    assert not duties("interpreter-used")
    talk(nurse, child, "none", "18:20")
    assert not duties("interpreter-used")


def test_a_child_may_speak_otherwise_than_the_family_and_who_needs_an_interpreter_counts(
    autumn: World, signed_in: SignIn
) -> None:
    nurse, child = signed_in("nurse"), autumn.child
    nurse.post(address(child), {**KNOWN, "own_language": "English", "own_interpreter": "no"})
    page = plain(text_of(nurse, f"/children/{child.pk}/"))
    assert BANNER.format("German") in page, "his mother needs one all the same"
    tonight = plain(text_of(nurse, f"/now/children/{child.pk}/"))
    assert "English, no interpreter needed Hospital, today" in tonight
    assert "At home: German, interpreter needed" in tonight


def test_what_was_known_is_replaced_and_never_left_out(autumn: World, signed_in: SignIn) -> None:
    nurse, child = signed_in("nurse"), autumn.child
    answer = nurse.post(address(child), {**KNOWN, "language": "", "needs": "Signs"})
    page = plain(answer.content.decode())
    assert answer.status_code == 200 and "Say what holds now. Until now it was: German" in page and "Signs" in page
    assert told() == [{"language": "German", "interpreter_needed": True}]


def test_what_is_put_right_or_taken_back_changes_the_register(autumn: World) -> None:
    home = Subject("household", Household.objects.get().pk)
    now = clock.now()
    said = write(autumn, "family.details-recorded", now, subject=home, data={"language": "Dutch"})
    assert row(autumn.child)[0] == "Dutch"
    write(autumn, "family.details-recorded", now, subject=home, data={"language": "Danish"}, corrects=said)
    assert row(autumn.child)[0] == "Danish"
    write(autumn, "family.details-recorded", now, subject=home, corrects=said, is_retraction=True)
    assert row(autumn.child)[:2] == ("German", True)


def test_brothers_and_sisters_at_home_have_the_language_of_the_family(autumn: World) -> None:
    nurse = autumn.viewer("nurse")
    with acting(nurse):
        home = household_of(autumn.child)
        sister = register_child(
            about=About("Mia Weber", date(2012, 1, 1), "girl"), reason="t", by=nurse, household=home
        )
    assert row(sister)[:2] == ("German", True)


def test_a_share_tells_of_a_language_and_never_takes_an_interpreter_away(autumn: World) -> None:
    autumn.send(FRONT_DOOR, language="German", interpreter_needed=False)
    assert row(autumn.child)[:2] == ("German", True) and len(told()) == 1
    autumn.send(FRONT_DOOR, language="Romani", interpreter_needed=True)
    assert row(autumn.child)[:2] == ("Romani", True) and len(told()) == 2


def test_only_for_those_who_may_see_the_child_with_few_questions(autumn: World, signed_in: SignIn) -> None:
    assert signed_in("stranger").get(address(autumn.child)).status_code == 404
    nurse = signed_in("nurse")
    text_of(nurse, address(autumn.child))
    with CaptureQueriesContext(connection) as asked:
        text_of(nurse, address(autumn.child))
    assert len(ours(asked)) <= 12, [each["sql"][:90] for each in ours(asked)]


def test_what_only_the_register_says_is_filled_in_and_becomes_an_entry(autumn: World, signed_in: SignIn) -> None:
    """As the children of before have it: in their row, and in no entry."""
    nurse = autumn.viewer("nurse")
    old = enter_child(about=About("Ada Old", date(2008, 1, 1), "girl", "Dutch", False))
    involve(agency="hospital", team="ward", subject=Subject("child", old.pk), reason="t", by=nurse)
    client = signed_in("nurse")
    assert 'value="Dutch"' in text_of(client, address(old))
    visit = text_of(client, f"/children/{old.pk}/visit/seen/")
    assert re.search(r'value="none was needed"[^>]*checked', visit) and 'value="Dutch"' in visit
    client.post(address(old), {**KNOWN, "language": "Dutch", "interpreter": "no"})
    assert told("talking.described") == [{"language": "Dutch", "interpreter_needed": False}]
    assert row(old)[:2] == ("Dutch", False)
