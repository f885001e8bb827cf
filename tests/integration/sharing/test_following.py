"""Sent, received, accepted or passed on, acted, confirmed: who may, what it records, and which duties it meets."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.language import PACKS, load_rulebook
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import rulebook, sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Rung
from followthrough.service.sharing import policies, queries
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.policies import CannotDo
from followthrough.service.sharing.projecting import KINDS, Happened, fold
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, World, duties, local

pytestmark = pytest.mark.django_db
RULEBOOKS = Path(__file__).parents[3] / "rulebooks"


def test_receipt_by_a_named_person_meets_the_duty_to_receive(world: World) -> None:
    leg = world.leg(world.send())
    world.later(minutes=20)
    world.do("receive", leg, "duty")
    assert duties("share-received-urgent") == []
    assert [each.state for each in duties("share-received-urgent", ["met"])] == ["met"]
    assert [each.state for each in duties("share-accepted-urgent")] == ["open"]
    (received,) = (step for step in world.leg(leg.share).steps if step["step"] == "received")
    assert received["by"] == world.viewer("duty").practitioner_id


def test_the_whole_path_leaves_nothing_waiting(world: World) -> None:
    leg = world.leg(world.send())
    world.do("receive", leg, "duty")
    world.later(minutes=10)
    world.do("accept", leg, "duty", outcome_by=local(2013, 3, 28, 22))
    assert [each.due_at for each in duties("share-outcome-urgent")] == [local(2013, 3, 28, 22)]
    world.later(hours=2)
    world.do("act", leg, "duty", outcome="acted", what="We saw him on the ward.")
    assert duties("share-outcome-urgent") == []
    assert [each.debtor_agency for each in duties("share-confirmed")] == ["hospital"]
    world.do("confirm", leg, "nurse", agrees=True)
    assert [each for name in _SHARE_CLOCKS for each in duties(name)] == []
    assert world.leg(leg.share).state == Leg.State.CONFIRMED


_SHARE_CLOCKS = ("share-received-urgent", "share-accepted-urgent", "share-outcome-urgent", "share-confirmed")


def test_accepting_is_taking_receipt_at_the_same_instant(world: World) -> None:
    leg = world.leg(world.send())
    world.do("accept", leg, "duty")
    steps = world.leg(leg.share).steps
    assert [step["step"] for step in steps] == ["sent", "received", "accepted"]
    assert steps[1]["at"] == steps[2]["at"]
    assert duties("share-received-urgent") == []


def test_acting_at_once_records_what_was_skipped(world: World) -> None:
    leg = world.leg(world.send())
    world.do("act", leg, "duty", outcome="no further action", what="Known to us; visited this afternoon.")
    assert [step["step"] for step in world.leg(leg.share).steps] == ["sent", "received", "accepted", "acted"]
    assert duties("share-outcome-urgent") == []
    assert len(duties("share-confirmed")) == 1


def test_a_share_for_information_is_finished_at_receipt(world: World) -> None:
    leg = world.leg(world.send(FRONT_DOOR, asks="information"), FRONT_DOOR)
    world.do("receive", leg, "day")
    assert duties("share-received") == []
    assert duties("share-accepted") == []
    with pytest.raises(CannotDo, match="for information"):
        world.do("accept", leg, "day")


def test_silence_is_overdue_and_climbs_to_the_recipients_manager_then_to_the_senders_lead(world: World) -> None:
    world.send()
    told = []
    for minutes in (61, 60):
        world.later(minutes=minutes)
        sweep.run_once()
        with as_assessor():
            rungs = Rung.objects.filter(kind="rung", duty__procedure="share-received-urgent").order_by("index")
            told.append([(rung.tell_agency, rung.tell_role) for rung in rungs])
    assert told[0] == [("social-care", "team-manager")]
    assert told[1] == [("social-care", "team-manager"), ("hospital", "safeguarding-lead")]
    (overdue,) = duties("share-received-urgent")
    assert overdue.state == "breached"
    (ring,) = duties("share-chased", ["open", "breached"])
    assert (ring.debtor_agency, ring.debtor_team) == ("hospital", "ward")


def test_a_call_meets_the_senders_duty_to_ring_and_not_the_recipients(world: World) -> None:
    leg = world.leg(world.send())
    world.later(minutes=61)
    sweep.run_once()
    world.do("chase", leg, "nurse", words="Rang 01632 960102, left word with the switchboard.")
    assert duties("share-chased") == []
    assert len(duties("share-received-urgent")) == 1


@pytest.mark.parametrize("minutes", [5, 50, 90, 250])
def test_passing_on_never_gives_more_time(world: World, minutes: int) -> None:
    leg = world.leg(world.send())
    before = {
        each.procedure: each.due_at for each in [*duties("share-received-urgent"), *duties("share-accepted-urgent")]
    }
    world.later(minutes=minutes)
    new = world.do("redirect", leg, "duty", agency="police", team="response", reason="The father is at the house.")
    after = [*duties("share-received-urgent"), *duties("share-accepted-urgent")]
    assert {each.debtor_agency for each in after} == {"police"}
    assert {each.procedure for each in after} == set(before)
    assert all(each.due_at <= before[each.procedure] for each in after)
    assert world.leg(leg.share, RESPONSE).pk == new.pk
    assert world.leg(leg.share).state == Leg.State.REDIRECTED


def test_passing_on_after_receipt_keeps_the_time_to_accept(world: World) -> None:
    leg = world.leg(world.send())
    (due,) = duties("share-accepted-urgent")
    world.later(minutes=30)
    world.do("receive", leg, "duty")
    world.later(hours=3)
    world.do("redirect", leg, "duty", agency="police", team="response", reason="The father is at the house.")
    (after,) = duties("share-accepted-urgent")
    assert (after.debtor_agency, after.due_at) == ("police", due.due_at)


def test_the_silence_of_whom_it_was_passed_to_climbs_to_the_first_sender(world: World) -> None:
    leg = world.leg(world.send())
    world.do("redirect", leg, "duty", agency="police", team="response", reason="The father is at the house.")
    world.later(hours=3)
    sweep.run_once()
    with as_assessor():
        told = {(rung.tell_agency, rung.tell_role) for rung in Rung.objects.filter(kind="rung")}
    assert ("hospital", "safeguarding-lead") in told


def test_passing_on_needs_a_reason_and_another_team(world: World) -> None:
    leg = world.leg(world.send(OUT_OF_HOURS, RESPONSE))
    for agency, team, reason in (
        ("police", "response", "They have it."),
        ("hospital", "ward", "They sent it."),
        ("social-care", "out-of-hours", "Ourselves."),
        ("camhs", "community", " "),
        ("camhs", "nowhere", "Not there."),
    ):
        with pytest.raises(CannotDo):
            world.do("redirect", leg, "duty", agency=agency, team=team, reason=reason)
    assert world.leg(leg.share).state == Leg.State.SENT


def test_taking_back_excuses_the_recipient(world: World) -> None:
    leg = world.leg(world.send())
    world.do("withdraw", leg, "nurse", reason="Sent about the wrong child.")
    assert duties("share-received-urgent") == duties("share-accepted-urgent") == []


def test_disagreeing_needs_words_and_is_recorded(world: World) -> None:
    leg = world.leg(world.send())
    world.do("act", leg, "duty", outcome="no further action", what="Nothing more.")
    with pytest.raises(CannotDo):
        world.do("confirm", leg, "nurse", agrees=False)
    world.do("confirm", leg, "nurse", agrees=False, words="He is afraid to go home.")
    with as_assessor():
        assert Event.objects.get(kind="share.confirmed").data["agrees"] is False


def test_the_second_of_two_who_answer_learns_who_was_first(world: World) -> None:
    leg = world.leg(world.send())
    world.do("receive", leg, "duty")
    with pytest.raises(CannotDo, match=r"Duty was first \(received, Thursday 28 March 2013, 17:30\)"):
        world.do("receive", leg, "duty.manager")
    assert world.do("receive", leg, "duty").state == Leg.State.RECEIVED


@pytest.mark.parametrize(
    ("name", "by", "more"),
    [
        ("receive", "nurse", {}),
        ("receive", "day", {}),
        ("receive", "constable", {}),
        ("receive", "stranger", {}),
        ("accept", "nurse", {}),
        ("redirect", "sister", {"agency": "camhs", "team": "community", "reason": "No."}),
        ("act", "nurse", {"outcome": "acted", "what": "Done."}),
        ("chase", "duty", {"words": "Hello?"}),
        ("withdraw", "duty.manager", {"reason": "Not wanted."}),
        ("withdraw", "stranger", {"reason": "Not wanted."}),
    ],
)
def test_who_has_no_part_in_it_cannot_answer(world: World, name: str, by: str, more: dict[str, str]) -> None:
    leg = world.leg(world.send())
    with pytest.raises(CannotDo):
        world.do(name, leg, by, **more)
    assert [step["step"] for step in world.leg(leg.share).steps] == ["sent"]


@pytest.mark.parametrize(
    ("name", "by", "more"), [("receive", "duty.manager", {}), ("chase", "named.nurse", {"words": "?"})]
)
def test_managers_of_either_side_may(world: World, name: str, by: str, more: dict[str, str]) -> None:
    leg = world.leg(world.send())
    world.do(name, leg, by, **more)
    assert len(world.leg(leg.share).steps) == 2


def test_the_rule_for_one_share_is_the_rule_of_the_database(world: World) -> None:
    share = world.send(OUT_OF_HOURS)
    for name in world.people:
        viewer = world.viewer(name)
        with acting(viewer):
            seen = Share.objects.filter(pk=share.pk).exists()
            assert Leg.objects.filter(share_id=share.pk).exists() == seen
        assert seen == policies.can_see(viewer, share), name
    assert not policies.can_see(world.viewer("stranger"), share)


def test_nobody_in_particular_sees_no_share(world: World) -> None:
    world.send()
    assert not Share.objects.exists()


def test_every_projection_is_what_its_events_say(world: World) -> None:
    share = world.send(OUT_OF_HOURS, RESPONSE, FRONT_DOOR)
    leg, police = world.leg(share), world.leg(share, RESPONSE)
    world.later(minutes=3)
    world.do("receive", leg, "duty")
    world.do("chase", police, "nurse", words="Rang the desk.")
    world.do("accept", leg, "duty", outcome_by=local(2013, 3, 28, 23))
    world.do("redirect", police, "constable", agency="camhs", team="community", reason="He asks for help.")
    world.do("act", leg, "duty", outcome="acted", what="Seen.")
    world.do("confirm", leg, "nurse", agrees=False, words="Not enough.")
    world.do("withdraw", world.leg(share, FRONT_DOOR), "nurse", reason="Two teams are enough.")
    with as_assessor():
        events = list(Event.objects.filter(kind__in=KINDS).order_by("recorded_at"))
    with acting(world.viewer("nurse")):
        for each in Leg.objects.all():
            told = [
                Happened(event.pk, event.kind, event.occurred_from, event.author, _typed(event.data))
                for event in events
                if event.data["leg"] == each.pk
            ]
            assert (each.state, each.steps) == fold("sent", [], told)
        assert Leg.objects.count() == 4


def _typed(data: dict[str, object]) -> dict[str, object]:
    """Instants as they were handed over."""
    return {name: datetime.fromisoformat(str(value)) if name.endswith("_by") else value for name, value in data.items()}


def test_without_its_rule_there_is_no_clock(world: World, tmp_path: Path) -> None:
    shutil.copytree(RULEBOOKS, tmp_path / "rulebooks")
    for pack in PACKS:
        for name in ("share-received-urgent", "share-chased"):
            for file in (tmp_path / "rulebooks" / pack).rglob(f"{name}.yaml"):
                file.unlink()
    with rulebook.use(load_rulebook(tmp_path / "rulebooks", PACKS).latest()):
        share = world.send()
        assert duties("share-received-urgent") == []
        assert len(duties("share-accepted-urgent")) == 1
        with acting(world.viewer("nurse")):
            legs = queries.legs(share)
            shown = queries.clocks(world.viewer("nurse"), share, legs)
        assert [each.step for each in shown] == ["accepted"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_its_clocks_are_found_by_index_among_those_of_the_whole_partnership(world: World) -> None:
    share = world.send()
    _many_more_duties()
    with acting(world.viewer("nurse")):
        legs = queries.legs(share)
        with CaptureQueriesContext(connection) as asked:
            assert queries.clocks(world.viewer("nurse"), share, legs)
        (sql,) = [each["sql"] for each in asked.captured_queries if '"ledger_duty"' in each["sql"]]
        with as_assessor(), connection.cursor() as cursor:
            cursor.execute(f"explain {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "ledger_duty_trigger" in plan
    assert "Seq Scan on ledger_duty" not in plan


def _many_more_duties(count: int = 4000) -> None:
    """Copies under other triggers."""
    columns = [field.column for field in Duty._meta.fields if field.column not in ("id", "trigger")]
    listed = ", ".join(f'"{each}"' for each in columns)
    with as_assessor(), connection.cursor() as cursor:
        cursor.execute(
            f"insert into ledger_duty (id, trigger, {listed}) "
            f"select md5('d' || n), md5('t' || n), {listed} from generate_series(1, {count}) n, "
            "(select * from ledger_duty limit 1) one"
        )
    with connections["owner"].cursor() as cursor:  # who alone may count the rows for the planner
        cursor.execute("analyze ledger_duty")
