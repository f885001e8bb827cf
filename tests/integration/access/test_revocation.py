"""What ends, ends on the next request: seats, people, involvements, lists, own people, an hour of danger."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, conflicts, granting
from followthrough.service.access.models import Conflict, Involvement, Named, Restriction
from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from integration.agencies import making

pytestmark = pytest.mark.django_db(transaction=True)  # refusals are committed apart
TIMES = 24  # `make proof` asks for a thousand
ADA = Subject("child", "ada")


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    Child.objects.create(id="ada", name="Ada", folded_name="ada")
    return making.practitioner("constable", ("police", "response", "worker"))


def end_seat(person: Practitioner) -> None:
    actions.leave_team(membership=Membership.objects.get(practitioner=person, to_at=None), by=making.SETUP)


def end_involvement(person: Practitioner) -> None:
    with acting(making.SETUP):
        for each in Involvement.objects.filter(to_at=None):
            actions.end_involvement(involvement=each, by=making.SETUP)


def close(person: Practitioner) -> None:
    with acting(making.SETUP):
        values = {"reason": "t", "review_by": clock.now(), "set_by": "t", "agency": "police", "from_at": clock.now()}
        Restriction.objects.create(subject_kind="child", subject_id="ada", level="invisible", **values)
        granting.renew_on(ADA)


def name_own_people(person: Practitioner) -> None:
    conflicts.declare(practitioner=person, subject=ADA, why="family", by=making.SETUP)


ENDS: list[Callable[[Practitioner], None]] = [end_seat, end_involvement, close, name_own_people]


def check_revocations(client: Client, person: Practitioner, times: int) -> None:
    chance = random.Random(times)
    client.force_login(person)
    for _ in range(times):
        _give(person, chance)
        assert client.get("/children/ada/").status_code == 200
        chance.choice(ENDS)(person)
        assert client.get("/children/ada/").status_code == 404


def _give(person: Practitioner, chance: random.Random) -> None:
    """Seat, involvement of the team or of the person, nothing closed and nobody's own people."""
    team = Team.objects.get()
    if not Membership.objects.filter(practitioner=person, to_at=None).exists():
        actions.join_team(practitioner=person, team=team, role="worker", by=making.SETUP)
    with acting(making.SETUP):
        Restriction.objects.filter(to_at=None).update(to_at=clock.now())
        Conflict.objects.filter(to_at=None).update(to_at=clock.now())
    personal = (
        {"practitioner": person.pk, "relationship": "allocated"} if chance.random() < 0.5 else {"team": team.slug}
    )
    actions.involve(agency="police", subject=ADA, reason="t", by=making.SETUP, **personal)
    with acting(making.SETUP):
        granting.renew_on(ADA)


def test_what_ends_is_gone_with_the_next_request(client: Client, constable: Practitioner) -> None:
    check_revocations(client, constable, TIMES)


def test_a_list_lets_whoever_is_on_it_go_on(client: Client, constable: Practitioner) -> None:
    client.force_login(constable)
    close(constable)
    with acting(making.SETUP):
        Named.objects.create(restriction=Restriction.objects.get(), practitioner=constable)
        granting.renew_on(ADA)
    assert client.get("/children/ada/").status_code == 200
