"""One agency asks another what it knows: answered whole, in part, or not at all with reason and lawful ground."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followthrough.service.assurance import invariants
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Rung
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.outgoing import CannotSend
from followthrough.service.sharing.policies import CannotDo
from integration.agencies import making
from integration.sharing.test_pages import _of_every_page, page_of, text_of
from integration.sharing.world import RESPONSE, World, duties, local

pytestmark = pytest.mark.django_db
ASK = reverse("sharing:request")
TUESDAY = local(2013, 4, 2, 17)


@pytest.fixture
def nurse(client: Client, world: World) -> Client:
    client.force_login(world.people["nurse"])
    return client


def asked(client: Client, world: World, **more: Any) -> Leg:
    typed = {
        "name": "Jonas Weber",
        "team": RESPONSE,
        "purpose": "enquiry into harm",
        "words": "Were the police at the home this year?",
        "family_told": "yes",
        "lawful_basis": "safeguarding",
        "key": new_id(),
    } | more
    found = client.post(ASK, typed)
    typed |= {"asked": found.context["form"]["asked"].value(), "who": world.child.pk}
    for _ in range(2):  # a second press is the same request
        done = client.post(ASK, typed, follow=True)
        assert "Asked. The answer comes here." in text_of(done), text_of(done)
    with acting(world.viewer("nurse")):
        (share,) = Share.objects.all()
    return world.leg(share, RESPONSE)


def whole(world: World) -> None:
    assert [(each.invariant.number, each.id, each.what) for each in invariants.broken()] == []


def test_a_request_has_its_own_clock_and_an_answer_closes_it(nurse: Client, client: Client, world: World) -> None:
    leg = asked(nurse, world)
    (owed,) = duties("information-for-enquiry")
    assert (owed.debtor_agency, owed.debtor_team, owed.due_at) == ("police", "response", TUESDAY)
    assert [each.due_at for each in duties("share-received")] == [TUESDAY]
    whole(world)
    shown = nurse.get(page_of(leg.share)).context["legs"][0].path.steps
    answering = next(step for step in shown if step.name == "Answered")
    assert answering.state == "waiting" and "Tuesday 2 April 17:00" in answering.when.words
    world.do("answer_in_part", leg, "constable", words="Twice in January.")
    assert len(duties("information-for-enquiry")) == 1  # a part closes nothing
    world.do("answer", leg, "constable", words="Twice in January, once in March.")
    assert duties("information-for-enquiry") == []
    said = text_of(nurse.get(page_of(leg.share)))
    assert "said a part of what they know" in said and "Twice in January, once in March." in said
    assert [each.debtor_agency for each in duties("share-confirmed")] == ["hospital"]
    whole(world)
    world.do("confirm", leg, "nurse", agrees=True)
    whole(world)


def test_a_refusal_names_reason_and_lawful_ground_and_both_leads_hear_of_it(nurse: Client, world: World) -> None:
    leg = asked(nurse, world, purpose="assessment")
    assert [each.due_at for each in duties("information-for-assessment")] == [local(2013, 4, 4, 17)]
    with pytest.raises(CannotDo, match="lawful ground"):
        world.do("refuse", leg, "constable", reason="It is about somebody else.", basis=" ")
    world.do("refuse", leg, "constable", reason="It is about somebody else.", basis="No part of it is about him.")
    assert duties("information-for-assessment") == []
    assert [each.debtor_agency for each in duties("refusal-to-share-considered")] == ["police"]
    assert [each.debtor_agency for each in duties("refusal-to-share-answered")] == ["hospital"]
    with as_assessor():
        assert Event.objects.get(kind="sharing.refused").data["basis"] == "No part of it is about him."
    assert "decided not to share" in text_of(nurse.get(page_of(leg.share)))
    whole(world)


def test_silence_climbs(nurse: Client, world: World) -> None:
    asked(nurse, world)
    world.at.at = TUESDAY.astimezone(world.at.at.tzinfo)
    world.later(minutes=1)
    sweep.run_once()
    (owed,) = duties("information-for-enquiry")
    with as_assessor():
        told = {(rung.tell_agency, rung.tell_role) for rung in Rung.objects.filter(duty=owed, kind="rung")}
    assert owed.state == "breached" and ("police", "safeguarding-lead") in told


def test_not_ours_keeps_the_time_of_the_first_request(nurse: Client, world: World) -> None:
    leg = asked(nurse, world)
    world.later(days=4)
    making.agency("probation", "office")
    new = world.do("redirect", leg, "constable", agency="probation", team="office", reason="They had the case.")
    (owed,) = duties("information-for-enquiry")
    assert (owed.debtor_agency, owed.due_at) == ("probation", TUESDAY)
    assert new.passed_on_from_id == leg.pk


def test_it_is_not_acted_on_as_a_share_nor_answered_by_others(nurse: Client, world: World) -> None:
    leg = asked(nurse, world)
    for name, by, said in (
        ("act", "constable", {"outcome": "acted", "what": "Gone there."}),
        ("accept", "constable", {}),
        ("answer", "nurse", {"words": "Nothing."}),
        ("answer", "constable", {"words": " "}),
    ):
        with pytest.raises(CannotDo):
            world.do(name, leg, by, **said)
    with pytest.raises(CannotSend):
        world.send(RESPONSE, asks="knowledge")


def test_taking_it_back_ends_what_is_owed(nurse: Client, world: World) -> None:
    leg = asked(nurse, world)
    world.do("withdraw", leg, "nurse", reason="We found it in our own notes.")
    assert duties("information-for-enquiry") == []
    whole(world)


def test_the_page_asks_the_database_little(nurse: Client, world: World) -> None:
    leg = asked(nurse, world)
    # Three questions more of a share are what agencies' own lists say of the child.
    for address, most in ((f"{ASK}?child={world.child.pk}", 12), (page_of(leg.share), 14)):
        with CaptureQueriesContext(connection) as queries:
            assert nurse.get(address).status_code == 200
        own = [each["sql"] for each in queries.captured_queries if not _of_every_page(each["sql"])]
        assert len(own) <= most, "\n".join(own)
