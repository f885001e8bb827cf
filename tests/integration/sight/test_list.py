"""Children by when they were last seen: in the order of time, each with its reasons, and only whom one may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import closing
from followthrough.service.access.models import Level
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Child
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.merging import actions as merging
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import World, duties, local

SignIn = Callable[[str], Client]
LIST = "/not-seen/"


def another(world: World, name: str, born_on: date = date(2005, 6, 1), by: str = "nurse") -> Subject:
    viewer = world.viewer(by)
    with acting(viewer):
        child = register_child(about=About(name, born_on), reason="is on the ward", by=viewer)
    return Subject("child", child.pk)


def seen(world: World, at: datetime, subject: Subject | None = None, **data: object) -> str:
    return write(world, "child.seen", at, subject=subject, data=data)


def order(client: Client, query: str = "") -> list[str]:
    page = plain(text_of(client, LIST + query))
    names = ("Jonas Weber", "Ada Long", "Ben Short", "Cleo Never")
    return sorted((name for name in names if name in page), key=page.index)


def test_the_longest_unseen_comes_first_and_whom_nobody_saw_before_all(world: World, signed_in: SignIn) -> None:
    ada, ben = another(world, "Ada Long"), another(world, "Ben Short")
    another(world, "Cleo Never")
    seen(world, local(2013, 3, 27, 9, 0), alone=True, place="clinic")
    seen(world, local(2013, 1, 7, 9, 0), ada, alone=False, place="home", by=world.people["nurse"].pk)
    seen(world, local(2013, 3, 26, 9, 0), ben)
    nurse = signed_in("nurse")
    assert order(nurse) == ["Cleo Never", "Ada Long", "Ben Short", "Jonas Weber"]
    page = plain(text_of(nurse, LIST))
    assert "11 weeks ago Monday 7 January 2013 09:00 at home, by Nurse, Hospital; with a carer there" in page
    assert "No agency has written down that it saw the child" in page
    assert order(nurse, "?why=never-seen") == ["Cleo Never"]


def test_each_reason_is_said_in_words_and_ends_when_the_child_is_seen(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    seen(world, local(2013, 1, 7, 9, 0))
    for day in (11, 18):
        write(
            world, "child.not-brought", local(2013, 2, day, 9, 0), data={"appointment": f"a{day}", "service": "Clinic"}
        )
    write(world, "visit.cancelled", local(2013, 3, 4, 9, 0), data={"visit": "v1", "by_whom": "the family"})
    page = plain(text_of(nurse, LIST))
    assert "Was not brought 2 times since the child was last seen: 11 Feb 2013 and 18 Feb 2013" in page
    assert "A visit was cancelled by the family, 4 Mar 2013 (Hospital)" in page
    assert "did not attend" not in page.lower()
    assert order(nurse, "?why=not-brought") == order(nurse, "?why=no-visit") == ["Jonas Weber"]
    seen(world, local(2013, 3, 20, 9, 0))
    page = plain(text_of(nurse, LIST))
    assert "Was not brought 2" not in page and "A visit was cancelled" not in page
    assert order(nurse, "?why=not-brought") == []


def test_what_stands_is_told_as_support_and_until_it_ends(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    write(world, "complex-needs.support-started", local(2012, 5, 1, 9, 0), data={"support": "nursing"})
    write(world, "home-education.started", local(2012, 9, 3, 9, 0), data={"education": "e1", "special_school": True})
    page = plain(text_of(nurse, LIST))
    assert "Has support for complex needs since 1 May 2012. Listed so that support does not stop" in page
    assert "Is taught at home since 3 Sep 2012, after a special school" in page
    write(world, "home-education.ended", local(2013, 1, 7, 9, 0), data={"education": "e1"})
    assert "Is taught at home" not in plain(text_of(nurse, LIST)).split("Show these")[1]
    assert order(nurse, "?why=support") == ["Jonas Weber"]


def test_a_move_stands_until_somebody_there_has_accepted_the_child(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    write(world, "child.moved-area", local(2013, 3, 1, 9, 0), data={"move": "m1", "to_area": "Eastmarch"})
    assert "Moved to Eastmarch on 1 Mar 2013; nobody there has accepted" in plain(text_of(nurse, LIST))
    write(world, "area.accepted", local(2013, 3, 4, 9, 0), data={"move": "m1", "by": "E. Blythe"})
    assert order(nurse, "?why=moved") == []


def test_a_sight_that_was_put_right_or_taken_back_counts_as_it_stands(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    first = seen(world, local(2013, 1, 7, 9, 0))
    wrong = seen(world, local(2013, 3, 20, 9, 0))
    mended = write(world, "child.seen", local(2013, 3, 13, 9, 0), corrects=wrong)
    assert "Wednesday 13 March 2013 09:00" in plain(text_of(nurse, LIST))
    write(world, "child.seen", local(2013, 3, 13, 9, 0), corrects=mended, is_retraction=True)
    assert "Monday 7 January 2013 09:00" in plain(text_of(nurse, LIST))
    write(world, "child.seen", local(2013, 1, 7, 9, 0), corrects=first, is_retraction=True)
    assert "No agency has written down that it saw the child" in plain(text_of(nurse, LIST))


def test_what_is_owed_stands_beside_the_child_with_who_owes_it(world: World, signed_in: SignIn) -> None:
    write(world, "visit.no-access", local(2013, 3, 28, 10, 0), data={"visit": "v1"})
    page = plain(text_of(signed_in("nurse"), LIST))
    assert "Try a second visit, and write down how it went" in page
    assert "Safeguarding-Team, Hospital" in page or "Hospital. Due" in page


def test_one_sees_the_own_children_alone_and_others_nothing(world: World, signed_in: SignIn) -> None:
    seen(world, local(2013, 3, 1, 9, 0))
    assert order(signed_in("nurse")) == order(signed_in("named.nurse"), "?whose=agency") == ["Jonas Weber"]
    assert order(signed_in("named.nurse")) == [], "the safeguarding team does not work with him"
    for stranger in ("stranger", "constable", "day"):
        assert order(signed_in(stranger)) == order(signed_in(stranger), "?whose=agency") == []


def test_a_closed_record_leaves_the_list_of_whoever_is_not_on_its_own(world: World, signed_in: SignIn) -> None:
    sister = world.viewer("sister")
    with acting(sister):
        closing.close(
            child=Subject("child", world.child.pk),
            level=Level.RESTRICTED,
            names=[],
            reason="He is the son of a colleague",
            review_by=date(2013, 4, 30),
            by=sister,
        )
    assert order(signed_in("nurse")) == []
    assert order(signed_in("sister")) == ["Jonas Weber"]


def test_who_has_grown_up_or_died_is_not_listed(world: World, signed_in: SignIn) -> None:
    grown = another(world, "Ada Long", date(1994, 3, 1))
    nurse = signed_in("nurse")
    assert order(nurse) == ["Jonas Weber"]
    write(world, "complex-needs.support-started", local(2012, 5, 1, 9, 0), subject=grown, data={"support": "n"})
    assert order(nurse) == ["Ada Long", "Jonas Weber"], "support for complex needs goes on to twenty-five"
    write(world, "child.died", local(2013, 3, 20, 9, 0), data={"death": "d1"})
    assert order(nurse) == ["Ada Long"]


def test_two_records_of_one_child_are_one_line_with_the_last_sight_of_both(world: World, signed_in: SignIn) -> None:
    other = another(world, "Ada Long")
    seen(world, local(2013, 1, 7, 9, 0))
    seen(world, local(2013, 3, 20, 9, 0), other)
    sister = world.viewer("sister")
    with acting(sister):
        merging.merge(survivor=world.child.pk, alias=other.id, reason="One boy, entered twice", by=sister)
    assert order(signed_in("nurse")) == ["Jonas Weber"]
    assert "Wednesday 20 March 2013 09:00" in plain(text_of(signed_in("nurse"), LIST))


def test_who_was_listed_is_written_down_and_the_number_of_questions_is_fixed(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    seen(world, local(2013, 3, 1, 9, 0))
    with CaptureQueriesContext(connection) as few:
        nurse.get(LIST)
    assert list(AuditRow.objects.filter(action="child.listed").values_list("subject_id", flat=True)) == [world.child.pk]
    for n in range(30):
        each = another(world, f"Child {n:02}")
        write(
            world,
            "visit.no-access",
            local(2013, 3, 28, 10, 0) + timedelta(minutes=n),
            subject=each,
            data={"visit": "v"},
        )
    with CaptureQueriesContext(connection) as many:
        page = plain(text_of(nurse, LIST))
    assert len(many) <= len(few) and "31 children, page 1 of 2" in page
    assert Child.objects.count() == 31
    assert "Jonas Weber" in plain(text_of(nurse, f"{LIST}?page=2"))


HOWS = {
    "seen": (
        "child.seen",
        {
            "alone": "yes",
            "place": "home",
            "bedroom_seen": "yes",
            "words": "I slept at Gran’s.",
            "interpreter": "none was needed",
        },
    ),
    "no-access": ("visit.no-access", {"words": "A man spoke through the door."}),
    "cancelled": ("visit.cancelled", {"by_whom": "the family", "reason": "No reason"}),
    "not-brought": ("child.not-brought", {"service": "Hearing test"}),
}


def test_each_short_form_writes_one_entry_and_leads_back_to_where_the_list_was(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    when = {"at_day": "28", "at_month": "3", "at_year": "2013", "at_time": "16:00"}
    for how, (kind, said) in HOWS.items():
        address = f"/children/{world.child.pk}/visit/{how}/?list=yes&whose=agency&page=2"
        assert nurse.get(address).status_code == 200
        empty = nurse.post(address, {**when, **dict.fromkeys(said, "")})
        assert how == "no-access" or empty.status_code == 200, "it asks for what it needs"
        answer = nurse.post(address, {**when, **said})
        assert answer.headers["Location"] == f"{LIST}?whose=agency&page=2", plain(answer.content.decode())
        with as_assessor():
            entry = Event.objects.filter(kind=kind).latest("recorded_at")
        assert entry.agency == "hospital" and entry.author == world.people["nurse"].pk
    with as_assessor():
        assert Event.objects.get(kind="child.seen").data["words"] == "I slept at Gran’s."
    assert duties("appointment-followed-up"), "what follows is for the procedures to say"


def test_whoever_came_from_the_child_goes_back_to_the_child(world: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    child = f"/children/{world.child.pk}/"
    assert "The child was not brought to an appointment" in plain(text_of(nurse, f"{child}visit/"))
    later = {"at_day": "29", "at_month": "3", "at_year": "2013", "at_time": "09:00", "alone": "yes", "place": "home"}
    assert "must not be in the future" in nurse.post(f"{child}visit/seen/", later).content.decode()
    answer = nurse.post(f"{child}visit/seen/", {**later, "at_day": "28"})
    assert answer.headers["Location"] == child
    assert signed_in("stranger").get(f"{child}visit/seen/").status_code == 404


def test_who_needs_help_to_talk_together_is_listed_for_support_and_the_reason_is_said(
    world: World, signed_in: SignIn
) -> None:
    another(world, "Ada Long")
    nurse = signed_in("nurse")
    assert order(nurse, "?why=support") == []
    needs = {"language": "German", "interpreter": "yes", "needs": "Uses signs and a board with pictures."}
    assert nurse.post(f"/children/{world.child.pk}/talking/", needs).status_code == 302
    assert order(nurse, "?why=support") == ["Jonas Weber"]
    page = plain(text_of(nurse, f"{LIST}?why=support"))
    said = "Needs help to talk together: Uses signs and a board with pictures. Listed so that support does not stop"
    assert said in page
