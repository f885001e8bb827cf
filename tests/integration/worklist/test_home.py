"""Home shows what one's own teams owe, wait for and were told, and nothing of anybody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Involvement
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, World, duties, local

SignIn = Callable[[str], Client]
NAME = "Jonas Weber"


def text_of(client: Client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def plain(page: str) -> str:
    """As it is read: without markup, spaces as one."""
    body = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def harm_judged(world: World) -> Duty:
    """Told to out of hours; what follows is owed by the agency's default team, who does not work with the child."""
    with acting(world.viewer("nurse")):
        judged = NewEvent(kind="harm.judged", subject=Subject("child", world.child.pk), occurred_from=world.at.at)
        done = record([judged], by=world.viewer("nurse"))
    world.send(OUT_OF_HOURS, items=done.event_ids)
    (duty,) = duties("strategy-discussion")
    return duty


def harm_judged_by_day(world: World) -> Duty:
    """On the first working day after Easter, when the front door is open: what the duty manager owes is with it."""
    world.at.at = local(2013, 4, 2, 10).astimezone(UTC)
    return harm_judged(world)


def test_a_team_sees_what_it_owes_and_not_what_others_owe(world: World, signed_in: SignIn) -> None:
    share = world.send(OUT_OF_HOURS)
    on_call = plain(text_of(signed_in("duty")))
    assert "Take receipt of it, by name" in on_call and NAME in on_call
    assert f"Share {share.reference} from Hospital" in on_call
    for other in ("day", "constable", "stranger"):
        page = plain(text_of(signed_in(other)))
        assert "Your teams owe nothing now" in page
        assert NAME not in page and share.reference not in page


def test_soonest_first(world: World, signed_in: SignIn) -> None:
    world.send(FRONT_DOOR, asks="action")
    world.send(FRONT_DOOR, asks="urgent")
    page = text_of(signed_in("day"))
    due = re.findall(r'<article class="ft-duty.*?<time datetime="([^"]+)"', page, flags=re.S)
    assert len(due) == 4
    assert due == sorted(due)


def test_the_clock_says_which_holidays_are_not_counted(world: World, signed_in: SignIn) -> None:
    world.send(FRONT_DOOR, asks="action")
    page = plain(text_of(signed_in("day")))
    assert "Due Tuesday 2 April 17:00" in page
    assert "Good Friday 29 March, the weekend and Easter Monday 1 April are not counted." in page


def test_the_sender_sees_who_has_not_received_and_whom_to_ring(world: World, signed_in: SignIn) -> None:
    share = world.send(OUT_OF_HOURS)
    page = plain(text_of(signed_in("nurse")))
    assert f"Nobody has this: your urgent share {share.reference}" in page
    assert "Ring Out-Of-Hours: 01632 960102" in page
    assert "Nobody has said that they have it" in page and "Due in 1 hour" in page
    world.do("receive", world.leg(share), by="duty")
    after = plain(text_of(signed_in("nurse")))
    assert "Nobody has this" not in after
    assert "Received; not accepted yet" in after and "Due today 21:30" in after


def test_the_number_to_ring_stands_in_the_alarm_and_is_not_broken(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    page = text_of(signed_in("nurse"))
    start = page.index('<section class="ft-warning ft-alarm"')
    box = page[start : page.index("</section>", start)]
    assert "Nobody has this" in box and "01632\u00a0960102" in box and "Open the share" in box


def test_what_a_colleague_has_taken_says_so(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    signed_in("duty").post(f"/duties/{duty.pk}/take/", {"instead_of": ""})
    assert "Taken today 17:30: speak to them before you act on it" in plain(text_of(signed_in("duty.manager")))
    assert "speak to them" not in plain(text_of(signed_in("duty")))


def test_a_sender_who_does_not_work_with_the_child_still_sees_the_clock(world: World, signed_in: SignIn) -> None:
    world.send(FRONT_DOOR, asks="action")
    for involvement in Involvement.objects.filter(agency="hospital"):
        access.end_involvement(involvement=involvement, by=world.viewer("nurse"))
    page = plain(text_of(signed_in("nurse")))
    assert "Due Tuesday 2 April 17:00" in page
    assert NAME not in page


def test_a_duty_about_a_child_whom_one_may_not_open_names_nobody(world: World, signed_in: SignIn) -> None:
    duty = harm_judged_by_day(world)
    page = text_of(signed_in("day"))
    assert "Hold a strategy discussion" in page
    assert "A child whose record you may not open" in page
    assert NAME not in page and world.child.pk not in plain(page)
    details = text_of(signed_in("day"), f"/duties/{duty.pk}/")
    assert NAME not in details and "strategy discussion" in details
    assert "You may not open this child’s record" in details
    assert "/record/" not in page and "/record/" not in details


def test_taking_puts_a_name_on_it(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    client = signed_in("duty")
    answer = client.post(f"/duties/{duty.pk}/take/", {"instead_of": "", "back_to": "/?show=mine"}, follow=True)
    assert answer.redirect_chain == [("/?show=mine", 302)]
    (taken,) = duties("share-received-urgent")
    assert (taken.taken_by, taken.taken_at) == (world.people["duty"].pk, world.at.at)
    assert AuditRow.objects.get(action="duty.taken").viewer == world.people["duty"].pk
    page = plain(answer.content.decode())
    assert "You have taken this: Take receipt of it, by name" in page
    assert "Duty (you)" in page and "You have these (1)" in page


def test_two_who_take_at_once_notice_each_other(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    signed_in("duty").post(f"/duties/{duty.pk}/take/", {"instead_of": ""})
    answer = signed_in("duty.manager").post(f"/duties/{duty.pk}/take/", {"instead_of": ""}, follow=True)
    assert "Somebody else has taken it by now." in plain(answer.content.decode())
    assert duties("share-received-urgent")[0].taken_by == world.people["duty"].pk


def test_another_team_cannot_take_it(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    answer = signed_in("nurse").post(f"/duties/{duty.pk}/take/", {"instead_of": ""}, follow=True)
    assert "This duty belongs to another team." in plain(answer.content.decode())
    assert duties("share-received-urgent")[0].taken_by == ""


def test_what_climbs_is_shown_to_those_who_were_told(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    world.later(hours=2, minutes=5)
    sweep.run_once()
    manager = plain(text_of(signed_in("duty.manager")))
    assert "Climbed to you" in manager
    lead = plain(text_of(signed_in("named.nurse")))
    assert "Climbed to you" in lead and "An urgent share is received by a named person" in lead
    assert "01632 960102" in lead
    for other in ("duty", "day", "stranger"):
        assert "Climbed to you" not in plain(text_of(signed_in(other)))


def test_the_leftovers_of_weeks_have_climbed_long_ago(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    world.later(hours=2, minutes=5)
    sweep.run_once()
    world.later(days=40)
    assert "Climbed to you" not in plain(text_of(signed_in("duty.manager")))


def test_who_must_ask_again_is_led_to_the_share(world: World, signed_in: SignIn) -> None:
    share = world.send(OUT_OF_HOURS)
    world.later(hours=1, minutes=5)
    sweep.run_once()
    page = text_of(signed_in("nurse"))
    assert "Telephone the recipient and make sure that a named person has it" in page
    card = page[page.index("<article") : page.index("</article>")]
    assert f'href="/shares/{share.reference}/"' in card and "Open the share" in card


def test_the_word_on_the_screen_is_overdue(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    world.later(hours=3)
    sweep.run_once()
    page = text_of(signed_in("duty"))
    assert "Overdue since Thursday 28 March 18:30 (2 hours)" in page
    assert "breach" not in page.lower()


def test_the_leftovers_of_weeks_do_not_hide_tonights_work(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    world.later(days=40)
    sweep.run_once()
    world.send(OUT_OF_HOURS)
    page = plain(text_of(signed_in("duty")))
    assert "2 more are overdue for more than 4 weeks" in page
    assert page.index("Due in 1 hour") < page.index("Overdue for more than 4 weeks (2)")


def test_only_what_i_have_taken(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    assert "You have taken nothing that is still open" in plain(text_of(signed_in("duty"), "/?show=mine"))


@pytest.mark.parametrize("shares", [1, 4])
def test_the_number_of_questions_does_not_grow(world: World, signed_in: SignIn, shares: int) -> None:
    for _ in range(shares):
        world.send(OUT_OF_HOURS, RESPONSE)
        world.send(OUT_OF_HOURS, asks="action")
    for name in ("duty", "nurse"):
        client = signed_in(name)
        with CaptureQueriesContext(connection) as asked:
            text_of(client)
        assert len(ours(asked)) <= 12, [each["sql"][:90] for each in ours(asked)]


@pytest.mark.parametrize("shares", [1, 4])
def test_nor_does_it_with_duties_that_began_from_the_breach_of_others(
    world: World, signed_in: SignIn, shares: int
) -> None:
    for _ in range(shares):
        world.send(OUT_OF_HOURS, RESPONSE)
    world.later(hours=3)
    sweep.run_once()
    assert len(duties("share-chased")) == 2 * shares
    for name in ("nurse", "named.nurse"):
        client = signed_in(name)
        with CaptureQueriesContext(connection) as asked:
            text_of(client)
        assert len(ours(asked)) <= 16, [each["sql"][:90] for each in ours(asked)]


INDEXED = [
    ("ledger_duty_trigger", "select id from ledger_duty where trigger = 'x'"),
    ("ledger_rung_told", "select id from ledger_rung where tell_agency = 'x'"),
]


@pytest.mark.parametrize("index, sql", INDEXED)
def test_what_home_asks_has_an_index(world: World, index: str, sql: str) -> None:
    with as_assessor(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {sql}")
        assert index in " ".join(line for (line,) in cursor.fetchall())


FRAME = ("SAVEPOINT", "RELEASE", "select coalesce(app_viewer", "select set_config", "BEGIN", "COMMIT")
SIGNING_IN = (
    'FROM "django_session"',
    'UPDATE "django_session"',
    'FROM "agencies_practitioner" WHERE "agencies_practitioner"."id" =',
)


def ours(asked: CaptureQueriesContext) -> list[dict[str, str]]:
    """Without the frame of every request: session, person, viewer, savepoints."""
    kept = [each for each in asked.captured_queries if not each["sql"].startswith(FRAME)]
    kept = [each for each in kept if not any(words in each["sql"] for words in SIGNING_IN)]
    return [each for each in kept if "current_setting('role')" not in each["sql"]]


def test_nothing_counts_lateness_by_person(world: World, signed_in: SignIn) -> None:
    """A list by taker would begin with a heading that is a name; no name stands in any heading."""
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    signed_in("duty").post(f"/duties/{duty.pk}/take/", {"instead_of": ""})
    page = text_of(signed_in("duty.manager"))
    headings = re.findall(r"<h[1-4][^>]*>(.*?)</h[1-4]>", page, flags=re.S)
    people = [person.name for person in world.people.values()]
    assert headings and not [
        h for h in headings if any(re.search(rf"\b{name}\b", h) for name in people if name != "Duty")
    ]


def test_a_duty_managers_duty_is_with_the_team_on_duty_and_another_role_nobody_holds_with_the_default_team(
    world: World, signed_in: SignIn
) -> None:
    duty = harm_judged(world)
    assert "Hold a strategy discussion" in text_of(signed_in("duty"))
    assert "Hold a strategy discussion" not in text_of(signed_in("day"))
    with as_assessor():
        Duty.objects.filter(pk=duty.pk).update(debtor_role="service-manager")
    assert "Hold a strategy discussion" in text_of(signed_in("day"))
    assert "Hold a strategy discussion" not in text_of(signed_in("duty"))
