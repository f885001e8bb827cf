"""A list brought by hand, matched by a person, and read where the child is worked with: always with its day."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.caseload.models import Delivery
from followthrough.service.core.viewer import acting
from followthrough.service.intake import actions as intake
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.ledger.actions import NewEvent, record
from integration.caseload.lists import JONAS, MILA, case, involve, rows, take
from integration.caseload.test_matching import number
from integration.intake.mails import front_door, mail
from integration.sharing.world import FRONT_DOOR, World, duties


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_administrator_brings_a_list_and_a_worker_matches_it(world: World) -> None:
    admin, day = signed_in(world, "admin"), signed_in(world, "day")
    sent = admin.post("/caseload/files/", {"file": SimpleUploadedFile("x.csv", rows(JONAS, MILA))})
    at = str(sent.headers["Location"])
    page = text(admin, at)
    assert "What the list says: 2 rows" in page and "Looked after, care order (section 31)" in page
    assert "It waits for you to look at it" in text(admin, "/caseload/")
    admin.post(at, {"do": "take"})
    assert Delivery.objects.get().taken_at is not None
    assert "Mila" not in text(admin, "/caseload/"), "an administrator sees no child"
    listed = text(day, "/caseload/")
    assert "Perhaps a child whom you know (1)" in listed and "SC-1002" in listed
    page = text(day, f"/caseload/{case().pk}/")
    assert "Same name, same birth date" in page
    day.post(f"/caseload/{case().pk}/match/", {"child": world.child.pk})
    page = text(day, f"/caseload/{case().pk}/")
    assert "Matched to Jonas Weber" in page and "SC-1001" in text(day, f"/children/{world.child.pk}/")
    day.post(f"/caseload/{case().pk}/unmatch/", {"reason": "His cousin."})
    page = text(day, f"/caseload/{case().pk}/")
    assert "Who opened the wrong record meanwhile" in page and "His cousin." in page


def test_columns_that_are_not_known_are_asked_and_remembered(world: World) -> None:
    day = signed_in(world, "day")
    raw = b"A,B\nSC-1,Jonas Weber\n"
    at = str(day.post("/caseload/files/", {"file": SimpleUploadedFile("x.csv", raw)}).headers["Location"])
    assert "Take in" not in text(day, at)
    answer = day.post(at, {"do": "columns", "name": "B"})
    assert "Choose the column for “Your own case number”" in answer.content.decode()
    day.post(at, {"do": "columns", "number": "A", "name": "B"})
    day.post(at, {"do": "take"})
    world.later(hours=1)
    raw = b"A,B\nSC-1,Jonas Weber\nSC-2,Ada Frost\n"
    again = str(day.post("/caseload/files/", {"file": SimpleUploadedFile("x.csv", raw)}).headers["Location"])
    page = text(day, again)
    assert "What the list says: 2 rows" in page and "in the list that stands" not in page
    day.post(again, {"do": "discard"})
    assert Delivery.objects.count() == 1


def test_a_file_that_leaves_cases_out_says_so_before_it_is_taken(world: World) -> None:
    day = signed_in(world, "day")
    take(JONAS, MILA)
    world.later(hours=1)
    raw = b"Case number,Name\nSC-9,Ada Frost\n,Nobody Knows\n"
    page = text(day, str(day.post("/caseload/files/", {"file": SimpleUploadedFile("x.csv", raw)}).headers["Location"]))
    assert "2 of the 2 cases in the list that stands are not in this file" in page
    assert "Row 3: There is no case number." in page


def test_other_agencies_read_it_on_the_childs_page_with_its_day(world: World) -> None:
    number(world)
    take(JONAS)
    page = text(signed_in(world, "nurse"), f"/children/{world.child.pk}/")
    assert "As of 28 Mar 2013, 17:30" in page
    assert "Allocated worker: Ada Frost, Children in Care, 01632 960150" in page
    assert "Legal status: Looked after, care order (section 31)" in page
    assert "Plan: Care plan, review on 15 Apr 2013" in page and "out of date" not in page


def test_an_old_list_and_a_case_that_is_gone_are_plain_to_see(world: World) -> None:
    number(world)
    take(JONAS, MILA)
    world.later(hours=24)
    take(MILA)
    nurse = signed_in(world, "nurse")
    page = text(nurse, f"/children/{world.child.pk}/")
    assert "Not in the list since 29 Mar 2013" in page and "Not in the list now" in page
    world.later(hours=1)
    take(JONAS, MILA)
    world.later(hours=49)
    page = text(nurse, f"/children/{world.child.pk}/")
    assert "May be out of date" in page and "2 days ago" in page


def test_it_stands_on_a_share_and_in_the_copy(world: World) -> None:
    number(world)
    take(JONAS)
    share = world.send(FRONT_DOOR, asks="action")
    for who in ("nurse", "day"):
        page = text(signed_in(world, who), f"/shares/{share.reference}/")
        assert "In agencies’ own systems" in page and "Ada Frost" in page and "SC-1001" in page
    copy = text(signed_in(world, "day"), f"/shares/{share.reference}/copy.txt")
    assert "As of 28 Mar 2013, 17:30" in copy and "Allocated worker: Ada Frost" in copy


def test_the_own_number_stands_on_each_page_about_one_thing(world: World) -> None:
    number(world)
    involve(world, "social-care", "out-of-hours")
    duty, nurse = world.viewer("duty"), world.viewer("nurse")
    item = intake.take_in(arrival=from_mail(mail()), team=front_door())
    assert item is not None
    with acting(duty):
        intake.match(item=item, child_id=world.child.pk, by=duty)
    world.send(FRONT_DOOR, asks="action")
    with acting(nurse):
        seen = NewEvent(kind="child.seen", subject=Subject("child", world.child.pk), occurred_from=world.at.at)
        (entry,) = record([seen], by=nurse).event_ids
    owed = next(each for each in duties("share-received") if each.debtor_team == "front-door")
    pages = [
        ("duty", f"/intake/{item.reference}/"),
        ("day", f"/duties/{owed.pk}/"),
        ("day", f"/children/{world.child.pk}/entries/{entry}/"),
    ]
    for who, address in pages:
        page = text(signed_in(world, who), address)
        assert "In agencies’ own systems" in page and "SC-1001" in page, address


def test_a_status_on_no_list_is_shown_as_it_is_written(world: World) -> None:
    number(world)
    take(JONAS.replace("C2", "ICO ext (wk 3)"))
    page = text(signed_in(world, "day"), f"/children/{world.child.pk}/")
    assert "“ICO ext (wk 3)”, as the list writes it" in page


def test_who_looks_after_it_must_sit_in_the_team(world: World) -> None:
    manager = signed_in(world, "manager")
    said = {"team": "front-door", "owner": world.people["duty"].pk, "due_by": "6.30"}
    assert "does not sit in" in manager.post("/caseload/set-up/", said).content.decode()
    answer = manager.post("/caseload/set-up/", {**said, "owner": world.people["day"].pk})
    assert answer.status_code == 302 and "Each day by 06:30" in text(manager, "/caseload/")
    assert "Write the time as 07:00" in manager.post("/caseload/set-up/", {**said, "due_by": "soon"}).content.decode()
