"""Nobody has an urgent share until a named person takes it; and one press sends it to who is there as well."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from followthrough.service.assurance import invariants
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.policies import CannotDo
from integration.agencies import making
from integration.sharing.test_pages import ANSWERS, begin, page_of, text_of
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, WARD, World, duties, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(client: Client, world: World) -> Client:
    client.force_login(world.people["nurse"])
    return client


def main_of(client: Client, path: str = "/") -> str:
    body = client.get(path).content.decode()
    body = body[body.index("<main") : body.index("</main>")]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


# Who has it


def test_home_says_who_has_it_when_and_what_they_will_do(nurse: Client, world: World) -> None:
    leg = world.leg(world.send())
    assert "Nobody has this: your urgent share" in main_of(nurse)
    assert "If a child is in danger now, ring 999 first." in main_of(nurse)
    world.later(minutes=12)
    world.do("receive", leg, "duty", doing="visiting tonight")
    said = main_of(nurse)
    assert "Taken today 17:42 by Duty: “visiting tonight”." in said
    assert "Nobody has this" not in said
    world.later(minutes=10)
    world.do("accept", leg, "duty.manager")
    assert "Taken today 17:52 by Duty Manager: “visiting tonight”." in main_of(nurse)
    world.do("act", leg, "duty", outcome="acted", what="We saw him.")
    assert "Taken today" not in main_of(nurse)


def test_what_the_taker_will_do_stands_in_the_record(world: World) -> None:
    leg = world.leg(world.send())
    world.do("receive", leg, "duty", doing="visiting tonight")
    with as_assessor():
        assert Event.objects.get(kind="share.received").data["doing"] == "visiting tonight"


def test_the_recipient_takes_receipt_on_the_home_page_with_one_press(client: Client, world: World) -> None:
    share = world.send()
    client.force_login(world.people["duty"])
    page = client.get("/").content.decode()
    action = reverse("sharing:act-receive", args=[share.reference, world.leg(share).pk])
    assert f'action="{action}"' in page
    done = client.post(action, follow=True)
    assert done.redirect_chain[-1][0] == page_of(share) and "Duty has it." in text_of(done)


def test_after_sending_it_asks_who_was_spoken_to(nurse: Client, world: World) -> None:
    share = world.send()
    leg = world.leg(share)
    said = main_of(nurse, reverse("sharing:sent", args=[share.reference]))
    assert "Who have you spoken to?" in said and "ring 999 first" in said and "01632 960102" in said
    words = {f"chase-{leg.pk[:6]}-words": "Duty: they are on their way."}
    done = nurse.post(reverse("sharing:act-chase", args=[share.reference, leg.pk]), words, follow=True)
    assert "Duty: they are on their way." in text_of(done)
    assert "Nobody has this" in text_of(done)  # a call is no receipt


# One tick, and one press


def _check(nurse: Client, world: World) -> tuple[str, str]:
    third = nurse.post(begin(nurse, world), ANSWERS | {"recipients": [], "others": [FRONT_DOOR]}).headers["Location"]
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', nurse.get(third).content.decode())
    assert seen is not None
    return third, seen[1]


def test_one_tick_sends_it_to_the_team_of_the_night_in_the_same_share(nurse: Client, world: World) -> None:
    third, seen = _check(nurse, world)
    assert "Send it to who is on duty now as well?" in main_of(nurse, third)
    nurse.post(third, {"seen": seen, "also": [OUT_OF_HOURS]})
    nurse.post(third, {"seen": seen, "also": [OUT_OF_HOURS]})  # a second click
    with acting(world.viewer("nurse")):
        (share,) = Share.objects.all()
        assert share.teams == [WARD, FRONT_DOOR, OUT_OF_HOURS] and Leg.objects.count() == 2
    assert {each.debtor_team for each in duties("share-received-urgent")} == {"front-door", "out-of-hours"}


def test_without_the_tick_it_goes_to_whom_was_chosen(nurse: Client, world: World) -> None:
    third, seen = _check(nurse, world)
    nurse.post(third, {"seen": seen})
    with acting(world.viewer("nurse")):
        assert Share.objects.get().teams == [WARD, FRONT_DOOR]


def test_a_tick_that_was_not_offered_sends_nothing(nurse: Client, world: World) -> None:
    third, seen = _check(nurse, world)
    answer = nurse.post(third, {"seen": seen, "also": [RESPONSE]})
    assert answer.status_code == 200 and "has changed since you saw this page" in text_of(answer)
    with acting(world.viewer("nurse")):
        assert not Share.objects.exists()


def test_a_try_that_fails_keeps_the_tick(nurse: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    third, seen = _check(nurse, world)

    def broken(**_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("followthrough.service.sharing.actions.send", broken)
        answer = nurse.post(third, {"seen": seen, "also": [OUT_OF_HOURS]})
    assert "Nothing was sent" in text_of(answer)
    again = re.search(r'href="([^"]+)">Try again', answer.content.decode())
    assert again is not None
    ticked = nurse.get(html.unescape(again[1])).content.decode()
    assert re.search(rf'value="{OUT_OF_HOURS}"[^>]*checked', ticked)


def test_nothing_is_offered_while_the_team_is_there_or_it_is_not_urgent(nurse: Client, world: World) -> None:
    third = nurse.post(begin(nurse, world), ANSWERS).headers["Location"]
    assert "on duty now as well?" not in main_of(nurse, third)
    third = nurse.post(begin(nurse, world), ANSWERS | {"asks": "action", "recipients": [FRONT_DOOR]})
    assert third.status_code in (200, 302)


def test_one_press_sends_what_nobody_has_to_who_is_there(nurse: Client, world: World) -> None:
    share = world.send(FRONT_DOOR)
    leg = world.leg(share, FRONT_DOOR)
    form = next(
        each["form"]
        for each in nurse.get(page_of(share)).context["legs"][0].answers
        if each["url"] == "sharing:act-widen"
    )
    assert form.initial == {"team": OUT_OF_HOURS}
    said = {f"widen-{leg.pk[:6]}-team": OUT_OF_HOURS}
    nurse.post(reverse("sharing:act-widen", args=[share.reference, leg.pk]), said)
    assert world.leg(share, OUT_OF_HOURS).state == Leg.State.SENT
    assert [each.due_at for each in duties("share-received-urgent")] == [local(2013, 3, 28, 18, 30)] * 2
    assert [(each.id, each.what) for each in invariants.broken()] == []
    again = nurse.post(reverse("sharing:act-widen", args=[share.reference, leg.pk]), said)
    assert "Select one of the answers shown" in text_of(again)
    with acting(world.viewer("nurse")):
        assert Leg.objects.count() == 2


def test_only_the_sender_widens_and_never_to_their_own_team_or_twice(world: World) -> None:
    share = world.send(FRONT_DOOR)
    leg = world.leg(share, FRONT_DOOR)
    making.agency("school", "office")
    for by, team in (("day", OUT_OF_HOURS), ("nurse", WARD), ("nurse", FRONT_DOOR), ("nurse", "police/nowhere")):
        with pytest.raises(CannotDo):
            world.do("widen", leg, by, team=team)
    world.do("widen", leg, "nurse", team="school/office")
    with pytest.raises(CannotDo, match="was sent this before"):
        world.do("widen", leg, "nurse", team="school/office")
