"""A mental health service answers a referral on the plain page: from its duty, with what is known of it filled in."""

from __future__ import annotations

from typing import Any

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.models import Duty, Event
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.commissioning.conftest import SignIn
from integration.sharing.world import World, duties, local

ASKED = {"mental_health_referral": "m-1", "recipient_agency": "camhs", "tier": 3}
NOW = {**parts_of((2013, 3, 28)), "happened_at": ""}


@pytest.fixture
def owed(world: World) -> Duty:
    """The nurse has referred him, and a clinician works with him."""
    write(world, "mental-health.referred", local(2013, 3, 28, 13, 0), data=ASKED)
    access.involve(
        agency="camhs", team="community", relationship=Relationship.RECIPIENT,
        subject=Subject("child", world.child.pk), reason="was asked to help", by=Viewer.system("test"),
    )  # fmt: skip
    (found,) = duties("mental-health-referral-answered")
    assert found.debtor_agency == "camhs"
    return found


def answer(client: Any, world: World, owed: Duty, kind: str, **said: str) -> str:
    """The page that follows, or the form with what is wrong in it."""
    page = f"/children/{world.child.pk}/record/?for={owed.pk}"
    chosen = client.post(page, {"kind": f"mental-health.{kind}", "for": owed.pk})
    asked = {f"field_{name}": value for name, value in said.items()}
    done = client.post(chosen.headers["Location"], {**NOW, **asked, "has_read": "on"})
    return plain(done.content.decode()) if done.status_code == 200 else text_of(client, done.headers["Location"])


def events(world: World, kind: str) -> list[dict[str, Any]]:
    with acting(world.viewer("nurse")):
        return [each.data for each in Event.objects.filter(kind=f"mental-health.{kind}")]


def test_its_duty_offers_the_three_answers_and_knows_of_which_referral(
    world: World, owed: Duty, signed_in: SignIn
) -> None:
    clinician = signed_in("stranger")
    shown = plain(text_of(clinician, f"/children/{world.child.pk}/record/?for={owed.pk}"))
    for title in ("took a child on", "put a child on its waiting list", "did not take a child on"):
        assert f"A mental health service {title}" in shown
    refused = answer(clinician, world, owed, "declined")
    assert "Reference of the referral" not in refused and "Who referred the child" not in refused, "both are known"
    assert refused.count("Error:") == 2, "why not, and the reasons"
    answer(clinician, world, owed, "declined", because="there is no room", words="A counsellor can begin now.")
    assert events(world, "declined") == [
        {
            "mental_health_referral": "m-1", "told_agency": "hospital", "because": "there is no room",
            "words": "A counsellor can begin now.",
        }
    ]  # fmt: skip
    assert not duties("mental-health-referral-answered") and not duties("mental-health-first-seen")


def test_a_child_who_waits_is_owed_a_first_time(world: World, owed: Duty, signed_in: SignIn) -> None:
    clinician = signed_in("stranger")
    answer(clinician, world, owed, "waiting", words="The school nurse sees him.", weeks="12")
    (first,) = duties("mental-health-first-seen")
    assert first.debtor_agency == "camhs" and not duties("mental-health-referral-answered")
    answer(clinician, world, first, "first-seen")
    assert events(world, "first-seen") == [{"mental_health_referral": "m-1"}]
    assert not duties("mental-health-first-seen")
