from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.replay.asking import default_folder, read_rulebook
from followthrough.synth.county import County, make_county

COUNTY = County(children=4_000, years=10, seed=7)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return read_rulebook(default_folder(), "then").vocabulary


@pytest.fixture(scope="session")
def county(vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("county") / "store"
    make_county(COUNTY, vocabulary, england_and_wales(), folder)
    return Store(folder, vocabulary)


@pytest.fixture
def row(county: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[Any, ...]]:
    """The first row of a question to the store: row("select … from 'events/child.born.parquet'")."""
    monkeypatch.chdir(county.folder)
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")

    def ask(question: str) -> tuple[Any, ...]:
        found = connection.execute(question).fetchone()
        assert found is not None
        return found

    return ask
