"""Social care, police and health: who is missing, whoever else is there. Every set of agencies is tried."""

from __future__ import annotations

from itertools import combinations

from followthrough.service.strategy.quorum import HEALTH, missing

KINDS = {"care": "social-care", "force": "police", "ward": "hospital", "school": "school", "board": "board"}
EVERY = [frozenset(each) for size in range(len(KINDS) + 1) for each in combinations(KINDS, size)]


def test_whoever_joins_closes_a_gap_and_opens_none() -> None:
    assert all(set(missing(one | two, KINDS)) <= set(missing(one, KINDS)) for one in EVERY for two in EVERY)


def test_it_is_whole_when_all_three_are_there_and_only_then() -> None:
    for there in EVERY:
        kinds = {KINDS[each] for each in there}
        assert (missing(there, KINDS) == []) == ({"social-care", "police"} <= kinds and bool(kinds & HEALTH))
