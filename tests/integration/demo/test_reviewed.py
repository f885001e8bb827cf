"""Reviews of the stories’ children stand in the demo, and two clicks of the Board’s manager make an issue of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.demo import reviewed
from followthrough.service.demo.clock import DemoClock, set_time
from followthrough.service.demo.learnt import learnt
from followthrough.service.demo.learnt.issue import issue
from followthrough.service.learning.newsletter.actions import checking
from followthrough.service.learning.newsletter.content import Part
from followthrough.service.learning.newsletter.models import Issue
from followthrough.service.learning.newsletter.queries.checking import checked
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.reviews.models import Citation, Review


@pytest.fixture(autouse=True)
def wealdshire_time(demo_db: None) -> Iterator[None]:
    with clock.use(DemoClock()):
        yield


@pytest.fixture
def keeper() -> Practitioner:
    return Practitioner.objects.get(username="margaret.thorne")


def test_two_stand_when_the_demo_begins_and_the_third_comes_with_its_time(keeper: Practitioner) -> None:
    with acting(viewer_of(keeper)):
        assert Review.objects.count() == 2
        assert Citation.objects.count() >= 20
    for _ in range(2):
        set_time(datetime(2013, 4, 10, 8, tzinfo=UTC))
        reviewed.bring_due(clock.now())
    with acting(viewer_of(keeper)):
        assert Review.objects.count() == 3
        assert set(Recommendation.objects.values_list("owner", flat=True)) == set(Owner.values)


def test_the_issue_is_made_in_two_clicks_and_says_all_that_the_example_says(keeper: Practitioner) -> None:
    set_time(datetime(2013, 4, 10, 8, tzinfo=UTC))
    reviewed.bring_due(clock.now())
    client = Client()
    client.force_login(keeper)
    offered = client.get("/newsletters/compose/").context["form"]
    sent = {"title": offered["title"].value(), "reviews": offered["reviews"].value()}
    assert client.post("/newsletters/compose/", sent).status_code == 302
    with acting(viewer_of(keeper)):
        made = Issue.objects.get()
        told = {line.words for _, line in made.issue.lines}
        assert told == {line.words for _, line in issue(is_released=False).lines}
        first = [child.of(Part.FACT)[0].words for child in made.issue.children]
        assert first == [child.of(Part.FACT)[0].words for child in issue(is_released=False).children]
        found = checked(made)
        said = " ".join(each.hit.what for each in found)
        for risky in ("aged three", "Polish", "bank holiday weekend", "national news", "August 2008", "aged eleven"):
            assert risky in said, risky
        checking.accept_all(issue=made, by=viewer_of(keeper))
        made.refresh_from_db()
        assert {each.hit.rule.name for each in checked(made) if each.answer is None} <= {"NEWS", "QUOTE"}
    assert len(learnt()) == 3
