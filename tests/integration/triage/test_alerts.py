"""Agencies together hold enough and none alone: the triage manager is told, brings them together, nobody can tell."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import closing
from followthrough.service.access.actions import involve
from followthrough.service.agencies.models import Agency
from followthrough.service.children.models import Household
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Signal
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Leg
from followthrough.service.triage import finding
from followthrough.service.triage.models import Alert, State
from integration.access.comparing import bare
from integration.agencies import making
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import World, duties, local

SignIn = Callable[[str], Client]
HELD = "Agencies together hold enough about a child"
WATCH = "repeat-domestic-incidents"


@pytest.fixture
def county(world: World) -> World:
    """A triage team with a manager and a worker; the police work with the child, too."""
    making.team(Agency.objects.get(pk="social-care"), "triage")
    for name, seat in (("triage.manager", ("triage", "team-manager")), ("triage.worker", ("triage", "worker")),
                       ("head", ("front-door", "service-manager"))):  # fmt: skip
        world.people[name] = making.practitioner(name, ("social-care", *seat))
    child = Subject("child", world.child.pk)
    involve(agency="police", team="response", subject=child, reason="t", by=making.SETUP)
    return world


def incidents(world: World, *who: str, month: int = 1) -> list[str]:
    home = Subject("household", Household.objects.get().pk)
    days = [local(2013, month, 3 + 5 * n, 20, 0) for n, _ in enumerate(who)]
    return [write(world, "da.incident", at, by=by, subject=home) for at, by in zip(days, who, strict=True)]


def alerts(world: World, who: str) -> list[Alert]:
    with acting(world.viewer(who)):
        return list(Alert.objects.all())


@pytest.fixture
def apart(county: World) -> World:
    incidents(county, "nurse", "constable", "duty")
    with as_assessor():
        assert Signal.objects.filter(procedure=WATCH, state="stands").exists()
    assert finding.find_due() == 1
    return county


def test_the_triage_manager_is_told_and_nobody_else(apart: World, signed_in: SignIn) -> None:
    (alert,) = alerts(apart, "triage.manager")
    assert (alert.state, alert.agencies) == (State.APART, ["hospital", "police", "social-care"])
    for name in ("nurse", "duty.manager", "constable", "triage.worker", "head", "triage.manager"):
        client = signed_in(name)
        is_told = name == "triage.manager"
        assert (HELD in text_of(client, "/")) == is_told, name
        assert bool(alerts(apart, name)) == is_told
        there, nothing = client.get(f"/triage/{alert.pk}/"), client.get("/triage/nothing/")
        assert there.status_code == (200 if is_told else 404), name
        assert is_told or bare(there, alert.pk) == bare(nothing, "nothing")
        assert is_told or client.post(f"/triage/{alert.pk}/bring/").status_code == 404


def test_its_page_says_who_holds_a_part_and_never_what(apart: World, signed_in: SignIn) -> None:
    (alert,) = alerts(apart, "triage.manager")
    page = plain(text_of(signed_in("triage.manager"), f"/triage/{alert.pk}/"))
    assert "A third domestic abuse incident within a year" in page
    assert "Who holds a part Hospital, Police, Social-Care" in page
    assert "Jonas" not in page, "who may not open the child is not told the name"
    read = AuditRow.objects.get(action="alert.read")
    assert (read.subject_id, read.detail) == (apart.child.pk, {"alert": alert.pk})


def test_nobody_else_can_tell_by_any_page_whether_there_is_one(county: World, signed_in: SignIn) -> None:
    """The same answers, and as many questions to the database, before it is found and after."""
    incidents(county, "nurse", "constable", "duty")
    child = county.child.pk
    pages = ("/", f"/children/{child}/", f"/children/{child}/chronology/", f"/governance/children/{child}/", "/rules/")
    people = ("nurse", "constable", "triage.worker", "head")
    clients = {name: signed_in(name) for name in people}

    def asked() -> dict[tuple[str, str], tuple[object, int]]:
        found = {}
        for name in people:
            for page in pages:
                with CaptureQueriesContext(connection) as questions:
                    answer = bare(clients[name].get(page))
                found[name, page] = (answer, len(questions))
        return found

    asked()  # what is made once, such as a session's use, is made before anything is compared
    before = asked()
    assert finding.find_due() == 1 and alerts(county, "triage.manager")
    after = asked()
    for key, answer in before.items():
        assert after[key] == answer, key


@pytest.mark.parametrize("seed", range(3))
def test_it_is_told_when_and_only_when_no_agency_alone_holds_enough(county: World, seed: int) -> None:
    """Whoever wrote three of them knows enough by itself."""
    writers = random.Random(seed).choices(["nurse", "constable", "duty"], k=5)
    agencies = [county.people[each].agency_id for each in writers]
    incidents(county, *writers)
    finding.find_due()
    has_enough = any(agencies.count(each) >= 3 for each in agencies)
    assert bool(alerts(county, "triage.manager")) == (not has_enough)


def test_it_is_over_when_an_agency_comes_to_know_enough(apart: World) -> None:
    assert finding.find_due() == 0, "nothing more was recorded"
    incidents(apart, "nurse", "nurse", month=2)
    assert finding.find_due() == 1
    assert alerts(apart, "triage.manager") == []


def test_the_manager_brings_them_together_and_whoever_must_act_owes_it(apart: World, signed_in: SignIn) -> None:
    manager = signed_in("triage.manager")
    (alert,) = alerts(apart, "triage.manager")
    assert duties("repeat-incidents-reviewed") == [], "in pieces it obliges nobody"
    assert manager.get(f"/children/{apart.child.pk}/").status_code == 404
    assert manager.post(f"/triage/{alert.pk}/bring/").status_code == 302
    with as_assessor():
        told = list(Event.objects.filter(kind="signal.told"))
    assert sorted(each.data["recipient_agency"] for each in told) == ["hospital", "police", "social-care"]
    assert all(set(each.data) == {"signal", "recipient_agency", "by"} and not each.text for each in told)
    assert [each.debtor_agency for each in duties("repeat-incidents-reviewed")] == ["social-care"]
    page = plain(text_of(manager, f"/triage/{alert.pk}/"))
    assert "Jonas Weber" in page and "Call a strategy discussion" in page
    assert manager.get(f"/children/{apart.child.pk}/strategy/call/").status_code == 200
    again = plain(text_of_post(manager, f"/triage/{alert.pk}/bring/"))
    assert "This was settled already" in again
    assert AuditRow.objects.filter(action="alert.settled", subject_id=apart.child.pk).count() == 1
    finding.find_due()
    assert [each.state for each in alerts(apart, "triage.manager")] == [State.BROUGHT]
    assert HELD not in text_of(manager, "/")


def test_each_agency_that_is_brought_has_the_invitation_on_its_home_with_a_clock_and_no_word_of_another(
    apart: World, signed_in: SignIn
) -> None:
    manager = signed_in("triage.manager")
    (alert,) = alerts(apart, "triage.manager")
    assert "Come to a meeting" not in text_of(signed_in("constable"), "/")
    manager.post(f"/triage/{alert.pk}/bring/")
    with as_assessor():
        legs = list(Leg.objects.select_related("team", "share").order_by("team__agency"))
    assert [each.team.agency_id for each in legs] == ["hospital", "police"], "not the manager's own"
    assert [len(each.share.teams) for each in legs] == [2, 2], "a share for each: it names no third"
    assert {(each.share.kind, each.share.asks, each.share.family_told) for each in legs} == {
        ("signal.told", "information", False)
    }
    owed = {each.debtor_agency: each for each in duties("share-received")}
    assert set(owed) == {"hospital", "police"} and all(each.due_at > apart.at.at for each in owed.values())
    secrets = ("hospital", "domestic abuse", "hold enough")
    constable = signed_in("constable")
    home = plain(text_of(constable, "/"))
    (share,) = (each.share for each in legs if each.team.agency_id == "police")
    assert "Take receipt of it, by name" in home and f"Share {share.reference} from Social-Care" in home
    page = plain(text_of(constable, f"/shares/{share.reference}/"))
    assert "Come to a meeting about this child" in page
    before, _, after = page.lower().partition("who should have it?")
    said = before + after.partition("why is it")[2]  # whoever passes it on chooses among all teams that there are
    assert not [each for each in secrets if each in said]
    nobody = signed_in("stranger")
    assert "Come to a meeting" not in text_of(nobody, "/")
    with acting(apart.viewer("constable")):
        leg = next(each for each in Leg.objects.all() if each.share_id == share.pk)
        sharing.receive(leg_id=leg.pk, by=apart.viewer("constable"))
    assert {each.debtor_agency for each in duties("share-received")} == {"hospital"}


def test_no_meeting_has_a_reason_and_more_that_comes_raises_it_again(apart: World, signed_in: SignIn) -> None:
    manager = signed_in("triage.manager")
    (alert,) = alerts(apart, "triage.manager")
    wrong = manager.post(f"/triage/{alert.pk}/leave/", {"reason": ""})
    assert "Say why you bring nobody together" in wrong.content.decode()
    assert manager.post(f"/triage/{alert.pk}/leave/", {"reason": "They met last week."}).status_code == 302
    assert "They met last week." in plain(text_of(manager, f"/triage/{alert.pk}/"))
    assert HELD not in text_of(manager, "/")
    write(apart, "child.seen", local(2013, 3, 1, 9, 0))
    finding.find_due()
    assert HELD not in text_of(manager, "/"), "a visit is no more of it"
    incidents(apart, "constable", month=3)
    finding.find_due()
    assert HELD in text_of(manager, "/")


def test_while_the_triage_team_has_no_manager_the_service_manager_is_told(apart: World, signed_in: SignIn) -> None:
    apart.people["triage.manager"].memberships.update(to_at=apart.at.at)
    assert HELD in text_of(signed_in("head"), "/")
    assert HELD not in text_of(signed_in("duty.manager"), "/")


def test_a_record_that_is_hidden_from_the_manager_tells_nothing(apart: World, signed_in: SignIn) -> None:
    with acting(apart.viewer("sister")):
        closing.close(
            child=Subject("child", apart.child.pk), level="sealed", names=[], reason="t",
            review_by=date(2013, 6, 1), by=apart.viewer("sister"),
        )  # fmt: skip
    assert alerts(apart, "triage.manager") == []
    assert HELD not in text_of(signed_in("triage.manager"), "/")


def test_writing_asks_nothing_more_and_a_look_asks_as_much_for_a_long_history(county: World) -> None:
    def looked() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert finding.find_due() == 1
        return len(asked)

    incidents(county, "nurse", "constable", "duty")
    few = looked()
    for n in range(10):
        write(county, "child.seen", local(2013, 2, 1, 9, 0) + timedelta(days=n))
    assert looked() <= few
    with CaptureQueriesContext(connection) as asked:
        write(county, "child.seen", local(2013, 3, 1, 9, 0))
    assert not [each["sql"] for each in asked if "triage_alert" in each["sql"]]


def test_who_knew_what_when_is_for_reviewers_and_the_triage_manager(apart: World, signed_in: SignIn) -> None:
    address = f"/children/{apart.child.pk}/who-knew/"
    child = Subject("child", apart.child.pk)
    involve(agency="social-care", team="triage", subject=child, reason="t", by=making.SETUP)
    involve(agency="camhs", practitioner=apart.people["stranger"].pk, relationship="review-panel", subject=child,
            reason="t", by=making.SETUP)  # fmt: skip
    for name, is_open in (("nurse", False), ("constable", False), ("triage.worker", False), ("triage.manager", True),
                          ("stranger", True)):  # fmt: skip
        client = signed_in(name)
        assert client.get(address).status_code == (200 if is_open else 403), name
        assert ("Who knew what, when" in text_of(client, f"/children/{child.id}/")) == is_open, name
    page = text_of(signed_in("stranger"), address)
    said = plain(page)
    assert "The picture existed in pieces for less than a day, up to the time asked about." in said
    assert "Hospital alone Since Never, up to now" in said and "Where the pieces lay" in said
    eyes = plain(text_of(signed_in("stranger"), f"{address}?eyes=police"))
    assert "The same in words: Police" in eyes and eyes.count("A domestic abuse incident happened") < said.count(
        "A domestic abuse incident happened"
    )
    read = AuditRow.objects.filter(action="who-knew.read", viewer=apart.people["stranger"].pk)
    assert [each.detail["eyes"] for each in read.order_by("id")] == ["all", "all", "police"]
    assert not re.search(r'href="/[^"]*(incident|domestic)', page)


def text_of_post(client: Client, path: str) -> str:
    return client.post(path, follow=True).content.decode()
