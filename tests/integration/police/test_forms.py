"""Police back from a dispute: the attendance once, a form for each child, a sergeant's look, and triage gets a share.

The evening before Good Friday 2013, 17:30. The triage team has gone home; the night team of social care is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from followthrough.service.agencies.models import Team
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Draft, Leg, Share
from integration.agencies import making
from integration.chronology.writing import plain, text_of
from integration.reliability.test_questions import ours
from integration.sharing import world as made
from integration.sharing.world import OUT_OF_HOURS, World, duties

SignIn = Callable[[str], Client]
MILL_LANE = "14 Mill Lane"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        Team.objects.create(agency_id="social-care", slug="triage", title="County Triage", office="office")
        built.people["sergeant"] = making.practitioner(
            "sergeant", ("police", "response", "team-manager"), is_early=True
        )
        yield built


def attendance(**more: Any) -> dict[str, Any]:
    said = {
        "at_day": "28", "at_month": "3", "at_year": "2013", "at_time": "16:50", "place": MILL_LANE, "incident": "WP-7",
        "category": "da.incident", "words": "Shouting, a broken door.", "who_was_there": "Marta Zając, her mother",
        "shift_ends": "22:00", "family_told": "no", "why_not_told": "He was still there.",
    }  # fmt: skip
    return {**said, **more}


def form(**more: Any) -> dict[str, Any]:
    said = {
        "child_was": "in the same room", "child_seen": "yes", "seen_by": "Constable",
        "spoken_to": "yes, without a carer",
        "said": "He broke it.", "interpreter": "none was needed", "seemed": "Hiding behind her cot.", "injuries": "",
        "done": "Left with her aunt.",
    }  # fmt: skip
    return {"key": new_id(), **said, **more}


def events(*kinds: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind__in=kinds).order_by("recorded_at"))


def owed() -> dict[str, int]:
    names = ("vulnerable-child-form", "vulnerable-child-form-checked", "vulnerable-child-form-mended")
    return {name: len(duties(name)) for name in (*names, "police-incident-shared")}


@pytest.fixture
def recorded(world: World, signed_in: SignIn) -> dict[str, str]:
    """Two sisters of a home that nobody knew: the addresses of their attendance, by name."""
    constable = signed_in("constable")
    draft = str(constable.get("/police/attendance/").headers["Location"])
    assert constable.post(draft, attendance()).headers["Location"] == f"{draft}children/"
    for name, born in (("Ola Zając", ("4", "5", "2009")), ("Iga Zając", ("", "", ""))):
        day, month, year = born
        more = {"born_on_day": day, "born_on_month": month, "born_on_year": year, "age": "" if day else "about 1"}
        answer = constable.post(f"{draft}children/add/", {"name": name, "lives_there": "yes", **more})
        assert answer.status_code == 302, plain(answer.content.decode())
    for _ in range(2):  # a second press is the first one's
        answer = constable.post(f"{draft}children/", {"record": "yes"})
        assert answer.status_code == 302, plain(answer.content.decode())
    assert not Draft.objects.exists()
    event = draft.rstrip("/").rpartition("/")[2]
    return {
        each.name[:3]: f"/children/{each.pk}/attendance/{event}/" for each in Child.objects.filter(name__contains="Zaj")
    }


def test_the_attendance_is_written_once_and_a_form_is_owed_for_each_child(
    world: World, recorded: dict[str, str], signed_in: SignIn
) -> None:
    (incident,) = events("da.incident")
    assert incident.subject_kind == "household" and len(incident.data["children_present"]) == 2
    assert incident.data["shift_ends"] == "2013-03-28T22:00:00+00:00"
    assert owed() == {
        "vulnerable-child-form": 2, "vulnerable-child-form-checked": 0, "vulnerable-child-form-mended": 0,
        "police-incident-shared": 2,
    }  # fmt: skip
    # Another officer, and the sergeant, see what is missing with the clock of the procedure.
    listed = plain(text_of(signed_in("sergeant"), "/police/"))
    assert listed.count("Complete a Vulnerable Child form for this child") == 2 and "Due today 22:00" in listed
    page = plain(text_of(signed_in("constable"), recorded["Ola"]))
    assert "2 of 2 forms are missing" in page and page.count("Form missing") == 2
    # The duty leads to the page.
    (first, _) = duties("vulnerable-child-form")
    answer = signed_in("constable").get(f"/children/{first.subject_id}/record/?for={first.pk}")
    assert answer.headers["Location"] == f"/children/{first.subject_id}/attendance/{incident.pk}/"


def test_a_form_from_half_written_to_triage(world: World, recorded: dict[str, str], signed_in: SignIn) -> None:
    constable, sergeant = signed_in("constable"), signed_in("sergeant")
    ola = recorded["Ola"]
    constable.post(f"{ola}form/", form(done="Half wri", keep="yes"))
    constable.post(f"{ola}form/keep/", form(done="Half written"))
    assert "Half written" in text_of(constable, f"{ola}form/") and "Go on with the form" in text_of(constable, ola)
    assert "Half written" not in text_of(sergeant, f"{ola}form/"), "a draft is its writer's alone"
    unsaid = plain(constable.post(f"{ola}form/", form(seemed="", interpreter="")).content.decode())
    assert "Enter how the child seemed" in unsaid and "Select who interpreted" in unsaid
    said = form()
    for _ in range(2):
        assert constable.post(f"{ola}form/", said).status_code == 302
    assert not Draft.objects.exists()
    (written,) = events("vulnerable-child.form")
    (seen,), (heard,) = events("child.seen"), events("voice.heard")
    assert (written.data["said"], heard.data["words"]) == ("He broke it.", "He broke it.")
    assert seen.data == {"by": "Constable", "place": "home", "alone": True} and heard.data["alone"] is True
    assert owed()["vulnerable-child-form"] == 1 and owed()["vulnerable-child-form-checked"] == 1
    # Nobody looks through their own; the sergeant sends it back, and it is put right.
    assert constable.get(f"{ola}check/").status_code == 403
    world.later(minutes=5)
    back = {"key": new_id(), "decision": "sent back", "reason": "Who looked at her arms?", "has_read": "on"}
    beside = plain(text_of(sergeant, f"{ola}check/"))
    assert "Read this first" in beside and "Brothers and sisters" in beside and "The home" in beside
    unread = plain(sergeant.post(f"{ola}check/", {**back, "has_read": ""}).content.decode())
    assert "Read the history on this page first" in unread and "Who looked at her arms?" in unread
    assert not events("history.read") and not events("vulnerable-child.form-checked")
    sergeant.post(f"{ola}check/", back)
    (read,) = events("history.read")
    assert read.author == world.people["sergeant"].pk and read.data["earlier"] >= 1
    assert (owed()["vulnerable-child-form-checked"], owed()["vulnerable-child-form-mended"]) == (0, 1)
    assert not Share.objects.exists()
    page = text_of(constable, f"{ola}form/")
    assert "Who looked at her arms?" in page and "Hiding behind her cot." in page, "nothing is typed twice"
    world.later(minutes=20)
    constable.post(f"{ola}form/", form(injuries="A bruise on the left arm", spoken_to="yes, with a carer there"))
    assert owed()["vulnerable-child-form-mended"] == 0 and owed()["vulnerable-child-form-checked"] == 1
    assert [each.corrects for each in events("child.seen")] == [None, seen.pk], "put right, not seen twice"
    # Passed as urgent: triage gets it, and whoever is there at this hour.
    for _ in range(2):
        passed = {"key": "0" * 32, "decision": "urgent", "reason": "A bruise that nobody explains.", "has_read": "on"}
        answer = sergeant.post(f"{ola}check/", passed, follow=True)
    assert "Ring them as well" in plain(answer.content.decode()) or "Passed to triage" in plain(answer.content.decode())
    with as_assessor():
        share = Share.objects.get()
        legs = {leg.team.key: leg.state for leg in Leg.objects.select_related("team")}
    last = events("vulnerable-child.form")[-1]
    assert legs == {"social-care/triage": "sent", OUT_OF_HOURS: "sent"}
    assert (share.asks, share.kind, share.why_not_told) == ("urgent", "vulnerable-child.form", "He was still there.")
    assert share.items == [last.pk, events("da.incident")[0].pk]
    assert owed() == {
        "vulnerable-child-form": 1, "vulnerable-child-form-checked": 0, "vulnerable-child-form-mended": 0,
        "police-incident-shared": 1,
    }, "what is left is the baby's"  # fmt: skip
    assert {each.debtor_team for each in duties("share-received-urgent")} == {"triage", "out-of-hours"}
    # Social care reads it where it was written, and says that it has it.
    night = signed_in("duty")
    read = plain(text_of(night, ola))
    assert "A bruise on the left arm" in read and "Sent: nobody has it yet" in read
    leg = world.leg(share, by="duty")
    night.post(f"/shares/{share.reference}/{leg.pk}/receive/", {"key": new_id()})
    read = plain(text_of(night, ola))
    assert "Social care has it" in read and "Write the form" not in read, "only police write forms"


@pytest.mark.parametrize(("stance", "said"), [("on", "Sent back. The officer"), ("shadow", "tell the officer")])
def test_a_sergeant_is_told_whether_a_clock_brings_the_form_back(
    world: World, recorded: dict[str, str], signed_in: SignIn, settings: Settings, stance: str, said: str
) -> None:
    signed_in("constable").post(f"{recorded['Ola']}form/", form())
    world.later(minutes=5)
    settings.FOLLOWTHROUGH_UNDECIDED = stance
    back = {"key": new_id(), "decision": "sent back", "reason": "Who looked at her arms?", "has_read": "on"}
    answer = signed_in("sergeant").post(f"{recorded['Ola']}check/", back, follow=True)
    assert said in plain(answer.content.decode())


def test_a_visitor_and_a_child_whom_others_know(world: World, signed_in: SignIn) -> None:
    """Jonas is known on the ward, and police may not open his record: he gets one of his own, and the page says so."""
    constable = signed_in("constable")
    draft = str(constable.get("/police/attendance/").headers["Location"])
    constable.post(draft, attendance(category="welfare"))
    born = {"born_on_day": "4", "born_on_month": "5", "born_on_year": "2009"}
    jonas = {"name": "Jonas Weber", "lives_there": "yes", **born}
    asked = plain(constable.post(f"{draft}children/add/", jonas).content.decode())
    assert "whom other teams know" in asked
    constable.post(f"{draft}children/add/", {**jonas, "asked": "Jonas Weber|2009-05-04", "who": world.child.pk})
    assert "Your form begins a record of its own" in plain(text_of(constable, f"{draft}children/"))
    nobody = plain(constable.post(f"{draft}children/", {"take_off": "0"}, follow=True).content.decode())
    assert "No child is named yet" in nobody
    assert "Add each child" in plain(constable.post(f"{draft}children/", {"record": "yes"}).content.decode())
    constable.post(f"{draft}children/add/", {**jonas, "asked": "Jonas Weber|2009-05-04", "who": "new"})
    answer = constable.post(f"{draft}children/", {"record": "yes"})
    page = plain(text_of(constable, str(answer.headers["Location"])))
    assert "Jonas Weber" in page and "Called to" in page and "Welfare" in page
    (incident,) = events("police.incident")
    assert incident.subject_id != world.child.pk and owed()["vulnerable-child-form"] == 0, "no dispute: none is owed"


def test_who_lives_there_is_offered_and_pages_ask_little(
    world: World, recorded: dict[str, str], signed_in: SignIn
) -> None:
    constable = signed_in("constable")
    ola = recorded["Ola"].split("/")[2]
    draft = str(constable.get(f"/police/attendance/?child={ola}").headers["Location"])
    constable.post(draft, attendance(incident="WP-8", place=MILL_LANE))
    with CaptureQueriesContext(connection) as asked:
        page = plain(text_of(constable, f"{draft}children/"))
    assert "Ola Zając" in page and "Who else lives there?" in page and "Iga Zając" in page
    counts = {"children": len(ours([each["sql"] for each in asked.captured_queries]))}
    for name, address in (("list", "/police/"), ("page", recorded["Ola"]), ("form", f"{recorded['Ola']}form/")):
        with CaptureQueriesContext(connection) as asked:
            assert constable.get(address).status_code == 200
        counts[name] = len(ours([each["sql"] for each in asked.captured_queries]))
    assert max(counts.values()) <= 12, counts


def test_nobody_else_writes_forms(world: World, recorded: dict[str, str], signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    assert "Police forms" not in text_of(nurse, "/") and "Police forms" in text_of(signed_in("constable"), "/")
    for address in ("/police/", "/police/attendance/"):
        assert nurse.get(address).status_code == 403
    assert nurse.get(recorded["Ola"]).status_code == 404
