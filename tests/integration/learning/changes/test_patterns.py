"""Each kind of new rule is proposed in a form, agreed, and then makes duties in the live service."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.changes.patterns import PATTERNS
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.ledger.actions import NewEvent, record
from integration.chronology.writing import plain
from integration.learning.changes.conftest import SignIn
from integration.learning.changes.test_changes import BECAUSE, agree, not_brought, propose
from integration.sharing.world import World, duties

WHO = {"agency": "hospital", "role": "team-manager"}
ASKED: dict[str, dict[str, str]] = {
    "owed": {**WHO, "event": "child.not-brought", "action": "Ask why", "value": "2 working days",
             "closed_by": "child.seen"},
    "notice": {**WHO, "event": "child.not-brought", "to": "social-care", "action": "Tell social care",
               "value": "1 working day"},
    "visit": {**WHO, "event": "child.not-brought", "value": "3 working days"},
    "interval": {**WHO, "agency": "social-care", "state": "open-to-social-care", "action": "Review it",
                 "value": "2 weeks", "closed_by": "child.seen"},
    "second-look": {**WHO, "agency": "", "event": "case.closed", "action": "Have somebody else read it",
                    "closed_by": "child.seen", "value": "10 working days"},
}  # fmt: skip
BEGUN = {
    "interval": ("case.opened", {"case": "c-1"}),
    "second-look": ("case.closed", {"case": "c-1"}),
}


def in_force(signed_in: SignIn, asked: Recommendation, kind: str, **more: str) -> Proposal:
    said = {**ASKED[kind], "title": f"A rule of the kind {kind}", **more}
    shown = propose(signed_in("policy.lead"), asked, f"new/{kind}", **said)
    assert Proposal.objects.count() == 1, plain(shown)
    found = Proposal.objects.get()
    assert "Agreed" in agree(signed_in, found)
    return found


def happens(world: World, kind: str) -> str:
    if kind not in BEGUN:
        return not_brought(world)
    name, data = BEGUN[kind]
    viewer = world.viewer("day")
    with acting(viewer):
        subject, now = Subject("child", world.child.pk), clock.now()
        event = NewEvent(kind=name, subject=subject, occurred_from=now, data=dict[str, Any](data))
        found = record([event], by=viewer).event_ids[0]
    world.later(minutes=1)
    return found


@pytest.mark.parametrize("kind", [each.id for each in PATTERNS])
def test_a_rule_of_each_kind_makes_duties_from_its_day_on(
    world: World, asked: Recommendation, signed_in: SignIn, kind: str
) -> None:
    found = in_force(signed_in, asked, kind)
    world.later(days=6)
    happens(world, kind)
    (owed,) = duties(found.name)
    agency = "social-care" if kind in BEGUN else "hospital"
    assert (owed.debtor_agency, owed.debtor_role, owed.adoption) == (agency, "team-manager", "on")


def test_the_notice_is_given_by_a_share_with_that_agency_that_carries_the_entry(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    found = in_force(signed_in, asked, "notice")
    assert "matching: {items: root}" in found.text and "recipient_agency: social-care" in found.text


def test_a_document_is_named_with_its_place_and_stands_with_the_rule(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    lead: Client = signed_in("policy.lead")
    said = {**ASKED["visit"], "title": "Seen soon", "source": "HEE"}
    assert "Enter where in the document it stands" in propose(lead, asked, "new/visit", **said)
    propose(lead, asked, "new/visit", **said, clause="Chapter 2")
    found = Proposal.objects.get()
    assert 'source: {id: HEE, clause: "Chapter 2"}' in found.text and "\nconfidence: partly read" in found.text


def test_what_the_reader_refuses_is_said_beside_its_field_and_nothing_typed_is_lost(
    asked: Recommendation, signed_in: SignIn
) -> None:
    lead = signed_in("policy.lead")
    for kind in ("interval", "second-look"):
        shown = propose(lead, asked, f"new/{kind}", **{**ASKED[kind], "title": "T", "value": "now and then"})
        assert 'cannot read "now and then": write a number and a unit' in html.unescape(plain(shown))
        assert 'id="id_value-error"' in shown and BECAUSE["reason"] in shown and 'value="now and then"' in shown
    assert Proposal.objects.count() == 0


def test_each_kind_asks_only_for_what_it_needs(signed_in: SignIn) -> None:
    lead = signed_in("policy.lead")
    shown = {each.id: lead.get(f"/changes/propose/new/{each.id}/").content.decode() for each in PATTERNS}
    assert 'name="to"' in shown["notice"] and 'name="closed_by"' not in shown["notice"]
    assert 'name="state"' in shown["interval"] and 'name="event"' not in shown["interval"]
    assert "Before what happens?" in shown["second-look"] and 'name="action"' not in shown["visit"]
    assert lead.get("/changes/propose/new/other/").status_code == 404
