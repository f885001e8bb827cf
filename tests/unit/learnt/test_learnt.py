"""What the demo's reviews tell holds together: each word rests on entries of the child's story, and reads plainly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.docs.test_reading_grade import HIGHEST, TERMS
from tests.support.reading import grade

from followthrough.service.demo.learnt import Learnt, learnt

STORIES = Path(__file__).parents[3] / "rulebooks" / "stories"
GROUPS = {"policies-and-procedures-group", "learning-and-improvement-group", "case-review-group"}
ALL = learnt()


@pytest.mark.parametrize("told", ALL, ids=lambda each: each.child)
class TestEach:
    def test_every_finding_rests_on_entries_of_the_story(self, told: Learnt) -> None:
        story = yaml.safe_load((STORIES / f"{told.child}.yaml").read_text(encoding="utf-8"))
        known = {event["id"] for event in story["events"]}
        assert all(found.rests_on and known.issuperset(found.rests_on) for found in told.findings)

    def test_what_is_learnt_and_asked_comes_from_findings_of_the_same_child(self, told: Learnt) -> None:
        keys = [found.key for found in told.findings]
        assert len(keys) == len(set(keys))
        assert all(
            said.findings and set(said.findings) <= set(keys) for said in (*told.learning, *told.recommendations)
        )

    def test_good_practice_is_told_as_well(self, told: Learnt) -> None:
        assert {found.side for found in told.findings} == {"good practice", "learning point"}

    def test_it_reads_at_grade_eight_or_below(self, told: Learnt) -> None:
        said = (*told.facts, *told.learning, *told.findings)
        words = [*(each.words for each in said), *(each.released for each in said)]
        words += [each.words for each in told.recommendations]
        assert grade(" ".join(words), TERMS) <= HIGHEST

    def test_what_is_released_gives_no_year_and_no_age(self, told: Learnt) -> None:
        released = " ".join(each.released for each in (*told.facts, *told.learning, *told.findings))
        assert not re.search(r"\d{2}", released)
        assert not any(word in released for word in ("Polish", " aged", " news", "bank holiday weekend"))


def test_every_owner_of_the_newsletter_is_asked_something() -> None:
    asked = [each for told in ALL for each in told.recommendations]
    assert {each.owner for each in asked} == {"all", "agency"} | GROUPS
    assert [each.asked for each in asked if each.owner == "agency"] == [("police",)]
