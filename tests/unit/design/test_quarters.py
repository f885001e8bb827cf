"""A quarter begins and ends at midnight in London, and knows its neighbours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from followthrough.service.design.quarters import Quarter, from_key, latest, quarter_of


def test_a_quarter_is_of_local_time() -> None:
    spring = Quarter(2013, 2)
    assert spring.title == "April to June 2013" and spring.key == "2013-q2"
    assert spring.since == datetime(2013, 3, 31, 23, tzinfo=UTC), "summer time has begun"
    assert quarter_of(spring.since) == spring and quarter_of(datetime(2013, 3, 31, 22, 59, tzinfo=UTC)) == spring.before


def test_quarters_follow_each_other() -> None:
    assert Quarter(2013, 1).before == Quarter(2012, 4) and Quarter(2012, 4).next == Quarter(2013, 1)
    assert [each.key for each in latest(datetime(2013, 5, 1, tzinfo=UTC), 3)] == ["2013-q2", "2013-q1", "2012-q4"]


@pytest.mark.parametrize("key", ["2013-q0", "2013-q5", "2013", "0000-q1", "x", "2013-q1/"])
def test_what_is_no_quarter_is_none(key: str) -> None:
    assert from_key(key) is None
    assert from_key("2013-q1") == Quarter(2013, 1)
