"""When a source is vague, clocks start late, closings count early, and what precision could change is flagged."""

from __future__ import annotations

from followthrough.procedures.model.answer import DutyState
from tests.spec.small import ask, at, duty, event, rules, watch

TWO_DAYS = rules(duty("two-days", "when: {event: trigger}\nwithin: 48 clock hours"))


def test_a_clock_starts_at_the_end_of_the_interval() -> None:
    vague = event("t", "trigger", 3, hour=0, until=at(3, 24))
    (found,) = ask(TWO_DAYS, at(4), vague).duties
    assert found.due_at == at(6, 0)


def test_a_closing_counts_at_the_start_of_its_interval_and_is_flagged_where_that_decides() -> None:
    trigger = event("t", "trigger", 3)
    (found,) = ask(TWO_DAYS, at(9), trigger, event("c", "closing", 5, hour=0, until=at(5, 23))).duties
    assert (found.state, found.is_uncertain) == (DutyState.MET_RECORDED_LATE, True)
    (clear,) = ask(TWO_DAYS, at(9), trigger, event("c", "closing", 4, hour=0, until=at(4, 23))).duties
    assert (clear.state, clear.is_uncertain) == (DutyState.MET, False)


def test_exact_times_are_never_flagged() -> None:
    (found,) = ask(TWO_DAYS, at(9), event("t", "trigger", 3), event("c", "closing", 5)).duties
    assert not found.is_uncertain


def test_a_deadline_that_may_have_passed_already_is_flagged() -> None:
    vague = event("t", "trigger", 3, hour=0, until=at(3, 24))
    (early,) = ask(TWO_DAYS, at(4), vague).duties
    (between,) = ask(TWO_DAYS, at(5, 12), vague).duties
    assert (early.is_uncertain, between.is_uncertain, between.state) == (False, True, DutyState.OPEN)


def test_a_pattern_whose_window_a_vague_event_may_have_left_is_flagged() -> None:
    rulebook = rules(watch("two", "as_soon_as: {count: {of: risk.a, at_least: 2, within: 72 clock hours}}"))
    vague = event("a", "risk.a", 2, hour=0, until=at(2, 24)), event("b", "risk.a", 5)
    (flagged,) = ask(rulebook, at(9), event("z", "risk.a", 4), *vague).signals[-1:]
    assert flagged.is_uncertain
    (clear,) = ask(rulebook, at(9), event("z", "risk.a", 4), event("b", "risk.a", 5)).signals
    assert not clear.is_uncertain


def test_a_closing_that_may_have_come_before_its_vague_trigger_is_flagged() -> None:
    vague = event("t", "trigger", 3, hour=0, until=at(3, 6))
    (found,) = ask(TWO_DAYS, at(9), vague, event("c", "closing", 3, hour=0)).duties
    assert (found.state, found.is_uncertain) == (DutyState.MET, True)
    (clear,) = ask(TWO_DAYS, at(9), vague, event("c", "closing", 3, hour=6)).duties
    assert (clear.state, clear.is_uncertain) == (DutyState.MET, False)
