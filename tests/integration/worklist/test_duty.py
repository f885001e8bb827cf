"""The page of a duty says why in full, to those who may know, and takes what a person has to say about it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.sharing import world as made
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties
from integration.worklist.test_home import harm_judged_by_day, plain, text_of

SignIn = Callable[[str], Client]


def uniform(page: bytes) -> str:
    """Without the token, which is new each time, and the address that was asked for."""
    return re.sub(r'value="\w{64}"|/duties/\w{32}/', "", page.decode())


def said(kind: str) -> Event:
    with as_assessor():
        return Event.objects.get(kind=kind)


def test_why_names_holidays_source_closing_and_who_is_told_next(world: World, signed_in: SignIn) -> None:
    world.send(FRONT_DOOR, asks="action")
    (duty,) = duties("share-received")
    page = plain(text_of(signed_in("day"), f"/duties/{duty.pk}/"))
    assert "Good Friday 29 March, the weekend and Easter Monday 1 April are not counted" in page
    assert "Tuesday 2 April 2013 17:00" in page
    assert "you must always ensure others have received it" in page
    assert "What would meet it" in page and "A named person took receipt of a share" in page
    assert "If it is not done by Tuesday 2 April 2013 17:00, this is told to the team manager" in page
    assert "our own default" in page
    assert "Information was shared with a recipient" in page


def test_the_reading_of_a_duty_and_of_its_child_is_written_down(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    text_of(signed_in("duty"), f"/duties/{duty.pk}/")
    person = world.people["duty"].pk
    rows = AuditRow.objects.filter(viewer=person, subject_id=world.child.pk)
    assert set(rows.values_list("action", "outcome")) >= {("duty.read", "done"), ("child.read", "done")}


@pytest.mark.django_db(transaction=True)
def test_a_stranger_learns_nothing_and_it_is_written_down(client: Client) -> None:
    with clock.use(made.started()) as at:
        world = made.build(at)
        world.send(OUT_OF_HOURS)
        (duty,) = duties("share-received-urgent")
        client.force_login(world.people["stranger"])
        there = client.get(f"/duties/{duty.pk}/")
        nowhere = client.get(f"/duties/{'0' * 32}/")
        assert there.status_code == nowhere.status_code == 404
        assert uniform(there.content) == uniform(nowhere.content)
        refused = AuditRow.objects.filter(action="duty.read", outcome="refused", viewer=world.people["stranger"].pk)
        assert refused.count() == 2
        taken = client.post(f"/duties/{duty.pk}/take/", {"instead_of": ""})
        assert taken.status_code == 404
        assert duties("share-received-urgent")[0].taken_by == ""


def test_not_ours_is_a_fact_and_the_clock_goes_on(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    client = signed_in("duty")
    answer = client.post(
        f"/duties/{duty.pk}/not-ours/",
        {"reason": "He lives in the next county.", "suggested_agency": "police"},
        follow=True,
    )
    event = said("duty.redirected")
    assert event.data == {
        "duty": duty.pk,
        "reason": "He lives in the next county.",
        "by": world.people["duty"].pk,
        "suggested_agency": "police",
        "procedure": "share-received-urgent",
        "debtor_agency": "social-care",
        "debtor_team": "out-of-hours",
        "owner_group": "policies-and-procedures-group",
        "copied_to": "board",
    }
    page = plain(answer.content.decode())
    assert "A manager of your team has to answer it now" in page
    assert "The clock of this duty goes on until somebody has acted." in page
    assert "Said to be another team’s" in page and "“He lives in the next county.”" in page
    assert duties("share-received-urgent")[0].due_at == duty.due_at


def test_this_is_wrong_needs_a_reason(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    client = signed_in("duty")
    answer = client.post(f"/duties/{duty.pk}/wrong/", {"reason": ""})
    assert "Say what is wrong" in answer.content.decode()
    assert "Nothing has been recorded yet." in answer.content.decode()
    client.post(f"/duties/{duty.pk}/wrong/", {"reason": "The share was about his cousin."})
    assert said("duty.disputed").data["reason"] == "The share was about his cousin."


def test_only_a_manager_of_the_team_excuses(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    refused = signed_in("duty").post(f"/duties/{duty.pk}/excuse/", {"reason": "Not needed."}, follow=True)
    assert "Only a manager of the team that owes it can excuse a duty." in plain(refused.content.decode())
    assert len(duties("share-received-urgent")) == 1
    answer = signed_in("duty.manager").post(f"/duties/{duty.pk}/excuse/", {"reason": "Rung and settled."}, follow=True)
    assert "Excused. Your reason is on the record." in plain(answer.content.decode())
    assert duties("share-received-urgent") == []
    (excused,) = duties("share-received-urgent", states=["excused"])
    assert excused.pk == duty.pk


def test_whom_the_silence_told_is_named_with_the_team_where_they_are(world: World, signed_in: SignIn) -> None:
    """The ward, which sent it, holds no safeguarding lead: the hospital's is told."""
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    world.later(hours=2, minutes=5)
    sweep.run_once()
    page = plain(text_of(signed_in("duty"), f"/duties/{duty.pk}/"))
    assert "to safeguarding lead, Safeguarding-Team, Hospital" in page
    assert "safeguarding lead, Ward" not in page


def test_a_duty_whose_child_one_may_not_open_shows_the_rule_and_no_evidence(world: World, signed_in: SignIn) -> None:
    duty = harm_judged_by_day(world)
    page = plain(text_of(signed_in("day"), f"/duties/{duty.pk}/"))
    assert "There should always be a strategy discussion" in page
    assert "What it rests on" not in page
    assert not AuditRow.objects.filter(action="child.read", viewer=world.people["day"].pk).exists()
