"""Was there ever a gap? A condition that looks back from a review."""

from __future__ import annotations

import pytest

from followthrough.procedures.model.event import Event
from tests.spec.small import ask, at, duty, event, rules
from tests.spec.test_duty import only

REVIEW = rules(
    duty(
        "review",
        """
        when: {event: trigger}
        if: {gap: {of: seen, for: 5 calendar days, within: 2 weeks, since: plan.begun}}
        within: 1 week
        """,
    )
)


def because(*events: Event) -> tuple[str, ...]:
    """What the gap rests on, at a review on 22 January: it looks back to the 8th."""
    found = ask(REVIEW, at(23), *events, event("t", "trigger", 22)).duties
    return found[0].because if found else ()


@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        ((9, 13, 18), ()),  # never more than five days
        ((9, 16, 21), ("s9",)),  # seven days between two
        ((9, 14, 16, 21), ()),  # the fifth day's end is in time
        ((9, 13), ("s13",)),  # nothing after the 13th
        ((4, 11, 15, 19), ("s4",)),  # it begins before the window and grew too long within it
        ((1, 8, 12, 16, 20), ()),  # it grew too long before the window
        ((), ()),  # never seen at all is no gap between two: a silence is asked for since an event
    ],
)
def test_a_gap_between_two_events_or_up_to_the_review(days: tuple[int, ...], gaps: tuple[str, ...]) -> None:
    assert because(*(event(f"s{day}", "seen", day) for day in days)) == gaps


def test_another_kind_may_begin_a_gap_and_does_not_end_one() -> None:
    assert because(event("p", "plan.begun", 9, key="k")) == ("p",)
    assert because(event("s", "seen", 9), event("p", "plan.begun", 12, key="k"), event("u", "seen", 17)) == ("s",)


def test_what_is_recorded_late_fills_the_gap() -> None:
    events = event("a", "seen", 10), event("b", "seen", 20), event("t", "trigger", 22)
    late = event("m", "seen", 15, recorded=at(25))
    assert only(ask(REVIEW, at(24), *events, late)).state == "open"
    assert only(ask(REVIEW, at(26), *events, late)).state == "excused"


def test_a_vague_time_makes_it_unsure() -> None:
    vague = event("s", "seen", 9, until=at(10))
    assert only(ask(REVIEW, at(23), vague, event("t", "trigger", 22))).is_uncertain
