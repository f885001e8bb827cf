"""Before days off the lead sees the gaps of the rota, the board those left. A closed school names a contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Agency, Team
from followthrough.service.agencies.ringing import SCHOOL_DAY, to_ring
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.cover import actions
from followthrough.service.ledger import sweep
from integration.agencies import making
from integration.cover import rotas
from integration.cover.rotas import keep, put_in
from integration.cover.test_cover import EASTER, SAID, plain, signed_in
from integration.sharing.world import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Iterator[FixedClock]:
    with clock.use(FixedClock(local(2013, 2, 22, 9))) as at:
        rotas.build()
        making.agency("school", "office")
        Team.objects.filter(agency="school").update(office=SCHOOL_DAY, telephone="01632 960601")
        making.practitioner("school.lead", ("school", "office", "safeguarding-lead"))
        actions.announce_due()
        yield at


def test_the_lead_sees_the_gaps_before_signing_and_the_board_those_that_are_left(at: FixedClock) -> None:
    sign = f"/cover/{EASTER}/sign/"
    assert "Your agency keeps no rota here" in plain(signed_in("service.manager").get(sign).content)
    keep("worker", on=local(2013, 3, 1).date())
    put_in(local(2013, 3, 28, 17), local(2013, 3, 31, 9), "night.one")
    put_in(local(2013, 3, 31, 21), local(2013, 4, 2, 9), "night.two")
    page = plain(signed_in("service.manager").get(sign).content)
    gap = "Out-Of-Hours, worker: Sun 31 Mar 09:00 to 21:00"
    assert "Your rotas name nobody" in page and gap in page
    signed_in("service.manager").post(sign, SAID)
    report = plain(signed_in("board.manager").get(f"/cover/{EASTER}/").content)
    assert f"Social-Care, nobody is on the rota: {gap}." in report
    put_in(local(2013, 3, 31, 9), local(2013, 3, 31, 21), "night.two")
    assert "Your rotas have no gap on these days." in plain(signed_in("service.manager").get(sign).content)
    assert gap not in plain(signed_in("board.manager").get(f"/cover/{EASTER}/").content)


def test_the_next_report_counts_the_gaps_that_nobody_filled_in_time(at: FixedClock) -> None:
    keep("worker", on=local(2013, 3, 1).date())
    put_in(local(2013, 3, 1, 0), local(2013, 3, 30, 9), "night.one")
    put_in(local(2013, 3, 30, 21), local(2013, 5, 31, 9), "night.two")
    at.at = local(2013, 3, 28, 9)
    sweep.run_once()
    at.at = local(2013, 4, 10, 9).astimezone(UTC)
    actions.announce_due()
    page = plain(signed_in("board.manager").get("/cover/2013-05-04/").content)
    assert "Agency Police Sent to it 0 Urgent 0 Received late 0 Never received 0 Gaps not filled in time 0" in page
    assert "Agency Social-Care Sent to it 0 Urgent 0 Received late 0 Never received 0 Gaps not filled in time 1" in page


def ring() -> str:
    teams = list(agencies.teams())
    return to_ring(next(each for each in teams if each.agency_id == "school"), teams, clock.now()).words


def test_a_closed_school_names_a_contact_or_routes_to_the_local_authority(at: FixedClock) -> None:
    at.at = local(2013, 3, 30, 12)
    assert ring().endswith("Ring School: 01632 960000")
    Agency.objects.filter(pk="school").update(telephone="")
    assert ring().endswith("Ring Out-Of-Hours: 01632 960102")
    days = {"from_on_day": 29, "from_on_month": 3, "from_on_year": 2013}
    days |= {"to_on_day": 12, "to_on_month": 4, "to_on_year": 2013}
    said = {"name": "Ola Bright", "telephone": "01632 960609"}
    answer = signed_in("school.lead").post("/rotas/holiday/", {**said, **days}, follow=True)
    assert "While your agency is shut on those days, Ola Bright is rung." in answer.content.decode()
    assert ring().endswith("Ring Ola Bright, School: 01632 960609")
    at.at = local(2013, 4, 16, 10).astimezone(UTC)
    assert ring().startswith("Ring Office: 01632 960601"), "open again"
    assert signed_in("constable").get("/rotas/holiday/").status_code == 403
