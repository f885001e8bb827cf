"""An injury is recorded, drawn, looked at again and weighed; what each step begins and closes; who reads whose."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.children import actions as children
from followthrough.service.children.models import Child, Household
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Signal
from followthrough.service.sharing.models import Leg
from integration.chronology.writing import plain, text_of, write
from integration.reliability.test_questions import ours
from integration.sharing.world import OUT_OF_HOURS, World, duties, local

SignIn = Callable[[str], Client]
WORDS = "A bruise on the cheek."


def at(world: World) -> dict[str, str]:
    there = world.at.at.astimezone(local(2013, 1, 1).tzinfo)
    day, month, year = str(there.day), str(there.month), str(there.year)
    return {"at_day": day, "at_month": month, "at_year": year, "at_time": f"{there:%H:%M}"}


def seen(world: World, **more: str) -> dict[str, str]:
    said = {
        "words": WORDS, "can_move": "yes", "explanation": "He fell off the bed", "explained_by": "Mother",
        "attributed_to": "accident", "significant": "no", "by": "Nurse",
    }  # fmt: skip
    return {**said, "key": new_id(), **at(world), **more}


def mark(world: World, **more: str) -> dict[str, str]:
    said = {"place": "left|cheek", "kind": "bruise", "size_mm": "20", "width_mm": "12", "colour": "purple"}
    return {**said, "by": "Nurse", "key": new_id(), **at(world), **more}


def about(world: World, **more: str) -> dict[str, str]:
    return {"key": new_id(), **at(world), **more}


def done(client: Client, path: str, data: dict[str, Any]) -> str:
    """Where it leads."""
    answer = client.post(path, data)
    assert answer.status_code == 302, plain(answer.content.decode())
    return str(answer.headers["Location"])


def events(kind: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind=kind).order_by("recorded_at"))


@pytest.fixture
def home(world: World) -> str:
    return f"/children/{world.child.pk}/injuries/"


def brother(world: World) -> Child:
    nurse = world.viewer("nurse")
    with acting(nurse):
        return children.register_child(
            about=children.About("Max Weber", date(2011, 2, 1), "boy"), reason="t", by=nurse,
            household=Household.objects.get(),
        )  # fmt: skip


def test_an_injury_is_recorded_drawn_seen_again_and_told_over_time(world: World, home: str, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    unsaid = plain(nurse.post(f"{home}record/", seen(world, words="", explained_by="")).content.decode())
    assert (
        "Enter what you saw" in unsaid and "Enter who said so" in unsaid and "Nothing has been recorded yet" in unsaid
    )
    said = seen(world)
    first = done(nurse, f"{home}record/", said)
    assert done(nurse, f"{home}record/", said) == first  # a second press is the first one's
    (injury,) = events("injury.seen")
    assert first == f"{home}{injury.pk}/mark/"
    assert injury.data == {
        "by": "Nurse", "can_move": True, "significant": False, "explanation": "He fell off the bed",
        "explained_by": "Mother", "attributed_to": "accident",
    }  # fmt: skip
    assert not Leg.objects.exists() and len(duties("injury-drawn")) == 1
    # Where, then what: the place goes on in the form and in no address.
    where = text_of(nurse, first)
    assert "Left<span" in where and 'href="#id_place_' in where
    assert "Select where the mark is" in plain(nurse.post(first, {}).content.decode())
    step = nurse.post(first, {"place": "left|cheek"}).content.decode()
    assert "Left cheek: what does the mark look like?" in plain(step) and 'value="left|cheek"' in step
    wrong = plain(nurse.post(first, mark(world, kind="", size_mm="long")).content.decode())
    assert "Select what kind of mark it is" in wrong and "must be a number" in wrong
    page = done(nurse, first, mark(world))
    assert not duties("injury-drawn")
    (drawn,) = events("injury.body-map")
    assert drawn.data["site"] == "cheek" and drawn.data["side"] == "left" and drawn.data["size_mm"] == 20
    shown = text_of(nurse, page)
    assert 'aria-label="Head from the front. 1. Left cheek: bruise."' in shown
    assert "20 by 12 mm, purple" in plain(shown) and "“He fell off the bed” (Mother)" in plain(shown)
    world.later(days=3)
    done(nurse, f"{home}marks/{drawn.pk}/", {**about(world), "gone": "no", "colour": "", "by": "Nurse"})
    shown = plain(text_of(nurse, page))
    assert "Gone when looked at on 31 Mar 2013" in shown and "Could no longer be seen" in shown
    assert shown.index("Could no longer be seen") < shown.index("20 by 12 mm, purple")
    later = done(nurse, f"{home}record/", seen(world))
    done(nurse, later, mark(world, place="right|shin"))
    shown = text_of(nurse, home)
    assert "2. Right shin: bruise" in plain(shown) and "the last day that a mark was seen" in plain(shown)
    assert shown.count("stroke-dasharray") == 2  # the earlier mark and its sign in the key


def test_a_changed_account_stands_beside_the_first_in_the_order_of_time_and_is_weighed_again(
    world: World, home: str, signed_in: SignIn
) -> None:
    nurse = signed_in("nurse")
    page = done(nurse, f"{home}record/", seen(world)).removesuffix("mark/")
    done(nurse, f"{page}explanation/", {"key": new_id(), "fits": "it fits", "reason": "He climbs."})
    assert not duties("injury-explanation-considered")
    world.later(hours=2)
    asked = plain(text_of(nurse, f"{page}account/"))
    assert "What was said before “He fell off the bed” (Mother)" in asked and "It stays as it is" in asked
    said = {
        **about(world), "explanation": "Max pushed him", "explained_by": "Mother", "by": "Sister Ann",
        "beside": "a changed account", "reason": "First a fall, now a push", "attributed_to": "sibling",
    }  # fmt: skip
    unsaid = plain(nurse.post(f"{page}account/", {**said, "reason": "", "explained_by": ""}).content.decode())
    assert "Enter what is different" in unsaid and "Enter whose words they are" in unsaid
    assert not events("injury.explained")
    for _ in range(2):  # a second press is the first one's
        done(nurse, f"{page}account/", said)
    (told,) = events("injury.explained")
    (first,) = events("injury.seen")
    assert told.data == {
        "injury": first.pk, "explanation": "Max pushed him", "explained_by": "Mother", "said_to": "Sister Ann",
        "beside": "a changed account", "reason": "First a fall, now a push", "attributed_to": "sibling",
    }  # fmt: skip
    assert first.data["explanation"] == "He fell off the bed", "nothing is overwritten"
    shown = plain(text_of(nurse, page))
    assert "The account of this injury has changed" in shown and "A further or changed account of it" in shown
    changed = shown.index("A changed account: “Max pushed him” (Mother) Put down to a brother or sister.")
    assert shown.index("“He fell off the bed” (Mother)") < changed
    assert "Different: First a fall, now a push Said to Sister Ann" in shown
    assert "an accident, then a brother or sister" in shown
    assert "“Max pushed him”" in plain(text_of(nurse, home)), "and among all injuries"
    # What was weighed before was another account: it is weighed again. No enquiry is under way, so nobody has to meet.
    (duty,) = duties("changed-account-considered")
    led = nurse.get(f"/children/{world.child.pk}/record/?for={duty.pk}")
    assert (led.status_code, led.headers["Location"]) == (302, f"{page}explanation/")
    assert not events("enquiry.new-evidence")
    done(nurse, f"{page}explanation/", {"key": new_id(), "fits": "it does not fit", "reason": "It changed."})
    assert not duties("changed-account-considered")


def test_the_first_word_of_an_injury_may_come_later_and_a_change_in_an_enquiry_is_talked_about(
    world: World, home: str, signed_in: SignIn
) -> None:
    nurse = signed_in("nurse")
    world.send(OUT_OF_HOURS)
    page = done(nurse, f"{home}record/", seen(world, explanation="", explained_by="")).removesuffix("mark/")
    write(world, "enquiry.started", local(2013, 3, 28, 17, 0), by="duty", data={"enquiry": "e1"})
    said = {**about(world), "explanation": "He fell", "explained_by": "Mother", "by": "", "attributed_to": "accident"}
    assert "How does it stand" not in plain(text_of(nurse, f"{page}account/"))
    done(nurse, f"{page}account/", said)
    assert [each.data["beside"] for each in events("injury.explained")] == ["the first account"]
    assert not events("enquiry.new-evidence") and not duties("changed-account-considered")
    done(
        signed_in("duty"),
        f"{page}account/",
        {**said, "key": new_id(), "beside": "a changed account", "reason": "No fall"},
    )
    assert [each.data["what"] for each in events("enquiry.new-evidence")] == ["a changed account"]
    assert duties("strategy-on-change")


def test_marks_of_a_brother_stand_beside_on_the_map_and_in_words(world: World, home: str, signed_in: SignIn) -> None:
    nurse, max_ = signed_in("nurse"), brother(world)
    assert "The marks beside each other" not in plain(text_of(nurse, home))
    done(nurse, done(nurse, f"{home}record/", seen(world)), mark(world))
    theirs = done(nurse, f"/children/{max_.pk}/injuries/record/", seen(world))
    done(nurse, theirs, mark(world, colour="yellow"))
    shown = text_of(nurse, home)
    mine = shown.index('aria-label="Jonas Weber: head from the front. 1. Left cheek: bruise."')
    his = shown.index('aria-label="Max Weber: head from the front. 1. Left cheek: bruise."')
    assert mine < his and "<svg" in shown[mine - 2000 : his], "one beside the other"
    assert "Whose Max Weber Where and what 1. Left cheek: bruise How it looked last 20 by 12 mm, yellow" in plain(shown)
    assert len(set(re.findall(r'<svg[^>]* id="([^"]+)"', shown))) == len(re.findall(r'<svg[^>]* id="', shown))


def test_an_injury_of_a_child_who_cannot_move_about_is_referred_at_once_and_a_consultant_sees_the_child(
    world: World, home: str, signed_in: SignIn
) -> None:
    nurse = signed_in("nurse")
    answer = nurse.post(f"{home}record/", seen(world, can_move="no"), follow=True)
    assert "Out-Of-Hours, Social-Care is told, as urgent. Ring them now as well" in plain(answer.content.decode())
    (injury,) = events("injury.seen")
    with as_assessor():
        (leg,) = Leg.objects.select_related("team", "share")
        assert (leg.team.key, leg.share.asks, leg.share.items) == (OUT_OF_HOURS, "urgent", [injury.pk])
    assert not duties("immobile-injury-referred") and len(duties("immobile-injury-examined")) == 1
    page = f"{home}{injury.pk}/"
    assert "A consultant sees the child who cannot move about the same day" in plain(text_of(nurse, page))
    other = about(world, by="Dr Reed", by_role="other doctor", finding="A bruise.")
    done(nurse, f"{page}opinion/", other)
    assert len(duties("immobile-injury-examined")) == 1
    done(nurse, f"{page}opinion/", {**other, "key": new_id(), "by_role": "consultant paediatrician"})
    assert not duties("immobile-injury-examined")
    assert "A bruise. (consultant paediatrician, today 17:30, Dr Reed, Hospital)" in plain(text_of(nurse, page))


def test_the_night_team_itself_is_told_what_to_do(world: World, home: str, signed_in: SignIn) -> None:
    world.send()
    answer = signed_in("duty").post(f"{home}record/", seen(world, can_move="no", by="Duty"), follow=True)
    assert "Your own team has to act now" in plain(answer.content.decode())


def test_the_explanation_is_weighed_beside_the_history_and_photographs_are_registered(
    world: World, home: str, signed_in: SignIn
) -> None:
    nurse = signed_in("nurse")
    write(
        world, "injury.seen", local(2012, 6, 1, 9, 0), data={"site": "left arm", "explanation": "A door"}, text="Old."
    )
    done(nurse, f"{home}record/", seen(world))
    page = f"{home}{events('injury.seen')[-1].pk}/"
    weigh = plain(text_of(nurse, f"{page}explanation/"))
    assert "“A door”" in weigh and "Left arm. Old." in weigh and "3 years" in weigh
    before = len(duties("injury-explanation-considered"))
    done(nurse, f"{page}explanation/", {"key": new_id(), "fits": "not sure", "reason": "Beds are low."})
    assert len(duties("injury-explanation-considered")) == before - 1
    kept = about(
        world, shows="The cheek, with a ruler", by="Ward photographer", kept="Hospital pictures", reference="P-7"
    )
    done(nurse, f"{page}photograph/", kept)
    shown = plain(text_of(nurse, page))
    assert "Not sure. Beds are low." in shown and "Hospital pictures, P-7" in shown


def test_injuries_put_down_to_a_sibling_are_told_beside_theirs_and_begin_their_duties(
    world: World, home: str, signed_in: SignIn
) -> None:
    nurse, max_ = signed_in("nurse"), brother(world)
    write(
        world, "injury.seen", local(2013, 3, 1, 9, 0), subject=Subject("child", max_.pk),
        data={"explanation": "Jonas bit him"}, text="A bite.",
    )  # fmt: skip
    for _ in range(2):
        done(nurse, f"{home}record/", seen(world, attributed_to="sibling"))
        world.later(days=10)
    assert not duties("safety-after-sibling-injury")  # nobody has told social care
    assert "Known to Hospital Share it" in plain(text_of(nurse, f"{home}{events('injury.seen')[-1].pk}/"))
    world.send(items=tuple(each.pk for each in events("injury.seen") if each.subject_id == world.child.pk))
    assert "Max Weber" in (shown := plain(text_of(nurse, home))) and "“Jonas bit him”" in shown
    assert {each.subject_id for each in duties("safety-after-sibling-injury")} == {world.child.pk, max_.pk}
    with as_assessor():
        assert Signal.objects.filter(procedure="sibling-injuries").exists()
    assert len(duties("sibling-injuries-followed-up")) == 1
    assert "Injuries put down to a brother or sister are talked about" in shown


def test_duties_lead_to_the_page_that_closes_them(world: World, home: str, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    done(nurse, f"{home}record/", seen(world))
    injury, child = events("injury.seen")[0].pk, f"/children/{world.child.pk}/record/"
    for procedure, name in (("injury-drawn", "mark"), ("injury-explanation-considered", "explanation")):
        (owed,) = duties(procedure)
        assert nurse.get(f"{child}?for={owed.pk}").headers["Location"] == f"{home}{injury}/{name}/"
    assert nurse.post(child, {"kind": "injury.seen"}).headers["Location"] == f"{home}record/"


def test_the_pages_ask_as_few_questions_for_many_as_for_one(world: World, home: str, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    injury = write(world, "injury.seen", local(2013, 3, 1, 9, 0), data={"can_move": True})
    nurse.get(home)

    def counted(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert nurse.get(path).status_code == 200
        number = len(ours([each["sql"].strip() for each in asked.captured_queries]))
        assert number <= 12, path
        return number

    before = [counted(home), counted(f"{home}{injury}/")]
    for n in range(4):
        more = {"injury": injury, "site": "knee", "side": "left", "kind": "graze"}
        write(world, "injury.body-map", local(2013, 3, 2 + n, 9, 0), data=more)
    assert [counted(home), counted(f"{home}{injury}/")] == before


def test_nobody_else_opens_it_and_an_entry_taken_back_is_gone(world: World, home: str, signed_in: SignIn) -> None:
    nurse, stranger = signed_in("nurse"), signed_in("stranger")
    done(nurse, done(nurse, f"{home}record/", seen(world)), mark(world))
    injury, drawn = events("injury.seen")[0].pk, events("injury.body-map")[0].pk
    for path in ("", "record/", f"{injury}/", f"{injury}/mark/", f"{injury}/opinion/", f"marks/{drawn}/"):
        assert stranger.get(f"{home}{path}").status_code == 404
    assert nurse.get(f"{home}{drawn}/").status_code == 404  # a mark is no injury
    done(nurse, f"/children/{world.child.pk}/entries/{drawn}/take-back/", {"reason": "The wrong child"})
    assert "No mark is drawn yet" in plain(text_of(nurse, home))
    world.at.at += timedelta(minutes=1)
    done(nurse, f"/children/{world.child.pk}/entries/{injury}/take-back/", {"reason": "The wrong child"})
    assert "No injury is in the record" in plain(text_of(nurse, home))
