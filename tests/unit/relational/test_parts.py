"""A large store is asked in parts: families stay whole, and nothing is lost or told twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.small import CHILD, HOME, SIBLING, event, rules

from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.engines.relational.parts import Parts, most_events
from followthrough.procedures.engines.relational.store import Store, write
from followthrough.procedures.model.event import Event, Subject

VOCABULARY = rules().vocabulary
CAL, DOT, EVE = (Subject("child", each) for each in ("cal", "dot", "eve"))
AT_HOME = (
    event("joined", "household.joined", 1, household="home"),
    event("joined-too", "household.joined", 1, subject=SIBLING, household="home"),
    event("row", "risk.a", 4, "police", subject=HOME),
)
WORRY = event("worry", "risk.a", 4, "police", subject=CAL)
TOLD = event("told", "share.sent", 6, "police", subject=DOT, to="care", items=("worry",))
ALONE = event("bruise", "risk.b", 5, "school", subject=EVE)


def store_of(folder: Path, *events: Event) -> Store:
    return write(folder, VOCABULARY, events, [CHILD, SIBLING, CAL, DOT, EVE], made_by="a test")


def taken_apart(folder: Path, *events: Event, most: int = 1) -> list[set[str]]:
    """Who is in each part; and what is read of them there is what the whole store says."""
    store = store_of(folder / "whole", *events)
    whole = {each.subject: sorted(each.events, key=lambda e: e.id) for each in histories(store)}
    found = []
    for part in Parts(store, folder, "1GB", most):
        read = {each.subject: sorted(each.events, key=lambda e: e.id) for each in histories(part)}
        assert read == {each: whole[each] for each in read}
        found.append({each.id for each in read})
    assert sorted(who for each in found for who in each) == sorted(each.id for each in whole)
    return found


def test_who_lived_together_stays_together(tmp_path: Path) -> None:
    found = taken_apart(tmp_path, *AT_HOME, WORRY, ALONE)
    assert {"ada", "ben"} in found
    assert {"cal"} in found
    assert {"eve"} in found


def test_who_was_told_of_together_stays_together(tmp_path: Path) -> None:
    assert {"cal", "dot"} in taken_apart(tmp_path, WORRY, TOLD, ALONE)


def test_whose_record_was_corrected_through_anothers_stays_with_them(tmp_path: Path) -> None:
    mended = event("mended", "risk.a", 5, "police", subject=EVE, corrects="worry")
    assert {"cal", "eve"} in taken_apart(tmp_path, WORRY, mended)


def test_a_chain_of_homes_is_one_family(tmp_path: Path) -> None:
    moves = [
        event(f"{who.id}-{home}", "household.joined", 1, subject=who, household=home)
        for who, home in ((CHILD, "a"), (SIBLING, "a"), (SIBLING, "b"), (CAL, "b"), (CAL, "c"), (DOT, "c"))
    ]
    assert {"ada", "ben", "cal", "dot"} in taken_apart(tmp_path, *moves, ALONE)


def test_families_share_a_part_up_to_its_number_of_events(tmp_path: Path) -> None:
    assert [len(each) for each in taken_apart(tmp_path, WORRY, ALONE, TOLD, most=100)] == [5]


@pytest.mark.parametrize(("memory", "events"), [("4GB", 500_000), ("800MB", 100_000), ("1MB", 125)])
def test_more_memory_makes_larger_parts(memory: str, events: int) -> None:
    assert most_events(memory) == events
