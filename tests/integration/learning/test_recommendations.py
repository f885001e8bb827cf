"""A recommendation is asked of each agency with a clock of its own; how far it has come is told by the events alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.learning.recommendations import actions, policies, queries
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.recommendations.queries import Progress
from followthrough.service.learning.reviews.models import Review
from followthrough.service.ledger.actions import CannotRecord, NewEvent, record
from followthrough.service.ledger.models import Duty, Event
from integration.learning.test_who_reads_a_review import finding
from integration.sharing.world import World, duties


def make(world: World, review: Review, owner: str = Owner.ALL, **more: Any) -> Recommendation:
    viewer = world.viewer("board.manager")
    with acting(viewer):
        return actions.make(review=review, owner=owner, words="Check that it arrived.", by=viewer, **more)


def happened(world: World, made: Recommendation, name: str, what: str, agency: str, **data: Any) -> str:
    viewer = world.viewer(name)
    new = NewEvent(
        kind=f"recommendation.{what}",
        subject=Subject("review", made.review_id),
        occurred_from=clock.now(),
        data={"recommendation": made.key, "agency": agency, **data},
    )
    world.later(hours=1)
    with acting(viewer):
        return record([new], by=viewer).event_ids[0]


def seen(world: World, name: str, made: Recommendation) -> dict[str, Progress]:
    viewer = world.viewer(name)
    with acting(viewer):
        return {each.agency: each for each in queries.progress(viewer, made)}


def events_seen(world: World, name: str) -> list[str]:
    with acting(world.viewer(name)):
        return list(Event.objects.filter(subject_kind="review").order_by("recorded_at").values_list("kind", flat=True))


def test_all_means_every_member_and_each_has_a_clock_of_its_own(world: World, review: Review) -> None:
    made = make(world, review)
    assert set(made.asked) == {"hospital", "police", "camhs", "social-care"}, "all but the Board itself"
    owed = duties("recommendation-accepted")
    assert {each.debtor_agency for each in owed} == set(made.asked)
    assert {each.state for each in seen(world, "board.manager", made).values()} == {"asked"}


def test_a_group_is_asked_at_the_board_and_one_agency_by_its_key(world: World, review: Review) -> None:
    of_group = make(world, review, Owner.POLICIES)
    of_one = make(world, review, Owner.AGENCY, agencies=["police"])
    owed = {(each.debtor_agency, each.debtor_team) for each in duties("recommendation-accepted")}
    assert owed == {("board", "policies-and-procedures-group"), ("police", "")}
    assert seen(world, "policy.lead", of_group)["board"].team == "policies-and-procedures-group"
    assert (of_group.asked, of_one.asked) == (["board"], ["police"])


@pytest.mark.parametrize("agencies", [(), ("nowhere",), ("police", "nowhere")])
def test_an_agency_that_is_not_in_the_directory_is_not_asked(world: World, review: Review, agencies: Any) -> None:
    with pytest.raises(CannotRecord, match="Choose which agency"):
        make(world, review, Owner.AGENCY, agencies=agencies)
    with acting(world.viewer("board.manager")):
        assert not Recommendation.objects.exists()


def test_it_rests_on_findings_of_its_own_review(world: World, review: Review) -> None:
    found = finding(review, world.viewer("board.manager"))
    made = make(world, review, findings=[found])
    with acting(world.viewer("board.manager")):
        assert list(made.findings.all()) == [found]


def test_only_who_keeps_the_review_recommends(world: World, review: Review) -> None:
    for name in ("policy.lead", "constable"):
        with acting(world.viewer(name)), pytest.raises(NotVisible):
            actions.make(review=review, owner=Owner.ALL, words="Check.", by=world.viewer(name))


def test_each_agency_sees_its_own_state_and_the_board_sees_all(world: World, review: Review) -> None:
    made = make(world, review, Owner.AGENCY, agencies=["police", "hospital"])
    plan = {"step": "s-1", "owner": "Karen Tulloch", "action": "A check in each handover", "due_on": date(2013, 5, 1)}
    happened(world, made, "constable", "accepted", "police", **plan, measure="An audit of twenty")
    assert set(seen(world, "constable", made)) == {"police"}
    assert set(seen(world, "nurse", made)) == {"hospital"} and not seen(world, "stranger", made)
    every = seen(world, "board.manager", made)
    assert {key: each.state.value for key, each in every.items()} == {"police": "accepted", "hospital": "asked"}
    held = every["police"].steps[0].plan
    assert (held.action, held.due_on, held.measure) == (
        "A check in each handover",
        date(2013, 5, 1),
        "An audit of twenty",
    )


def test_an_asked_agency_reads_of_a_review_what_names_it_and_nothing_else(world: World, review: Review) -> None:
    made = make(world, review, Owner.AGENCY, agencies=["police", "hospital"])
    assert events_seen(world, "constable") == events_seen(world, "nurse") == ["recommendation.made"]
    assert events_seen(world, "stranger") == []
    assert events_seen(world, "board.manager") == ["review.began", *2 * ["recommendation.made"]]
    with acting(world.viewer("constable")):
        owed = Duty.objects.filter(subject_kind="review", procedure="recommendation-accepted")
        assert {each.debtor_agency for each in owed} == {"police"}, "its own clock, and nobody else’s"
        assert policies.check_can_see_recommendation(world.viewer("constable"), made.key) == made
    with acting(world.viewer("stranger")), pytest.raises(NotVisible):
        policies.check_can_see_recommendation(world.viewer("stranger"), made.key)


def test_a_test_that_fails_opens_it_again_and_one_that_works_lets_it_close(world: World, review: Review) -> None:
    made = make(world, review, Owner.AGENCY, agencies=["police"])
    plan = {"step": "s-1", "action": "A check", "due_on": date(2013, 5, 1)}
    states = []
    for name, what, data in (
        ("constable", "accepted", plan),
        ("constable", "evidence-given", {"steps": ("s-1",), "evidence": "The new form"}),
        ("board.manager", "effect-tested", {"result": "it does not work", "how": "audit of cases"}),
        ("constable", "accepted", plan),
        ("constable", "evidence-given", {"steps": ("s-1",), "evidence": "A second form"}),
        ("board.manager", "effect-tested", {"result": "it works", "how": "feedback of workers"}),
        ("board.manager", "closed", {}),
    ):
        happened(world, made, name, what, "police", **data)
        states.append(seen(world, "constable", made)["police"].state.value)
    assert states == ["accepted", "shown", "taken up again", "accepted", "shown", "works", "closed"]
    found = seen(world, "board.manager", made)["police"]
    (step,) = found.steps
    assert [each.words for each in step.evidence] == ["The new form", "A second form"]
    assert [each.has_shown for each in found.tests] == [False, True] and len(step.plans) == 2


def test_what_was_taken_back_is_not_told_and_what_was_put_right_is(world: World, review: Review) -> None:
    made = make(world, review, Owner.AGENCY, agencies=["police"])
    plan = {"step": "s-1", "action": "A check", "due_on": date(2013, 5, 1)}
    first = happened(world, made, "constable", "accepted", "police", **plan)
    viewer = world.viewer("constable")
    whose = Subject("review", made.review_id)
    said = {"recommendation": made.key, "agency": "police", **plan, "action": "Two checks"}
    for action, is_retraction in (("Two checks", False), ("", True)):
        with acting(viewer):
            mended = NewEvent(
                kind="recommendation.accepted",
                subject=whose,
                occurred_from=clock.now(),
                data=said,
                corrects=first,
                is_retraction=is_retraction,
            )
            record([mended], by=viewer)
        found = seen(world, "constable", made)["police"]
        assert [each.plan.action for each in found.steps] == ([action] if action else [])
    assert found.state == "asked"
