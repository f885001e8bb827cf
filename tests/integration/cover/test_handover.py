"""Before a shift ends its open work is listed; whoever comes on duty accepts it piece by piece, or asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.cover.actions import handover
from followthrough.service.cover.models import HandOver, HandOverItem
from followthrough.service.cover.presenters.handover import UNSEEN
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Rung
from integration.agencies import making
from integration.agencies.making import SETUP
from integration.cover.test_cover import plain
from integration.sharing import world as made
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties, local
from integration.worklist.test_home import ours

pytestmark = pytest.mark.django_db
LISTS = "/rotas/hand-over/"


@pytest.fixture
def world() -> Iterator[World]:
    """The Wednesday before Easter, ten minutes before the day's list is made; one share lies with the front door."""
    with clock.use(made.started()) as at:
        built = made.build(at)
        Team.objects.filter(agency="social-care", slug="front-door").update(is_default=True)
        Team.objects.filter(agency="social-care", slug="out-of-hours").update(is_default=False, office="office")
        making.practitioner("day.manager", ("social-care", "front-door", "team-manager"))
        at.at = local(2013, 3, 27, 16, 20)
        yield built


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def listed() -> HandOver:
    with acting(SETUP):
        return HandOver.objects.select_related("giver", "taker").latest("made_at")


def items() -> list[HandOverItem]:
    with acting(SETUP):
        return list(HandOverItem.objects.select_related("hand_over__giver", "hand_over__taker"))


def half_past_four(world: World) -> None:
    world.at.at = local(2013, 3, 27, 16, 30)
    sweep.run_once()


def test_lists_are_made_at_half_past_four_and_at_eight_and_once(world: World) -> None:
    world.send(FRONT_DOOR, occurred_from=local(2013, 3, 27, 16), occurred_to=local(2013, 3, 27, 16))
    handover.make_due()
    with acting(SETUP):
        assert not HandOver.objects.exists()
    half_past_four(world)
    sweep.run_once()
    with acting(SETUP):
        assert HandOver.objects.count() == 1, "the night before, when no list was made yet, is not missing"
    made_list = listed()
    assert (made_list.giver.slug, made_list.taker.slug) == ("front-door", "out-of-hours")
    assert made_list.shift_ends_at == local(2013, 3, 27, 17) and made_list.taker_until == local(2013, 3, 28, 9)
    world.at.at = local(2013, 3, 28, 7, 59)
    handover.make_due()
    assert listed() == made_list
    world.at.at = local(2013, 3, 28, 8)
    handover.make_due()
    assert (listed().giver.slug, listed().taker.slug) == ("out-of-hours", "front-door")


def test_over_easter_the_night_team_has_it_from_thursday_to_tuesday(world: World) -> None:
    world.at.at = local(2013, 3, 28, 16, 30)
    handover.make_due()
    assert listed().taker_until == local(2013, 4, 2, 9)
    world.at.at = local(2013, 3, 30, 8)
    assert handover.make_due() == 0
    world.at.at = local(2013, 4, 2, 8)
    assert handover.make_due() == 1


def test_whoever_comes_on_duty_accepts_and_sees_the_child_until_the_shift_is_over(world: World) -> None:
    """What came in the night of Thursday goes to the day team on the Tuesday after Easter."""
    world.at.at = moment = local(2013, 3, 28, 22)
    share = world.send(OUT_OF_HOURS, occurred_from=moment, occurred_to=moment)
    world.do("receive", world.leg(share), by="duty")
    world.at.at = local(2013, 4, 2, 8).astimezone(UTC)
    sweep.run_once()
    client = signed_in(world, "day")
    where = f"{LISTS}{listed().pk}/"
    page = plain(client.get(where).content)
    assert "Not accepted" in page and UNSEEN in page and world.child.name not in page
    assert client.get(f"/children/{world.child.pk}/").status_code == 404
    assert [duty.debtor_team for duty in duties("hand-over-list-accepted")] == ["front-door"]
    for item in items():
        client.post(f"/rotas/handed/{item.pk}/", {"do": "accept"})
    page = plain(client.get(where).content)
    assert "Accepted by Day, today 08:00" in page and world.child.name in page
    assert client.get(f"/children/{world.child.pk}/").status_code == 200
    assert client.get(f"/shares/{share.reference}/").status_code == 200
    assert duties("hand-over-list-accepted") == []
    world.at.at = local(2013, 4, 2, 18, 1).astimezone(UTC)
    assert client.get(f"/children/{world.child.pk}/").status_code == 404


def test_what_is_not_accepted_stays_with_the_giver_and_climbs(world: World) -> None:
    moment = local(2013, 3, 27, 16)
    world.send(FRONT_DOOR, occurred_from=moment, occurred_to=moment)
    half_past_four(world)
    world.at.at = local(2013, 3, 27, 17, 1)
    sweep.run_once()
    with as_assessor():
        told = Rung.objects.filter(duty__procedure="hand-over-list-accepted", kind="rung")
        assert list(told.values_list("tell_agency", "tell_role")) == [("social-care", "team-manager")]
    page = plain(signed_in(world, "day").get(LISTS).content)
    assert "Overdue" in page
    assert "Not accepted" in plain(signed_in(world, "day").get(f"{LISTS}{listed().pk}/").content)


def test_a_question_is_answered_by_the_giver_and_then_it_is_accepted(world: World) -> None:
    moment = local(2013, 3, 27, 16)
    world.send(FRONT_DOOR, asks="action", occurred_from=moment, occurred_to=moment)
    half_past_four(world)
    item = items()[0]
    say = f"/rotas/handed/{item.pk}/"
    night, day = signed_in(world, "duty"), signed_in(world, "day")
    assert "type what you want to say" in night.post(say, {"do": "ask", "words": ""}, follow=True).content.decode()
    night.post(say, {"do": "ask", "words": "Is the door locked?"})
    assert "Is the door locked?" in day.get(f"{LISTS}{item.hand_over_id}/").content.decode()
    assert night.post(say, {"do": "answer", "words": "x"}).status_code == 403
    assert day.post(say, {"do": "accept"}).status_code == 403
    day.post(say, {"do": "answer", "words": "Ring before you go."})
    assert "Ring before you go." in night.get(f"{LISTS}{item.hand_over_id}/").content.decode()
    with connection.cursor() as cursor, acting(SETUP):
        cursor.execute("select question || answer from cover_handoveritem where id = %s", [item.pk])
        assert "door" not in cursor.fetchone()[0], "sealed"
    assert "You have accepted it" in night.post(say, {"do": "accept"}, follow=True).content.decode()
    again = night.post(say, {"do": "accept"}, follow=True).content.decode()
    assert "Somebody of your team has accepted this already." in again


def test_what_was_done_in_the_meantime_need_not_be_accepted(world: World) -> None:
    moment = local(2013, 3, 27, 16)
    share = world.send(FRONT_DOOR, asks="information", occurred_from=moment, occurred_to=moment)
    half_past_four(world)
    assert len(duties("hand-over-list-accepted")) == 1
    world.do("receive", world.leg(share, FRONT_DOOR), by="day")
    sweep.run_once()
    assert [item.state for item in items() if item.what == "share"] == ["waiting"]
    page = plain(signed_in(world, "duty").get(f"{LISTS}{listed().pk}/").content)
    assert "Done since" in page


def test_a_sweep_that_was_down_makes_the_list_late_with_time_to_accept_it(world: World) -> None:
    half_past_four(world)
    moment = local(2013, 3, 27, 22)
    world.at.at = moment
    world.send(OUT_OF_HOURS, occurred_from=moment, occurred_to=moment)
    world.at.at = local(2013, 3, 28, 10)
    assert handover.make_due() == 1
    assert (listed().giver.slug, listed().shift_ends_at) == ("out-of-hours", local(2013, 3, 28, 9))
    assert [duty.due_at for duty in duties("hand-over-list-accepted")] == [local(2013, 3, 28, 10, 30)]


def test_the_next_list_is_foretold(world: World) -> None:
    assert handover.next_at(local(2013, 3, 27, 16, 20)) == local(2013, 3, 27, 16, 30)
    assert handover.next_at(local(2013, 3, 27, 16, 30)) == local(2013, 3, 28, 8)
    assert handover.next_at(local(2013, 3, 28, 16, 30)) == local(2013, 4, 2, 8)


def test_nobody_else_sees_a_list(world: World) -> None:
    moment = local(2013, 3, 27, 16)
    world.send(FRONT_DOOR, occurred_from=moment, occurred_to=moment)
    half_past_four(world)
    for name in ("nurse", "constable", "stranger"):
        client = signed_in(world, name)
        assert client.get(f"{LISTS}{listed().pk}/").status_code == 404
        assert client.post(f"/rotas/handed/{items()[0].pk}/", {"do": "accept"}).status_code == 404
        assert "Front-Door to" not in client.get(LISTS).content.decode()


def test_the_pages_ask_few_questions_however_long_a_list_is(world: World) -> None:
    moment = local(2013, 3, 27, 16)
    for _ in range(4):
        world.send(FRONT_DOOR, occurred_from=moment, occurred_to=moment)
    half_past_four(world)
    client = signed_in(world, "duty")
    for path in (LISTS, f"{LISTS}{listed().pk}/"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(ours(asked)) <= 12, (path, len(ours(asked)))
