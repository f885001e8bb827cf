"""Saturday night, something urgent, nobody on the rota: the next on the ladder and both leads hear of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from followthrough.service.core import clock
from followthrough.service.cover.actions import rota, unheld
from followthrough.service.cover.models import Unheld
from followthrough.service.ledger import sweep
from followthrough.service.sharing.models import Share
from integration.agencies import making
from integration.cover import rotas
from integration.sharing import world as made
from integration.sharing.world import OUT_OF_HOURS, World, duties, local

pytestmark = pytest.mark.django_db
SATURDAY = local(2013, 3, 30, 22)
LEAD, NAMED_NURSE, MANAGER = (f"{name}@example.org" for name in ("care.lead", "named.nurse", "duty.manager"))


@pytest.fixture
def world() -> Iterator[World]:
    """Out of hours keep a rota: on Saturday night a manager is on call, and no worker."""
    with clock.use(made.started()) as at:
        built = made.build(at)
        built.people["care.lead"] = making.practitioner("care.lead", ("social-care", "front-door", "service-manager"))
        by = built.viewer("duty.manager")
        team = rotas.team(OUT_OF_HOURS)
        rota.keep(team=team, levels=("worker", "manager"), begins_on=date(2013, 3, 28), by=by)
        _put(built, "worker", local(2013, 3, 28, 17), local(2013, 3, 30, 17), "duty")
        _put(built, "manager", local(2013, 3, 28, 17), local(2013, 4, 2, 9), "duty.manager")
        at.at = SATURDAY
        yield built


def _put(world: World, level: str, starts_at: object, ends_at: object, who: str) -> None:
    rota.put_in(
        team=rotas.team(OUT_OF_HOURS), level=level, starts_at=starts_at, ends_at=ends_at,  # type: ignore[arg-type]
        practitioner=world.people[who], role="Duty", telephone="01632 960166", by=world.viewer("duty.manager"),
    )  # fmt: skip


def told() -> list[str]:
    return sorted(each.to[0] for each in mail.outbox if "names nobody now" in each.body)


def test_the_next_on_the_ladder_and_both_leads_are_told_by_the_next_sweep_and_once(world: World) -> None:
    share: Share = world.send(OUT_OF_HOURS)
    world.later(seconds=30)
    for _ in range(3):
        sweep.run_once()
    assert told() == sorted([LEAD, MANAGER, NAMED_NURSE])
    (duty,) = duties("queue-held")
    assert duty.due_at == clock.now() + timedelta(minutes=15) and duty.debtor_agency == "social-care"
    letter = next(each for each in mail.outbox if "names nobody now" in each.body)
    assert share.reference in letter.body and world.child.name not in letter.body + letter.subject
    assert "Duty Manager (manager on call)" in letter.body


def test_when_somebody_takes_it_or_comes_on_duty_the_duty_ends(world: World) -> None:
    share = world.send(OUT_OF_HOURS)
    other = world.send(OUT_OF_HOURS)
    unheld.tell()
    world.later(minutes=3)
    world.do("receive", world.leg(share), by="duty.manager")
    assert unheld.tell() == 0
    assert len(duties("queue-held")) == 1 and Unheld.objects.filter(ended_at=None).get().leg == world.leg(other).pk
    _put(world, "worker", SATURDAY, local(2013, 3, 31, 9), "duty")
    unheld.tell()
    assert duties("queue-held") == [] and not Unheld.objects.filter(ended_at=None).exists()


def test_while_somebody_is_on_shift_nobody_is_alarmed(world: World) -> None:
    world.at.at = local(2013, 3, 29, 22)
    world.send(OUT_OF_HOURS)
    assert unheld.tell() == 0


def test_who_sent_it_sees_the_manager_on_call_and_their_number(world: World) -> None:
    share = world.send(OUT_OF_HOURS)
    client = Client()
    client.force_login(world.people["nurse"])
    page = client.get(f"/shares/{share.reference}/").content.decode()
    assert "Duty Manager (manager on call), Out-Of-Hours: 01632 960166" in page
    home = client.get("/").content.decode().replace("\u00a0", " ")
    assert "Ring Duty Manager (manager on call), Out-Of-Hours: 01632 960166 (nobody else is on the rota now)" in home
