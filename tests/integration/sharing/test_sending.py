"""A share is sent once, makes its events and duties, and lets those read who must act."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import can_see_child
from followthrough.service.agencies.models import Agency
from followthrough.service.children.actions import About
from followthrough.service.children.models import Child
from followthrough.service.core import audit
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing import actions, queries
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.outgoing import CannotSend
from integration.agencies import making
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, WARD, World, duties, local
from integration.worklist.test_home import ours

pytestmark = pytest.mark.django_db


def test_an_urgent_share_must_be_received_within_the_hour(world: World) -> None:
    world.send(OUT_OF_HOURS)
    (received,) = duties("share-received-urgent")
    assert (received.due_at, received.debtor_agency, received.debtor_team) == (
        local(2013, 3, 28, 18, 30),
        "social-care",
        "out-of-hours",
    )


def test_an_ordinary_share_before_easter_is_due_on_the_tuesday_after(world: World) -> None:
    world.send(FRONT_DOOR, asks="action")
    (received,) = duties("share-received")
    assert received.due_at == local(2013, 4, 2, 17)


def test_each_recipient_has_a_leg_and_an_event_that_carries_what_happened(world: World) -> None:
    share = world.send(OUT_OF_HOURS, RESPONSE)
    with as_assessor():
        sent = list(Event.objects.filter(kind="share.sent"))
        concern = Event.objects.get(kind="concern.raised")
    assert {each.data["recipient_team"] for each in sent} == {"out-of-hours", "response"}
    assert all(each.data["items"] == [concern.pk] for each in sent)
    assert (concern.agency, concern.data["words"]) == ("hospital", share.words)


def test_an_exact_kind_is_recorded_as_itself(world: World) -> None:
    share = world.send(kind="injury.seen", detail={"site": "left hand"})
    with as_assessor():
        event = Event.objects.get(kind="injury.seen")
    assert (event.data["site"], event.text, share.kind) == ("left hand", share.words, "injury.seen")


def test_what_concerns_the_home_is_recorded_of_the_home(world: World) -> None:
    world.send(kind="alcohol.misuse", detail={"seen_as": "drunk while caring"})
    with as_assessor():
        assert Event.objects.get(kind="alcohol.misuse").subject_kind == "household"


def test_a_police_incident_that_goes_to_triage_meets_the_duty_to_pass_it_on(world: World) -> None:
    triage = making.team(Agency.objects.get(pk="social-care"), "triage")
    about = {"child_id": "", "new_child": About("Mira Lang", date(2008, 2, 1))}
    said = {"asks": "information", "kind": "da.incident", "detail": {"incident": "WP-101"}}
    world.send(OUT_OF_HOURS, by="constable", **about, **said)
    assert [each.debtor_agency for each in duties("police-incident-shared")] == ["police"]
    world.send(triage.key, by="constable", **about, **said)
    assert len(duties("police-incident-shared", ["met"])) == 1


def test_a_recipient_may_read_the_child_from_now_on(world: World) -> None:
    assert not can_see_child(world.viewer("duty"), world.child.pk)
    world.send(OUT_OF_HOURS)
    with acting(world.viewer("duty")):
        assert can_see_child(world.viewer("duty"), world.child.pk)
        assert Event.objects.filter(kind="concern.raised").exists()


def test_a_new_child_is_registered_with_the_share_and_not_before(world: World) -> None:
    new = About("Mira Lang", None)
    with pytest.raises(CannotSend):
        world.send("hospital/ward", child_id="", new_child=new)
    assert not Child.objects.filter(name="Mira Lang").exists()
    world.send(OUT_OF_HOURS, child_id="", new_child=new, age_note="about 3")
    assert Child.objects.filter(name="Mira Lang").count() == 1


def test_sending_twice_is_sending_once(world: World) -> None:
    outgoing = world.outgoing(OUT_OF_HOURS)
    nurse = world.viewer("nurse")
    with acting(nurse):
        first = actions.send(outgoing=outgoing, by=nurse)
        world.later(minutes=1)
        assert actions.send(outgoing=outgoing, by=nurse).pk == first.pk
        assert (Share.objects.count(), Leg.objects.count()) == (1, 1)


def test_the_same_key_with_other_words_is_refused(world: World) -> None:
    outgoing = world.outgoing(OUT_OF_HOURS)
    nurse = world.viewer("nurse")
    with acting(nurse):
        sent = actions.send(outgoing=outgoing, by=nurse)
        with pytest.raises(CannotSend, match=sent.reference):
            actions.send(outgoing=replace(outgoing, words="Something else."), by=nurse)
        assert Share.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one_share(world: World) -> None:
    outgoing, nurse = world.outgoing(OUT_OF_HOURS), world.viewer("nurse")

    def click(_: int) -> str:
        try:
            with acting(nurse):
                return actions.send(outgoing=outgoing, by=nurse).reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        references = set(pool.map(click, range(3)))
    assert len(references) == 1
    assert len(duties("share-received-urgent")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "  "},
        {"recipients": ()},
        {"recipients": ("hospital/ward",)},
        {"recipients": ("hospital/nowhere",)},
        {"family_told": False},
        {"asks": "everything"},
        {"items": ("an-event-of-somebody-else",)},
        {"child_id": "nobody"},
    ],
)
def test_what_is_not_complete_is_refused_in_words_and_nothing_is_kept(world: World, wrong: dict[str, object]) -> None:
    nurse = world.viewer("nurse")
    with acting(nurse):
        with pytest.raises(CannotSend) as refused:
            actions.send(outgoing=replace(world.outgoing(OUT_OF_HOURS), **wrong), by=nurse)
        assert str(refused.value).endswith(".")
        assert not Share.objects.exists()
    with as_assessor():
        assert not Event.objects.filter(kind__in=["share.sent", "concern.raised"]).exists()


def test_a_child_of_others_can_be_shared_about_only_by_who_has_shown_that_they_know_them(world: World) -> None:
    with pytest.raises(CannotSend):
        world.send(OUT_OF_HOURS, by="constable")
    audit.record("child.known", by=world.viewer("constable"), subject=Subject("child", world.child.pk))
    share = world.send(OUT_OF_HOURS, by="constable")
    assert share.teams == [RESPONSE, OUT_OF_HOURS]
    # Whoever shares learns no more about the child than before.
    assert not can_see_child(world.viewer("constable"), world.child.pk)
    with acting(world.viewer("constable")):
        assert queries.share(world.viewer("constable"), share.reference) == share
        assert not Event.objects.filter(subject_id=world.child.pk).exists()


def test_nobody_opens_a_child_of_others_to_their_own_agency(world: World) -> None:
    making.team(Agency.objects.get(pk="police"), "public-protection")
    audit.record("child.known", by=world.viewer("constable"), subject=Subject("child", world.child.pk))
    with pytest.raises(CannotSend, match="Your agency does not work with this child"):
        world.send(OUT_OF_HOURS, "police/public-protection", by="constable")
    assert not Share.objects.exists()
    making.team(Agency.objects.get(pk="hospital"), "burns")
    assert world.send("hospital/burns", by="nurse").teams == [WARD, "hospital/burns"]


def test_sending_is_audited_with_identifiers_only(world: World) -> None:
    share = world.send(OUT_OF_HOURS)
    row = AuditRow.objects.get(action="share.sent")
    assert (row.subject_kind, row.subject_id) == Subject("child", world.child.pk)
    assert row.detail["share"] == share.reference
    assert "burn" not in str(row.detail)


def test_each_further_team_asks_few_questions_for_what_a_share_opens_is_worked_out_once(world: World) -> None:
    def asked_for(*teams: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            world.send(*teams)
        return len(ours(asked))

    asked_for(FRONT_DOOR)
    one = asked_for(RESPONSE)
    three = asked_for(OUT_OF_HOURS, "camhs/community", "hospital/safeguarding-team")
    assert three - one <= 2 * 8, (one, three)
