"""Smaller words: who wrote the event, a standing duty's own condition, lengths by settings, what is not asked today."""

from __future__ import annotations

from datetime import date

from followthrough.procedures.model.event import TICK
from tests.spec.small import ask, at, duty, event, rules
from tests.spec.test_duty import only

SETTINGS = """
first: {title: "First", value: "24 clock hours", confidence: our default, source: S}
later: {title: "Later", value: "3 calendar days", confidence: our default, source: S}
"""


def test_a_test_may_ask_which_agency_wrote_the_event() -> None:
    rulebook = rules(
        duty(
            "of-police",
            """
            when: {event: trigger, where: {author: [police, school]}}
            within: 1 week
            owes: {agency: {from: author}}
            """,
        )
    )
    assert only(ask(rulebook, at(4), event("t", "trigger", 3, "police"))).debtor.agency == "police"
    assert ask(rulebook, at(4), event("t", "trigger", 3, "care")).duties == ()


STANDING = """
kind: standing duty
while: {state: planned}
every: [{setting: first}, {setting: later}]
closed_by: [{event: seen}]
"""


def test_the_intervals_of_a_standing_duty_may_be_settings() -> None:
    rulebook = rules(duty("kept", STANDING), settings=SETTINGS)
    found = ask(rulebook, at(5), event("b", "plan.begun", 3, key="k"), event("s", "seen", 4)).duties
    assert sorted(each.due_at for each in found) == [at(4), at(8, 0) - TICK]


def test_a_standing_duty_may_have_a_condition_that_is_read_where_each_interval_begins() -> None:
    rulebook = rules(duty("kept", STANDING + "if: {age: {under: 2}}"), settings=SETTINGS)
    born = event("n", "child.born", 1, born_on=date(2011, 1, 5))
    begun, seen = event("b", "plan.begun", 3, key="k"), event("s", "seen", 6)
    found = only(ask(rulebook, at(9), born, begun, seen))
    assert (found.trigger, found.closed_by) == ("b", "s")  # at the next one the child is two


def test_what_has_ended_without_a_successor_is_not_asked_today() -> None:
    old = duty("old", "when: {event: trigger}\nwithin: 1 week\nin_force: {from: 2000-01-01, to: 2012-01-01}")
    waits = duty("waits", "when: {breach: old}\nwithin: 1 week")
    kept = duty("kept", "when: {event: trigger}\nwithin: 1 week\nin_force: {from: 2013-06-01}")
    rulebook = rules(old, waits, kept)
    assert list(rulebook.latest().by_id) == ["kept"]
    assert only(ask(rulebook.latest(), at(4), event("t", "trigger", 3))).procedure == "kept"
