"""Sentences of what changed: by numbers that are many, and silent about what a few might mean."""

from __future__ import annotations

import pytest

from followthrough.service.board import changes
from followthrough.service.board.changes import Time
from followthrough.service.core.suppressing import Number, Told, number_alone, number_of_no_child


def known(number: int) -> Number:
    return number_of_no_child(number)


def Share(part: int, whole: int) -> changes.Share:
    return changes.Share(known(part), known(whole))


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
    assert changes.of_number("Raised", known(3), known(8)) == "Raised: 3, after 8 last time."
    assert changes.of_number("Raised", known(8), known(8)) == "Raised: 8, as last time."
    assert changes.of_number("Raised", known(8), None) == "Raised: 8."


def test_nothing_is_said_of_how_a_hidden_number_changed() -> None:
    few = number_alone(3)
    assert few is None
    assert changes.of_number("Raised", few, known(8)).startswith("Raised: hidden, because it is small")
    assert changes.of_number("Raised", known(8), few) == "Raised: 8."
    assert changes.of_share("On time", changes.Share(few, known(50)), Share(40, 50)).startswith("On time: hidden")
    assert changes.of_share("On time", Share(40, 50), changes.Share(few, known(50))) == "On time: 40 of 50 (80 in 100)."
    assert changes.of_hours("Half within", Time(2.0, few), None).startswith("Half within: hidden")
    assert Time(2.0, few).words == "hidden" and Time(2.0, known(4)).words == "–", "a time of a few is theirs"


def test_a_sentence_takes_no_number_that_was_not_looked_at() -> None:
    with pytest.raises(TypeError, match="was not looked at"):
        changes.of_number("Raised", 8, None)  # type: ignore[arg-type]
    assert isinstance(changes.of_number("Raised {8}", known(8), None), Told)


@pytest.mark.parametrize(
    ("now", "before", "counted", "said"),
    [
        (1.5, 6.0, 50, "2 hours, after 6 hours last time. That is shorter."),
        (6.0, 6.5, 50, "That is about the same."),
        (0.3, 0.5, 50, "18 minutes, after 30 minutes last time. That is about the same."),
        (100.0, 6.0, 50, "4 days, after 6 hours last time. That is longer."),
        (100.0, 6.0, 12, "That is too few to say"),
        (None, 6.0, 50, "nothing to measure"),
        (1.0, None, 50, "Half within: 1 hour."),
    ],
)
def test_a_time_has_changed_when_it_moved_by_a_quarter(
    now: float | None, before: float | None, counted: int, said: str
) -> None:
    last = None if before is None else Time(before, known(50))
    assert said in changes.of_hours("Half within", Time(now, known(counted)), last)
