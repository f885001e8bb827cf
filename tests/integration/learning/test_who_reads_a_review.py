"""A review is read by whoever has to do with it; a recommendation also by whom it asks. Both layers say the same."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.access.policies import NotVisible
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.reviews import actions, policies
from followthrough.service.learning.reviews.models import (
    AgencyPart,
    Citation,
    Comment,
    DeathReview,
    Episode,
    FamilyNote,
    Finding,
    Kind,
    Press,
    Review,
    Reviewed,
    Seat,
    Side,
    Theme,
)
from integration.sharing.world import World, duties


def finding(review: Review, viewer: Viewer) -> Finding:
    with acting(viewer):
        theme, _ = Theme.objects.get_or_create(slug="follow-through", defaults={"title": "Follow through"})
        made = Finding.objects.create(
            review=review,
            theme=theme,
            side=Side.LEARNING,
            words="Nobody checked that it arrived.",
            written_by=viewer.practitioner_id,
            written_at=clock.now(),
        )
        Citation.objects.create(finding=made, event_id="first")
        return made


def recommend(review: Review, viewer: Viewer, *asked: str) -> Recommendation:
    with acting(viewer):
        return Recommendation.objects.create(
            review=review,
            owner=Owner.ALL,
            asked=list(asked),
            words="Check that it arrived.",
            made_by=viewer.practitioner_id,
            made_at=clock.now(),
        )


def counts(viewer: Viewer) -> list[int]:
    """Whatever the page asks, the database gives no more."""
    with acting(viewer):
        return [model.objects.count() for model in (Review, Reviewed, Finding, Citation, Recommendation)]


def test_a_review_and_what_it_found_are_read_by_the_office_and_by_nobody_else(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")
    finding(review, manager)
    recommend(review, manager, "police")
    assert counts(manager) == counts(world.viewer("chair")) == [1, 1, 1, 1, 1]
    for other in ("day", "nurse", "stranger", "policy.lead"):
        assert counts(world.viewer(other)) == [0, 0, 0, 0, 0]
        with acting(world.viewer(other)), pytest.raises(NotVisible):
            policies.check_can_see_review(world.viewer(other), review.pk)


def test_who_sits_on_the_panel_by_name_reads_it_for_as_long(world: World, review: Review) -> None:
    subject = Subject("review", review.pk)
    held = access.involve(
        agency="hospital",
        practitioner=world.people["named.nurse"].pk,
        relationship=Relationship.PANEL,
        subject=subject,
        reason="sits on the panel",
        by=world.viewer("board.manager"),
    )
    assert counts(world.viewer("named.nurse"))[0] == 1 and counts(world.viewer("sister"))[0] == 0
    access.end_involvement(involvement=held, by=world.viewer("board.manager"))
    assert counts(world.viewer("named.nurse"))[0] == 0


def test_an_agency_reads_what_it_is_asked_and_not_why(world: World, review: Review) -> None:
    recommend(review, world.viewer("board.manager"), "police", "hospital")
    assert counts(world.viewer("constable")) == [0, 0, 0, 0, 1]
    assert counts(world.viewer("stranger")) == [0, 0, 0, 0, 0]
    with acting(world.viewer("constable")):
        assert Recommendation.objects.update(words="Nothing.") == 0


def test_who_has_nothing_to_do_with_a_review_writes_nothing_of_it(world: World, review: Review) -> None:
    for write in (finding, lambda *of: recommend(*of, "camhs")):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            write(review, world.viewer("stranger"))


def test_only_the_boards_manager_and_chair_begin_a_review_of_a_child_they_may_see(world: World) -> None:
    for name, refusal in (("duty.manager", policies.CannotReview), ("policy.lead", policies.CannotReview)):
        viewer = world.viewer(name)
        with acting(viewer), pytest.raises(refusal):
            actions.begin(title="A burn", kind=Kind.SERIOUS, children=[world.child.pk], by=viewer)
    manager = world.viewer("board.manager")
    with acting(manager), pytest.raises(NotVisible):
        actions.begin(title="A burn", kind=Kind.SERIOUS, children=["nobody"], by=manager)


def test_what_the_clocks_of_a_review_rest_on_is_an_event_of_it(review: Review) -> None:
    owed = duties("review-family-invited")
    assert [(each.subject_kind, each.subject_id) for each in owed] == [("review", review.pk)]


def test_what_is_written_around_a_review_is_read_by_who_has_to_do_with_it(world: World, review: Review) -> None:
    manager, child = world.viewer("board.manager"), world.child.pk
    with acting(manager):
        actions.seat(
            review=review,
            practitioner=world.people["named.nurse"],
            role="member",
            conflict="None",
            independence="",
            by=manager,
        )
        actions.ask_agencies(review=review, agencies=["police"], asked_for="w", by=manager)
        actions.hear_family(review=review, who="w", words="w", by=manager)
        actions.gather(child=review.children.get(), title="t", words="", events=[], by=manager)
        actions.comment(child=review.children.get(), event_id="e", words="w", evidence="", by=manager)
        actions.decide_on_death(
            review=review,
            reference="r",
            decision="d",
            factors="",
            learning="",
            deaths={},
            abuse_suspected=False,
            by=manager,
        )
        actions.handle_press(child_id=child, incident="i", speaker="s", said="w", watched="", by=manager)
    of_review = [1, 1, 1, 1, 1, 1]
    assert around(manager) == around(world.viewer("named.nurse")) == [*of_review, 1]
    assert around(world.viewer("constable")) == [0] * 6 + [1], "of whom the police was asked; others answer for it"
    with acting(Viewer.system("test")):
        AgencyPart.objects.update(author=world.people["constable"].pk)
    assert around(world.viewer("constable")) == [0, 1, 0, 0, 0, 0, 1], "its own part, by name"
    assert around(world.viewer("nurse")) == [0] * 6 + [1], "the child’s"
    assert around(world.viewer("stranger")) == [0] * 7


def around(viewer: Viewer) -> list[int]:
    with acting(viewer):
        return [each.objects.count() for each in (Seat, AgencyPart, FamilyNote, Episode, Comment, DeathReview, Press)]
