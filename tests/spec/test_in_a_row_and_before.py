"""“In a row” (a count that begins anew at an event), and “before or within” (a duty that looks back)."""

from __future__ import annotations

from datetime import date

from followthrough.procedures.model.answer import DutyState, SignalState
from tests.spec.small import ask, ask_gaps, at, duty, event, rules, watch
from tests.spec.test_duty import only

IN_A_ROW = rules(watch("in-a-row", "as_soon_as: {count: {of: risk.a, at_least: 2, since_last: seen}}"))
FIRST, SECOND, THIRD = event("a", "risk.a", 3), event("b", "risk.a", 5), event("c", "risk.a", 7)


def test_two_in_a_row_are_a_signal_and_each_more_is_another() -> None:
    found = ask(IN_A_ROW, at(9), FIRST, SECOND, THIRD).signals
    assert [(each.root, each.evidence) for each in found] == [("b", ("a", "b")), ("c", ("a", "b", "c"))]


def test_a_count_begins_anew_after_the_last_such_event() -> None:
    found = ask(IN_A_ROW, at(9), FIRST, event("s", "seen", 4), SECOND, THIRD).signals
    assert [(each.root, each.evidence) for each in found] == [("c", ("b", "c"))]


def test_what_comes_later_does_not_begin_an_earlier_count_anew() -> None:
    assert [each.root for each in ask(IN_A_ROW, at(9), FIRST, SECOND, event("s", "seen", 6)).signals] == ["b"]


def test_one_that_was_recorded_late_withdraws_the_signal() -> None:
    late = event("s", "seen", 4, recorded=at(8))
    assert only_signal(ask(IN_A_ROW, at(7), FIRST, SECOND, late)).state is SignalState.STANDS
    assert only_signal(ask(IN_A_ROW, at(9), FIRST, SECOND, late)).state is SignalState.WITHDRAWN


def test_it_is_uncertain_where_the_order_is() -> None:
    some_time = event("s", "seen", 2, until=at(4))
    assert only_signal(ask(IN_A_ROW, at(9), FIRST, SECOND, some_time)).is_uncertain


def test_it_has_no_sharing_gap_since_knowing_more_can_undo_it() -> None:
    assert ask_gaps(IN_A_ROW, at(9), FIRST, SECOND) == ()


def only_signal(answer):  # type: ignore[no-untyped-def]
    (found,) = answer.signals
    return found


BEFORE = rules(
    duty(
        "before-or-within",
        """
        when: {event: trigger}
        lookback: 48 clock hours
        within: 24 clock hours
        closed_by: [{event: closing, matching: {key: key}}]
        excused_by: [{event: excuse, matching: {key: key}}]
        """,
    )
)
TRIGGER = event("t", "trigger", 5, key="k")


def test_what_was_done_in_the_look_back_before_the_trigger_counts() -> None:
    found = only(ask(BEFORE, at(6), event("c", "closing", 3, key="k"), TRIGGER))
    assert (found.state, found.closed_at, found.due_at) == (DutyState.MET, at(3), at(6))


def test_what_was_done_before_that_does_not() -> None:
    found = only(ask(BEFORE, at(9), event("c", "closing", 2.9, key="k"), TRIGGER))
    assert found.state is DutyState.BREACHED


def test_it_must_agree_on_the_keys() -> None:
    found = only(ask(BEFORE, at(5, 12), event("c", "closing", 4, key="other"), TRIGGER))
    assert found.state is DutyState.OPEN


def test_what_is_done_afterwards_counts_as_ever() -> None:
    found = only(ask(BEFORE, at(9), TRIGGER, event("c", "closing", 5.5, key="k")))
    assert (found.state, found.closed_at) == (DutyState.MET, at(5.5))


def test_an_excuse_does_not_look_back() -> None:
    found = only(ask(BEFORE, at(5, 12), event("x", "excuse", 4, key="k"), TRIGGER))
    assert found.state is DutyState.OPEN


def test_a_silence_since_a_birth_long_ago_is_answered() -> None:
    silent = watch("silent", "silence: {of: seen, since: child.born, for: 20 working days}")
    born = event("n", "child.born", -18_000, born_on=date(1963, 9, 20))
    assert ask(rules(silent), at(9), born).signals == ()  # true long before the rule was in force
