"""A review asks what was owed by the rules of the time, and by today's: what is agreed counts in both from its day."""

from __future__ import annotations

from datetime import date

import pytest

from followthrough.procedures.model.procedure import DutyProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.reviews.queries.owing import THEN, TODAY, rules_by
from integration.learning.changes.conftest import SignIn
from integration.learning.changes.test_changes import agree, new_rule, propose
from integration.sharing.world import World

pytestmark = pytest.mark.django_db


def within(rules: Rulebook, day: date) -> str:
    (found,) = (each for each in rules.by_id["strategy-discussion"] if each.is_in_force(day))
    assert isinstance(found, DutyProcedure)
    return str(found.limits[0].within)


def test_todays_rules_are_those_of_this_day_and_not_what_is_agreed_for_a_later_one(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    propose(signed_in("policy.lead"), asked, "time/strategy-discussion-within", value="12 clock hours")
    agree(signed_in, Proposal.objects.get())
    assert within(rules_by(TODAY), date(2013, 3, 28)) == "24 clock hours"
    world.later(days=6)  # the third of April: it holds
    assert within(rules_by(TODAY), date(2013, 3, 28)) == "12 clock hours"


def test_a_new_rule_is_not_asked_by_todays_rules_before_its_day(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    found = new_rule(signed_in("policy.lead"), asked)
    agree(signed_in, found)
    assert found.name not in rules_by(TODAY).by_id
    world.later(days=6)
    assert found.name in rules_by(TODAY).by_id


def test_the_rules_of_the_time_hold_what_was_agreed_from_its_day_on(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    found = new_rule(signed_in("policy.lead"), asked)
    agree(signed_in, found)
    (rule,) = rules_by(THEN).by_id[found.name]
    assert (rule.in_force_from, rule.in_force_to) == (date(2013, 4, 3), None)
    (of_the_files,) = rules_by(THEN).by_id["strategy-discussion"]
    assert of_the_files.in_force_from == date(2013, 10, 1)
