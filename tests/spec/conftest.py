"""Every question of a spec test is put to the set-based engine too, and must have the same rows.

All histories that a module asks under one rulebook are one population, which is asked when the module is through:
a run costs the same for one history as for many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from followthrough.procedures.engines.relational.session import Session, duckdb_session
from followthrough.procedures.model.answer import Gap
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.rulebook import Rulebook
from tests.generative.worlds import World
from tests.spec import small
from tests.spec.small import CALENDAR, CHILD, Asked
from tests.support.engines import by_key, gaps_on_session, on_session, store_of
from tests.support.renaming import Renamed


class SetBased:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.rulebooks: dict[int, Rulebook] = {}
        self.waiting: dict[tuple[int, str], list[Renamed]] = defaultdict(list)

    def asked(self, asked: Asked) -> None:
        self.rulebooks[id(asked.rulebook)] = asked.rulebook
        mine = self.waiting[id(asked.rulebook), asked.perspective]
        world = World(asked.subject, asked.events, asked.as_of)
        mine.append(Renamed(f"n{len(mine)}", world, asked.answer, asked.rulebook.vocabulary))

    def settle(self) -> None:
        for (number, perspective), asked in self.waiting.items():
            rulebook = self.rulebooks[number]
            worlds = [each.renamed for each in asked]
            with TemporaryDirectory() as folder:
                store = store_of(Path(folder), worlds, rulebook)
                found = on_session(store, worlds, rulebook, CALENDAR, self.session, perspective)
            assert found == by_key(row for each in asked for row in each.rows)

    def gaps(self, rulebook: Rulebook, as_of: datetime, events: tuple[Event, ...], gaps: tuple[Gap, ...]) -> None:
        with TemporaryDirectory() as folder:
            store = store_of(Path(folder), [World(CHILD, events, as_of)], rulebook)
            found = gaps_on_session(store, rulebook, CALENDAR, self.session, as_of)
        assert tuple(found.get(CHILD, ())) == gaps


@pytest.fixture(scope="module", autouse=True)
def _asks_the_set_based_engine_too() -> Iterator[None]:
    with duckdb_session(threads=1) as session, pytest.MonkeyPatch.context() as patch:
        other = SetBased(session)
        patch.setattr(small, "OTHERS", [other])
        yield
        other.settle()
