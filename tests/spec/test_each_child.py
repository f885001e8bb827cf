"""One duty for each child at home: who belongs to the household at the trigger."""

from __future__ import annotations

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Event
from tests.spec.small import CHILD, HOME, SIBLING, ask, at, duty, event, rules

FORM = rules(
    duty(
        "form-each",
        """
        when: {event: trigger}
        each: {household: children}
        within: 48 clock hours
        closed_by: [{event: closing, whose: [self, sibling], matching: {subject: each}}]
        """,
    )
)


def home(*days: float) -> tuple[Event, ...]:
    """Ada joins the home on the first day, Ben on the second."""
    ada, ben = days
    return (
        event("j1", "household.joined", ada, household="home"),
        event("j2", "household.joined", ben, subject=SIBLING, household="home"),
    )


def test_each_child_of_the_household_has_its_duty() -> None:
    found = ask(FORM, at(4), *home(1, 1), event("t", "trigger", 3)).duties
    assert sorted(each.each for each in found) == ["ada", "ben"]
    assert len({each.id for each in found}) == 2


def test_who_comes_after_the_trigger_or_left_before_it_is_not_counted() -> None:
    trigger = event("t", "trigger", 3)
    assert [each.each for each in ask(FORM, at(6), *home(1, 5), trigger).duties] == ["ada"]
    left = event("l", "household.left", 2, subject=SIBLING, household="home")
    assert [each.each for each in ask(FORM, at(6), *home(1, 1), left, trigger).duties] == ["ada"]


def test_a_child_of_whom_no_household_is_known_stands_alone() -> None:
    assert [each.each for each in ask(FORM, at(4), event("t", "trigger", 3)).duties] == ["ada"]


def test_what_is_done_for_one_child_closes_only_that_childs_duty() -> None:
    done = event("c", "closing", 4, subject=SIBLING)
    found = ask(FORM, at(9), *home(1, 1), event("t", "trigger", 3), done).duties
    assert {each.each: each.state for each in found} == {"ada": DutyState.BREACHED, "ben": DutyState.MET}


def test_a_household_has_its_children_too() -> None:
    rulebook = rules(
        duty(
            "of-a-home",
            """
            subject: household
            when: {event: home.visited}
            each: {household: children}
            within: 1 week
            closed_by: [{event: home.visited}]
            """,
        )
    )
    found = ask(rulebook, at(4), *home(1, 1), event("t", "home.visited", 3, subject=HOME), subject=HOME).duties
    assert sorted(each.each for each in found) == [CHILD.id, SIBLING.id]


def test_a_membership_that_is_taken_back_excuses_the_duty() -> None:
    back = event("r", "household.joined", 4, subject=SIBLING, retracts="j2")
    found = ask(FORM, at(4, 12), *home(1, 1), event("t", "trigger", 3), back).duties
    assert {each.each: each.state for each in found} == {"ada": DutyState.OPEN, "ben": DutyState.EXCUSED}
