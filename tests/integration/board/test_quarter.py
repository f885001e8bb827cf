"""The Board reads a quarter: numbers that are right, the same for every reader, and nobody’s name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.closing import close
from followthrough.service.access.models import Level
from followthrough.service.board import counting, queries
from followthrough.service.board.figures import DEFINITIONS
from followthrough.service.children.actions import About, register_child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.design.quarters import Quarter
from followthrough.service.ledger import sweep
from integration.board.conftest import SignIn
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, local
from integration.worklist.test_home import ours

SPRING = Quarter(2013, 1)
PAGE = f"/board/{SPRING.key}/"


def counts(world: World, quarter: Quarter = SPRING) -> counting.Counts:
    """As they are at this moment, which no page tells."""
    return queries.count(quarter, clock.now() + timedelta(microseconds=1))


def told(world: World, quarter: Quarter = SPRING, by: str = "board.manager") -> queries.Quarterly:
    viewer = world.viewer(by)
    with acting(viewer):
        return queries.quarterly(viewer, quarter)


def follow(world: World) -> None:
    """One share received after 30 minutes, acted on and confirmed; one that nobody receives."""
    leg = world.leg(world.send())
    world.later(minutes=30)
    world.do("receive", leg, "duty")
    world.do("act", leg, "duty", outcome="acted", what="I saw him.")
    world.do("confirm", leg, "nurse", agrees=True)
    world.send(FRONT_DOOR, asks="action")
    world.later(hours=3)


def over(world: World) -> None:
    """The quarter is over, and counted when somebody looks."""
    world.later(days=5)


def follow_many(world: World, *, children: int = 14, received: int = 7) -> None:
    """A share about each of many children; some are received after 30 minutes, and nobody receives the others."""
    nurse = world.viewer("nurse")
    for number in range(children):
        with acting(nurse):
            about = About(f"Child {number}", date(2009, 5, 4), "girl", "English", False)
            child = register_child(about=about, reason="is on the ward", by=nurse)
        leg = world.leg(world.send(child_id=child.pk))
        if number < received:
            world.later(minutes=30)
            world.do("receive", leg, "duty")


def figures_of(signed_in: SignIn, name: str) -> str:
    """The page, without what only the chair may do."""
    return plain(text_of(signed_in(name), PAGE)).replace("Sign this report off", "").replace("  ", " ")


def test_what_was_sent_is_counted_with_how_far_it_came_and_how_long_it_took(world: World) -> None:
    follow(world)
    (all_of,) = counts(world)["shares"]
    assert (all_of["sent"], all_of["received"], all_of["acted"], all_of["confirmed"]) == (2, 1, 1, 1)
    assert all_of["received_median"] == 0.5
    assert {each["agency"]: each["sent"] for each in counts(world)["shares_of"]} == {"social-care": 2}
    assert counts(world, Quarter(2012, 4))["shares"][0]["sent"] == 0


def test_every_reader_of_the_board_is_told_the_same_and_nobody_else_anything(world: World, signed_in: SignIn) -> None:
    follow_many(world)
    over(world)
    read = {name: figures_of(signed_in, name) for name in ("board.manager", "chair", "policy.lead")}
    assert len(set(read.values())) == 1
    assert "Sent, by recipient How many 14" in read["chair"] and "Received: 7 of 14." in read["chair"]
    assert "Social-Care Sent 14 Received 7 Acted on 0" in read["chair"]
    assert "Half were received within: 30 minutes." in read["chair"]
    for private in ("Jonas", "FT-", "Nurse", "Constable"):
        assert private not in read["chair"]
    for other in ("day", "duty.manager", "named.nurse", "board.officer"):
        for path in ("/board/", PAGE, f"{PAGE}report.pdf", f"{PAGE}figures/sent/", f"{PAGE}figures/nothing/"):
            assert signed_in(other).get(path).status_code == 403


def test_duties_count_in_the_quarter_in_which_they_fell_due(world: World) -> None:
    follow(world)
    assert counts(world)["duties"][0]["on_time"], "the urgent share was received in its time"
    world.later(days=5)
    sweep.run_once()
    spring, summer = counts(world), counts(world, Quarter(2013, 2))
    assert spring["duties"][0]["due"] + summer["duties"][0]["due"] > 2
    for held in (spring, summer):
        (all_of,) = held["duties"]
        for key in ("due", "on_time", "waiting"):
            assert sum(each[key] for each in held["duties_of"]) == all_of[key]
    assert any(each["waiting"] for each in summer["duties_of"] + spring["duties_of"]), "nobody received the other one"


def test_a_child_whose_record_is_sealed_is_in_no_figure(world: World) -> None:
    follow(world)
    write(world, "child.seen", local(2013, 3, 28, 9, 0))
    before = counts(world)
    assert sum(each["children"] for each in before["unseen"]) == 1
    lead = world.viewer("named.nurse")
    with acting(lead):
        close(
            child=Subject("child", world.child.pk),
            level=Level.SEALED,
            names=[lead.practitioner_id],
            reason="A threat.",
            review_by=date(2013, 6, 1),
            by=lead,
        )
    after = counts(world)
    assert after["shares"][0]["sent"] == 0 and after["unseen"] == [] and after["groups"] == []
    assert after["duties"][0]["due"] == 0


def test_children_are_counted_by_the_weeks_since_somebody_saw_them(world: World) -> None:
    assert [(each["band"], each["children"]) for each in counts(world)["unseen"]] == [(4, 1)], "never"
    write(world, "child.seen", local(2013, 2, 1, 9, 0))
    assert [(each["band"], each["children"]) for each in counts(world)["unseen"]] == [(1, 1)], "almost 8 weeks ago"
    write(world, "child.not-brought", local(2013, 3, 20, 9, 0), data={"appointment": "a", "service": "clinic"})
    assert [(each["kind"], each["times"]) for each in counts(world)["missed"]] == [("child.not-brought", 1)]


def test_a_disagreement_counts_at_the_highest_stage_that_it_came_to(world: World, signed_in: SignIn) -> None:
    said = {"challenge": "c-1", "against": "social-care"}
    write(world, "challenge.raised", local(2013, 3, 26, 9, 0), data=said)
    write(world, "challenge.taken-higher", local(2013, 3, 27, 9, 0), data={**said, "stage": 2})
    write(world, "challenge.raised", local(2013, 3, 27, 10, 0), data={**said, "challenge": "c-2"})
    write(
        world,
        "challenge.closed",
        local(2013, 3, 28, 9, 0),
        data={"challenge": "c-1", "settled": True, "theme": "delay"},
    )
    found = {each["stage"]: (each["raised"], each["closed"], each["open"]) for each in counts(world)["challenges"]}
    assert found == {1: (1, 0, 1), 2: (1, 1, 0)}
    over(world)
    page = plain(text_of(signed_in("chair"), PAGE))
    assert "Stage 2 Raised hidden Closed hidden Still open 0 Half closed within hidden" in page
    assert "About Delay Closed hidden" in page


def test_small_numbers_of_children_are_not_told(world: World, signed_in: SignIn) -> None:
    follow(world)
    over(world)
    page = plain(text_of(signed_in("chair"), PAGE))
    assert "Never Children hidden" in page
    assert "Another language, with an interpreter Children hidden On time hidden" in page


def test_each_figure_says_what_it_counts(world: World, signed_in: SignIn) -> None:
    follow(world)
    over(world)
    chair = signed_in("chair")
    page = text_of(chair, PAGE)
    for key, definition in DEFINITIONS.items():
        assert f"{PAGE}figures/{key}/" in page, "each is on the page"
        assert definition.counts in plain(text_of(chair, f"{PAGE}figures/{key}/")).replace("&#x27;", "’")
    assert "Since when Thursday 28 March 2013" in plain(text_of(chair, f"{PAGE}figures/sent/"))
    assert chair.get(f"{PAGE}figures/none/").status_code == 404


def test_the_list_of_a_figure_holds_what_its_reader_may_open_anyway(world: World, signed_in: SignIn) -> None:
    follow(world)
    over(world)
    chair, path = signed_in("chair"), f"{PAGE}figures/conformance/list/"
    assert path in text_of(chair, f"{PAGE}figures/conformance/")
    assert "None." in plain(text_of(chair, path)), "the chair does not work with the child"
    board = Subject("child", world.child.pk)
    access.involve(agency="board", team="office", subject=board, reason="heard of it", by=Viewer.system("test"))
    shown = text_of(chair, path)
    assert "Done in time" in plain(shown) and "/duties/" in shown and "Jonas" not in shown
    assert chair.get(f"{PAGE}figures/sent/list/").status_code == 404
    assert signed_in("day").get(path).status_code == 403


@pytest.mark.parametrize("key", ["2013-q5", "2013-q2", "9999-q1", "spring"])
def test_what_is_no_quarter_that_has_begun_is_not_there(signed_in: SignIn, key: str) -> None:
    assert signed_in("chair").get(f"/board/{key}/").status_code == 404


def test_the_page_asks_few_questions_however_much_there_is(world: World, signed_in: SignIn) -> None:
    follow(world)
    over(world)
    chair, asked_of = signed_in("chair"), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            chair.get(PAGE)
        asked_of.append(len(ours(asked)))
        for _ in range(3):
            world.send(OUT_OF_HOURS)
    assert asked_of[1] < asked_of[0] <= 16, asked_of
    assert asked_of[1] <= 12, "counted once a month"
    world.later(days=30)
    with CaptureQueriesContext(connection) as asked:
        chair.get(PAGE)
    assert len(ours(asked)) == asked_of[0], "and however much there is by then"


def test_who_turned_eighteen_on_the_last_day_of_a_quarter_is_no_child_of_it() -> None:
    assert counting.years_before(Quarter(2013, 2).until, 18) == date(1995, 6, 30)
    assert counting.years_before(local(2012, 2, 29, 12, 0), 18) == date(1994, 2, 28)
