"""What managers and the board read of all that was shared: numbers that add up, the oldest first, nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.access.closing import close
from followthrough.service.access.models import Level
from followthrough.service.agencies.models import Membership
from followthrough.service.assurance import checking, reconciling
from followthrough.service.assurance.models import LedgerCheck
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.sharing.models import Leg
from integration.agencies import making
from integration.sharing import world as made
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World
from integration.worklist.test_home import ours

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        world = made.build(at)
        making.agency("board", "office")
        world.people["board"] = making.practitioner("board.manager", ("board", "office", "business-manager"))
        leg = world.leg(world.send())
        world.do("receive", leg, "duty")
        world.do("act", leg, "duty", outcome="acted", what="I saw him.")
        world.later(minutes=5)
        world.send(FRONT_DOOR, asks="information")
        world.send(OUT_OF_HOURS)
        yield world


def page(world: World, name: str) -> str:
    client = Client()
    client.force_login(world.people[name])
    answer = client.get("/followed/")
    assert answer.status_code == 200, answer.status_code
    words = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words[words.index("<main") : words.index("</main>")]))


def test_a_manager_sees_how_their_agencys_shares_add_up(world: World) -> None:
    said = page(world, "duty.manager")
    assert "3 sent = 3 open + 0 closed." in said
    assert "Nobody has taken receipt" in said
    assert "Acted on; the sender has not said whether it is enough" in page(world, "sister")
    assert "Jonas" not in said


def test_what_is_finished_is_closed_and_still_counted(world: World) -> None:
    with acting(world.viewer("nurse")):
        acted = Leg.objects.get(state="acted")
    world.do("confirm", acted, "nurse", agrees=True)
    assert "3 sent = 2 open + 1 closed." in page(world, "duty.manager")


def test_the_board_counts_everywhere_and_sees_no_reference(world: World) -> None:
    said = page(world, "board")
    assert "3 sent = 3 open + 0 closed." in said and "FT-" not in said


def test_it_is_not_for_everybody(world: World) -> None:
    client = Client()
    client.force_login(world.people["constable"])
    assert client.get("/followed/").status_code == 403


def test_a_child_who_is_hidden_is_in_no_number(world: World) -> None:
    with acting(world.viewer("board")):
        before = sum(each.sent for each in reconciling.tallies(world.viewer("board"), everywhere=True))
    lead = world.viewer("named.nurse")
    with acting(lead):
        close(
            child=Subject("child", world.child.pk),
            level=Level.INVISIBLE,
            names=[lead.practitioner_id],
            reason="A threat.",
            review_by=date(2013, 6, 1),
            by=lead,
        )
    with acting(world.viewer("board")):
        after = sum(each.sent for each in reconciling.tallies(world.viewer("board"), everywhere=True))
    assert (before, after) == (3, 0)


def test_a_team_in_which_nobody_sits_is_named(world: World) -> None:
    assert "nobody sits there" not in page(world, "board")
    Membership.objects.filter(team__slug="front-door", team__agency="social-care").update(to_at=clock.now())
    assert "Front Door, Social-Care has open shares, and nobody sits there." in page(world, "board").replace(
        "Front-Door", "Front Door"
    )


def test_the_page_asks_few_questions_however_much_was_sent(world: World) -> None:
    client = Client()
    client.force_login(world.people["duty.manager"])
    client.get("/followed/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/followed/")
        counts.append(len(ours(asked)))
        for _ in range(4):
            world.send(OUT_OF_HOURS)
    assert counts[0] == counts[1] <= 12, counts


def test_each_hour_the_ledger_is_asked_and_only_news_alarms(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_ALARM_TO = ["ops@example.org"]
    assert "It was not asked yet." in page(world, "board")
    first = checking.check_if_due()
    assert first is not None and first.broken == [] and checking.check_if_due() is None
    assert "Does not hold" not in page(world, "board")
    world.later(hours=2)
    late = checking.check_if_due()
    assert late is not None and late.broken == ["I5", "I9"], "no sweep has looked for two hours, nor sent a letter"
    assert "Does not hold" in page(world, "board")
    assert len([each for each in mail.outbox if "ledger" in each.subject]) == 1
    assert "Jonas" not in mail.outbox[-1].body
    world.later(hours=2)
    checking.check_if_due()
    assert len([each for each in mail.outbox if "ledger" in each.subject]) == 1, "said once"
    world.later(hours=5)
    assert "One should come each hour" in page(world, "board")
    sweep.run_once()
    latest = LedgerCheck.objects.first()
    assert latest is not None and latest.at == clock.now() and latest.broken == []
