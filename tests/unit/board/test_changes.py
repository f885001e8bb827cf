"""Sentences of what changed: by numbers that are many, and silent about what a few might mean."""

from __future__ import annotations

import pytest

from followthrough.service.board import changes
from followthrough.service.board.changes import Share


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Share(45, 50), Share(30, 50), "45 of 50 (90 in 100), after 30 of 50 (60 in 100) last time. That is more"),
        (Share(30, 50), Share(45, 50), "That is fewer: 30 in 100 down."),
        (Share(45, 50), Share(44, 50), "That is about the same."),
        (Share(3, 4), Share(44, 50), "On time: 3 of 4, after 44 of 50 (88 in 100) last time. That is too few to say"),
        (Share(20, 20), Share(19, 19), "That is too few to say whether it changed."),
        (Share(0, 0), Share(44, 50), "On time: none, after"),
        (Share(3, 4), None, "On time: 3 of 4."),
    ],
)  # fmt: skip
def test_a_share_is_compared_only_where_both_times_are_many(now: Share, before: Share | None, said: str) -> None:
    assert said in changes.of_share("On time", now, before)


def test_no_percentage_of_a_few_is_ever_told() -> None:
    for whole in range(changes.MANY):
        assert (
            "in 100" not in changes.of_share("On time", Share(whole // 2, whole), Share(30, 60)).partition("after")[0]
        )


def test_a_number_is_told_beside_the_last_one() -> None:
    assert changes.of_number("Raised", 3, 8) == "Raised: 3, after 8 last time."
    assert changes.of_number("Raised", 8, 8) == "Raised: 8, as last time."
    assert changes.of_number("Raised", 8, None) == "Raised: 8."


@pytest.mark.parametrize(
    ("now", "before", "many", "said"),
    [
        (1.5, 6.0, True, "2 hours, after 6 hours last time. That is shorter."),
        (6.0, 6.5, True, "That is about the same."),
        (0.3, 0.5, True, "18 minutes, after 30 minutes last time. That is about the same."),
        (100.0, 6.0, True, "4 days, after 6 hours last time. That is longer."),
        (100.0, 6.0, False, "That is too few to say"),
        (None, 6.0, True, "nothing to measure"),
        (1.0, None, True, "Half within: 1 hour."),
    ],
)
def test_a_time_has_changed_when_it_moved_by_a_quarter(
    now: float | None, before: float | None, many: bool, said: str
) -> None:
    assert said in changes.of_hours("Half within", now, before, is_many=many)
