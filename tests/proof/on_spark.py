"""Spark gives the rows of the plain engine. Only `make proof` asks: it installs pyspark, and names this file.

Each run takes minutes, whether for one world or for many. So each is asked of many.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.generative.test_engines import EVERYTHING, MORE, some_worlds
from tests.spec.small import CALENDAR
from tests.support.engines import differences
from tests.support.tally import COMPARED

from followthrough.cli import main
from followthrough.procedures.engines.relational.session import Session
from followthrough.procedures.engines.relational.spark import SMALL, spark_session
from followthrough.procedures.engines.relational.store import write
from followthrough.procedures.model.event import POOLED, Subject
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.replay.asking import read_rulebook, read_story

EXAMPLE = Path(__file__).parents[1] / "unit" / "replay" / "example"
SAMPLE = 130
ROOM = {"spark.driver.memory": "3g"}  # one session is asked of both rulebooks, and 1 GB was once too little


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with spark_session({**SMALL, **ROOM}) as opened:
        yield opened


@pytest.mark.parametrize(("rulebook", "perspective"), [(EVERYTHING, POOLED), (MORE, "care")])
def test_spark_gives_the_rows_of_the_plain_engine(rulebook: Rulebook, perspective: str, session: Session) -> None:
    assert differences(some_worlds(900, SAMPLE), rulebook, CALENDAR, session, perspective, of="plain = Spark") == []


def test_at_least_two_hundred_answers_were_compared() -> None:
    assert len(COMPARED["plain = Spark"]) >= 200


def answered(engine: str, store: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    words = ["--over", str(store), "--engine", engine, "--as-of", "2013-04-12 17:00", "--rulebooks", str(EXAMPLE)]
    assert main(["replay", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    rows = {name: sorted(found[name], key=str) for name in ("duties", "signals", "gaps")}
    return rows | {"summary": found["summary"]}


def test_the_command_answers_on_spark_as_on_the_plain_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vocabulary = read_rulebook(EXAMPLE, "then").vocabulary
    story = read_story("ada", EXAMPLE, vocabulary)
    store = write(tmp_path / "store", vocabulary, story.stated, [Subject("child", "ada")], made_by="a test")
    plain = answered("plain", store.folder, capsys)
    assert answered("spark", store.folder, capsys) == plain
    assert all(plain[name] for name in ("duties", "signals", "gaps"))
