"""A population survives being kept: what is read back is what was told, knowledge and corrections too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.spec.small import CHILD, HOME, SIBLING, at, event, history, rules

from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.engines.relational.store import Store, StoreError, write
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary

VOCABULARY = rules().vocabulary
EVENTS = (
    event("born", "child.born", 1, born_on=date(2011, 1, 10), known={"police": at(6)}),
    event("joined", "household.joined", 1, household="home"),
    event("joined-too", "household.joined", 1, subject=SIBLING, household="home"),
    event("t", "trigger", 3, key="k1", people=("ada", "ben"), due_by=at(5), wanted_by=date(2013, 1, 9), grade=2),
    event("t-again", "trigger", 4, recorded=at(5), key="k2", corrects="t"),
    event("row", "risk.a", 4, "police", subject=HOME, until=at(5)),
    event("bruise", "risk.b", 5, "school", subject=SIBLING),
    event("s", "share.sent", 6, "police", to="care", items=("row", "bruise")),
)
STRANGER = Subject("child", "cal")


def by_id(events: object) -> dict[str, object]:
    return {each.id: each for each in events}  # type: ignore[attr-defined]


def test_a_history_is_read_back_as_it_was_told(tmp_path: Path) -> None:
    stranger = event("other", "risk.a", 4, subject=STRANGER)
    store = write(tmp_path, VOCABULARY, (*EVENTS, stranger), [CHILD, STRANGER], made_by="a test")
    read = {each.subject: each for each in histories(store)}
    assert by_id(read[CHILD].events) == by_id(history(*EVENTS).events)
    assert by_id(read[STRANGER].events) == by_id(history(stranger).events)


def test_a_share_about_somebody_else_still_tells_its_recipient(tmp_path: Path) -> None:
    hers = event("row", "risk.a", 4, "police", subject=STRANGER)
    store = write(tmp_path, VOCABULARY, (hers, EVENTS[-1]), [STRANGER], made_by="a test")
    (read,) = histories(store)
    assert [each.id for each in read.events] == ["row"]
    assert "care" in read.events[0].known


def test_a_folder_without_a_population_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no population"):
        Store(tmp_path, VOCABULARY)


def test_a_population_of_another_vocabulary_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, VOCABULARY, EVENTS, [CHILD], made_by="a test")
    other = Vocabulary({}, VOCABULARY.states, VOCABULARY.agencies, VOCABULARY.roles)
    with pytest.raises(StoreError, match="another vocabulary"):
        Store(tmp_path, other)
