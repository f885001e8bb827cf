"""A standing duty comes again while its state holds; a gate falls due at the event that it guards."""

from __future__ import annotations

from datetime import date

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import TICK
from tests.spec.small import ask, at, duty, event, rules

STANDING = rules(
    duty(
        "seen-on-plan",
        """
        kind: standing duty
        while: {state: planned}
        every: [24 clock hours, 48 clock hours]
        closed_by: [{event: seen}]
        """,
    )
)
PLAN = event("p", "plan.begun", 3, key="k")


def test_the_first_interval_runs_from_the_state_and_the_next_from_each_performance() -> None:
    found = ask(STANDING, at(10), PLAN, event("s1", "seen", 4), event("s2", "seen", 5)).duties
    assert [(each.trigger, each.due_at, each.state) for each in found] == [
        ("p", at(4), DutyState.MET),
        ("s1", at(6), DutyState.MET),
        ("s2", at(7), DutyState.BREACHED),
    ]


def test_one_occurrence_is_open_at_a_time_and_a_miss_is_one_breach() -> None:
    assert [each.state for each in ask(STANDING, at(30), PLAN).duties] == [DutyState.BREACHED]


def test_the_end_of_the_state_excuses_what_is_open_and_ends_what_is_breached() -> None:
    ended = event("e", "plan.ended", 3, hour=20, key="k")
    assert [each.state for each in ask(STANDING, at(9), PLAN, ended).duties] == [DutyState.EXCUSED]
    (late,) = ask(STANDING, at(9), PLAN, event("e", "plan.ended", 6, key="k")).duties
    assert (late.state, late.ended_at) == (DutyState.BREACHED, at(6))


def test_a_state_that_runs_out_by_itself_ends_its_duties() -> None:
    plan = event("p", "plan.begun", 3, key="k", ends_on=date(2013, 1, 3))
    (found,) = ask(STANDING, at(9), plan).duties
    assert (found.state, found.ended_at) == (DutyState.EXCUSED, at(4, 0))
    assert ask(STANDING, at(3), plan).changes_at == at(4, 0)


def test_a_performance_before_the_state_began_performs_nothing() -> None:
    assert [each.state for each in ask(STANDING, at(9), event("s", "seen", 2), PLAN).duties] == [DutyState.BREACHED]


GATE = rules(
    duty(
        "only-if",
        """
        kind: gate
        before: {event: trigger}
        lookback: 48 clock hours
        closed_by: [{event: closing, matching: {key: key}}]
        """,
    )
)


def test_what_was_done_before_the_event_meets_the_gate() -> None:
    (found,) = ask(GATE, at(9), event("c", "closing", 4, key="k"), event("t", "trigger", 5, key="k")).duties
    assert (found.due_at, found.state, found.closed_by) == (at(5), DutyState.MET, "c")


def test_without_it_the_gate_is_breached_at_once_and_what_comes_after_is_late() -> None:
    gated = event("t", "trigger", 5, key="k")
    assert [each.state for each in ask(GATE, at(5) + TICK, gated).duties] == [DutyState.BREACHED]
    (late,) = ask(GATE, at(9), gated, event("c", "closing", 6, key="k")).duties
    assert (late.state, late.closed_at) == (DutyState.MET_LATE, at(6))


def test_what_was_done_too_long_before_or_for_another_does_not_count() -> None:
    gated = event("t", "trigger", 5, key="k")
    assert ask(GATE, at(9), event("c", "closing", 2, key="k"), gated).duties[0].state is DutyState.BREACHED
    assert ask(GATE, at(9), event("c", "closing", 4, key="other"), gated).duties[0].state is DutyState.BREACHED


def test_the_warning_before_the_event_is_the_answer_with_the_event_proposed() -> None:
    proposed = event("t", "trigger", 5, key="k")
    assert ask(GATE, at(5)).duties == ()
    assert [each.state for each in ask(GATE, at(5) + TICK, proposed).duties] == [DutyState.BREACHED]
