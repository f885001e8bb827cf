"""The database lets nobody write more of a review than the policies do: asked directly, as the application’s role."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.db.models import CharField, Func, Model
from django.db.models.functions import Now

from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.recommendations import policies as asking
from followthrough.service.learning.recommendations.models import Carried, Owner, Recommendation
from followthrough.service.learning.reviews import actions, policies
from followthrough.service.learning.reviews.models import (
    AgencyPart,
    Citation,
    Comment,
    DeathReview,
    Episode,
    FamilyNote,
    Finding,
    Press,
    Review,
    Reviewed,
    Seat,
)
from integration.agencies import making
from integration.sharing.world import World

KEEPERS = {"board.manager", "chair"}
PANEL = {"named.nurse"}
# The panel’s member, a clerk of the office who reads, who answers for an agency that was asked, its other people, who
# works with the child, who enters people, and somebody who has to do with none of it.
EVERYBODY = KEEPERS | PANEL | {"clerk", "sister", "nurse", "enters", "constable", "stranger"}
MADE: dict[type[Model], Callable[[dict[str, Any]], dict[str, Any]]] = {
    Reviewed: lambda of: {"review": of["review"], "child_id": "other", "number": 7},
    Seat: lambda of: {
        "review": of["review"], "practitioner": "p", "agency": "police", "role": "member", "conflict": "None",
        "from_at": of["at"],
    },
    AgencyPart: lambda of: {
        "review": of["review"], "agency": of["viewer"].agency + "-2", "title": "t", "children": [], "asked_for": "w",
    },
    Finding: lambda of: {
        "review": of["review"], "theme_id": of["finding"].theme_id, "side": "good practice", "words": "w", **of["mine"],
    },
    Citation: lambda of: {"finding": of["finding"], "event_id": "e"},
    FamilyNote: lambda of: {"review": of["review"], "who": "w", **of["mine"]},
    Episode: lambda of: {"child": of["child"], "title": "t", "events": [], **of["mine"]},
    Comment: lambda of: {
        "child": of["child"], "event_id": "e", "agency": of["viewer"].agency, "words": "w", **of["mine"],
    },
    Press: lambda of: {
        "child_id": of["child"].child_id, "incident": "i", "speaker": "s", "said": "w", **of["mine"],
    },
    Recommendation: lambda of: {
        "review": of["review"], "owner": Owner.ALL, "asked": [of["viewer"].agency], "words": "w",
        "made_by": of["viewer"].practitioner_id, "made_at": of["at"],
    },
    Recommendation.findings.through: lambda of: {"recommendation": of["asked"], "finding": of["finding"]},
    Carried: lambda of: {
        "recommendation": of["asked"], "title": "t", "address": "/policies/2/", "by": "p", "at": of["at"],
    },
}  # fmt: skip
ADDS = {
    Reviewed: KEEPERS, Seat: KEEPERS, AgencyPart: KEEPERS, Press: KEEPERS,
    Finding: KEEPERS | PANEL, Citation: KEEPERS | PANEL, FamilyNote: KEEPERS | PANEL, Episode: KEEPERS | PANEL,
    Comment: KEEPERS | PANEL, Recommendation: KEEPERS, Recommendation.findings.through: KEEPERS,
    Carried: set(),
}  # fmt: skip  # what carries a recommendation is named by the service, when it is agreed to
NOW, SELF = Now(), Func(function="app_viewer", output_field=CharField())
CHANGES = {
    Review: ({"title": "t"}, KEEPERS),
    Reviewed: ({"number": 9}, set()),
    Seat: ({"role": "author"}, KEEPERS),
    AgencyPart: ({"summary": "s"}, KEEPERS | {"sister", "named.nurse"}),
    Finding: ({"taken_back_at": NOW}, KEEPERS | PANEL),
    Citation: ({"event_id": "s"}, set()),
    FamilyNote: ({"words": "s"}, set()),
    Episode: ({"title": "s"}, set()),
    Comment: ({"words": "s"}, set()),
    DeathReview: ({"decision": "s", "written_by": SELF}, KEEPERS | PANEL),
    Press: ({"said": "s"}, set()),
    Recommendation: ({"words": "s"}, set()),
    Carried: ({"title": "s"}, set()),
}


@pytest.fixture
def written(world: World, review: Review) -> dict[str, Any]:
    """A review with one row of everything; the hospital was asked to take part, and to do something."""
    world.people["clerk"] = making.practitioner("clerk", ("board", "office", "worker"))
    world.people["enters"] = making.practitioner("enters", ("hospital", "ward", "administrator"))
    manager = world.viewer("board.manager")
    with acting(manager):
        child = review.children.get()
        actions.seat(
            review=review, practitioner=world.people["named.nurse"], role="member", conflict="None", independence="",
            by=manager,
        )  # fmt: skip
        actions.ask_agencies(review=review, agencies=["hospital"], asked_for="w", by=manager)
        finding = actions.find(
            review=review,
            theme="Follow through",
            side="learning point",
            words="w",
            without_entry="Told by her nurse.",
            by=manager,
        )
        Citation.objects.create(finding=finding, event_id="first")
        actions.hear_family(review=review, who="w", words="w", by=manager)
        actions.gather(child=child, title="t", words="", events=[], by=manager)
        actions.comment(child=child, event_id="first", words="w", evidence="", by=manager)
        actions.decide_on_death(
            review=review, reference="r", decision="d", factors="", learning="", deaths={}, abuse_suspected=False,
            by=manager,
        )  # fmt: skip
        actions.handle_press(child_id=child.child_id, incident="i", speaker="s", said="w", watched="", by=manager)
        asked = recommendations.make(
            review=review, owner=Owner.AGENCY, words="Check.", agencies=["hospital"], by=manager
        )
        recommendations.carry(key=asked.key, title="Version 1", address="/policies/", by=manager)
    return {"review": review, "child": child, "finding": finding, "asked": asked}


def who(world: World, act: Callable[[str], int]) -> set[str]:
    """For whom the database does it; nothing of it stays."""
    done = set()
    for name in EVERYBODY:
        try:
            with transaction.atomic():
                with acting(world.viewer(name)):
                    rows = act(name)
                transaction.set_rollback(True)
            done |= {name} if rows else set()
        except ProgrammingError as refusal:
            assert "row-level security" in str(refusal)
    return done


def test_a_row_is_added_by_whom_the_policies_name(world: World, written: dict[str, Any]) -> None:
    def add(model: Any, name: str) -> int:
        viewer, at = world.viewer(name), clock.now()
        mine = {"written_by": viewer.practitioner_id, "written_at": at}
        model.objects.bulk_create([model(**MADE[model]({**written, "viewer": viewer, "at": at, "mine": mine}))])
        return 1

    assert {model: who(world, partial(add, model)) for model in ADDS} == ADDS


def test_a_row_is_changed_by_whom_the_policies_name(world: World, written: dict[str, Any]) -> None:
    def change(model: Any, name: str) -> int:
        return int(model.objects.update(**CHANGES[model][0]))

    assert {model: who(world, partial(change, model)) for model in CHANGES} == {
        model: named for model, (_, named) in CHANGES.items()
    }


def test_an_episode_is_taken_apart_by_the_panel_and_nothing_else_is_taken_away(
    world: World, written: dict[str, Any]
) -> None:
    def take(model: Any, name: str) -> int:
        return int(model.objects.all()._raw_delete("default"))

    taken = {model: who(world, partial(take, model)) for model in CHANGES}
    assert taken == {model: KEEPERS | PANEL if model is Episode else set() for model in CHANGES}


def test_a_review_is_begun_by_whoever_keeps_reviews_alone(world: World, written: dict[str, Any]) -> None:
    def add(name: str) -> int:
        row = Review(title="t", kind="other review", began_at=clock.now())
        Review.objects.bulk_create([row])
        return 1

    assert who(world, add) == set(), "and only with a grant on it first"


def test_nobody_writes_in_the_name_of_another(world: World, written: dict[str, Any]) -> None:
    for model in (Finding, FamilyNote, Episode, Comment, Press):
        other = {"written_by": world.people["chair"].pk, "written_at": clock.now()}
        viewer = world.viewer("board.manager")
        of = {**written, "viewer": viewer, "at": clock.now(), "mine": other}
        with acting(viewer), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model.objects.bulk_create([model(**MADE[model](of))])


@pytest.mark.parametrize(
    "values", [{"children": ["other"]}, {"agency": "police"}, {"asked_for": "Nothing."}, {"title": "Another"}]
)
def test_an_agency_writes_its_answer_and_its_report_and_nothing_else_of_its_part(
    world: World, written: dict[str, Any], values: dict[str, Any]
) -> None:
    with acting(world.viewer("sister")):
        assert AgencyPart.objects.update(author="somebody", absence="", summary="s", address="a") == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            AgencyPart.objects.update(**values)


def test_a_part_is_read_by_whoever_may_write_it(world: World, written: dict[str, Any]) -> None:
    def reads(name: str) -> bool:
        with acting(world.viewer(name)):
            return AgencyPart.objects.exists()

    assert {name for name in EVERYBODY if reads(name)} == KEEPERS | PANEL | {"clerk", "sister"}
    with acting(world.viewer("sister")):
        actions.join(part=AgencyPart.objects.get(), author=world.people["nurse"], by=world.viewer("sister"))
    assert reads("nurse"), "whom the agency named"
    for name in EVERYBODY:
        with acting(world.viewer(name)):
            part = AgencyPart.objects.first()
            can = part is not None and policies.can_write_part(world.viewer(name), part)
            assert bool(AgencyPart.objects.update(summary="s")) == (can or name in KEEPERS)


def test_who_only_enters_people_reads_nothing_that_their_agency_is_asked(world: World, written: dict[str, Any]) -> None:
    for name, is_asked in (("enters", False), ("nurse", True)):
        viewer = world.viewer(name)
        with acting(viewer):
            assert Recommendation.objects.exists() == is_asked
            assert asking.visible_recommendations(viewer).exists() == is_asked


@pytest.mark.parametrize(
    "values", [{"words": "s"}, {"written_by": "s"}, {"written_at": NOW}, {"side": "good practice"}, {"child": None}]
)
def test_nobody_rewrites_a_finding(world: World, written: dict[str, Any], values: dict[str, Any]) -> None:
    for name in KEEPERS | PANEL:
        with acting(world.viewer(name)), pytest.raises(ProgrammingError, match="permission"), transaction.atomic():
            Finding.objects.update(**values)


def test_what_was_taken_back_stays_so(world: World, written: dict[str, Any]) -> None:
    manager = world.viewer("board.manager")
    with acting(manager):
        actions.take_back(finding=written["finding"], by=manager)
        assert Finding.objects.update(taken_back_at=None) == 0
        actions.take_back(finding=Finding.objects.get(), by=manager)


def test_a_decision_on_a_death_is_written_in_no_other_name(world: World, written: dict[str, Any]) -> None:
    for values in ({"decision": "s"}, {"written_by": world.people["board.manager"].pk}):
        with acting(world.viewer("chair")), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            DeathReview.objects.update(**values)


OF_REVIEW = (Reviewed, Seat, AgencyPart, Finding, Citation, FamilyNote, Episode, Comment)


@pytest.mark.parametrize("model", OF_REVIEW)
def test_nothing_is_added_to_a_review_that_has_ended(world: World, written: dict[str, Any], model: type[Model]) -> None:
    manager = world.viewer("board.manager")
    mine = {"written_by": manager.practitioner_id, "written_at": clock.now()}
    row = model(**MADE[model]({**written, "viewer": manager, "at": clock.now(), "mine": mine}))
    with acting(manager):
        actions.end(review=written["review"], by=manager)
        with pytest.raises(ProgrammingError, match="has ended"), transaction.atomic():
            model.objects.bulk_create([row])


def test_nothing_is_changed_or_taken_away_in_a_review_that_has_ended(world: World, written: dict[str, Any]) -> None:
    manager = world.viewer("board.manager")
    with acting(manager):
        actions.end(review=written["review"], by=manager)
        for change in (
            lambda: Review.objects.update(ended_at=None),
            lambda: Review.objects.update(title="t"),
            lambda: Seat.objects.update(to_at=None),
            lambda: AgencyPart.objects.update(summary="s"),
            lambda: Finding.objects.update(taken_back_at=NOW),
            lambda: DeathReview.objects.update(decision="s"),
            lambda: Episode.objects.all().delete(),
        ):
            with pytest.raises(ProgrammingError, match="has ended"), transaction.atomic():
                change()
        actions.end(review=written["review"], by=manager)
    with acting(world.viewer("sister")), pytest.raises(ProgrammingError, match="has ended"), transaction.atomic():
        AgencyPart.objects.update(summary="s")


def test_a_row_is_not_moved_out_of_a_review_that_has_ended(world: World, written: dict[str, Any]) -> None:
    manager = world.viewer("board.manager")
    with acting(manager):
        other = actions.begin(title="Another", kind="other review", children=[written["child"].child_id], by=manager)
        actions.end(review=written["review"], by=manager)
        with pytest.raises(ProgrammingError, match="has ended"), transaction.atomic():
            Seat.objects.update(review=other)


def test_a_seat_that_ended_writes_no_more(world: World, written: dict[str, Any]) -> None:
    manager = world.viewer("board.manager")
    with acting(manager):
        actions.unseat(seat=Seat.objects.get(), by=manager)
    with acting(world.viewer("named.nurse")):
        assert not Finding.objects.update(taken_back_at=NOW)
