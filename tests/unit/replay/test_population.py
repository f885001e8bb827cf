"""Does a population get the answers that each of its histories gets alone, and is it told what came of it?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from followthrough.procedures.engines.relational.store import Store, write
from followthrough.procedures.model.event import Subject
from followthrough.replay.as_json import as_json
from followthrough.replay.asking import read_rulebook, read_story
from followthrough.replay.population import running
from followthrough.replay.population.question import Question
from followthrough.replay.population.tables import Piece
from followthrough.replay.replaying import Replay
from unit.replay.conftest import EXAMPLE

Run = Callable[..., int]
Caught = pytest.CaptureFixture[str]
AS_OF = ("--as-of", "2013-04-12 17:00")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    vocabulary = read_rulebook(EXAMPLE, "then").vocabulary
    story = read_story("ada", EXAMPLE, vocabulary)
    folder = tmp_path_factory.mktemp("population") / "store"
    return write(folder, vocabulary, story.stated, [Subject("child", "ada")], made_by="test")


def answered(run: Run, capsys: Caught, store: Store, *words: str, engine: str = "plain") -> dict[str, Any]:
    assert run("--over", str(store.folder), "--engine", engine, *(words or AS_OF)) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(("perspective", "engine"), [("pooled", "plain"), ("police", "plain"), ("police", "duckdb")])
def test_everybody_gets_the_rows_that_they_get_alone(
    run: Run, capsys: Caught, store: Store, ask: Callable[..., Replay], perspective: str, engine: str
) -> None:
    many = answered(run, capsys, store, *AS_OF, "--perspective", perspective, engine=engine)
    assert many["asked"]["engine"] == engine
    (alone,) = as_json([ask(as_of="2013-04-12 17:00", perspective=perspective)])["stories"]
    for name, same in (
        ("duties", ("id", "procedure", "state", "opened_at", "due_at", "closed_at", "because", "debtor", "each")),
        ("signals", ("id", "root", "state", "true_at", "evidence")),
        ("gaps", ("watch", "signal", "true_at", "pooled_at", "by_agency")),
    ):
        found = sorted(({key: row[key] for key in same} for row in many[name]), key=str)
        assert found == sorted(({key: row[key] for key in same} for row in alone[name]), key=str)
        assert found or perspective != "pooled"


def test_the_head_says_what_was_asked(run: Run, capsys: Caught, store: Store) -> None:
    document = answered(run, capsys, store, *AS_OF, "--rulebook-of", "then")
    assert document["schema"] == "followthrough.population/1"
    asked = document["asked"]
    assert (asked["subjects"], asked["engine"], asked["rulebook_of"]) == (1, "plain", "then")
    assert asked["as_of"] == "2013-04-12T16:00:00Z"
    assert {row["procedure"] for row in document["duties"]} <= {each["procedure"] for each in document["procedures"]}


def test_without_a_time_it_is_asked_as_of_the_last_record(run: Run, capsys: Caught, store: Store) -> None:
    document = answered(run, capsys, store, "--perspective", "pooled")
    assert document["asked"]["as_of"] == "2013-04-02T08:10:00Z"


def test_a_picture_that_no_agency_ever_held_alone_is_counted_as_such(run: Run, capsys: Caught, store: Store) -> None:
    """Alcohol was the hospital's, violence the police's, neglect the nurse's, from 14 June 2011 to 12 April 2013."""
    (told,) = answered(run, capsys, store)["summary"]["in_pieces"]
    assert (told["watch"], told["subjects"], told["never_with_one_agency"]) == ("under-two", 1, 1)
    assert told["days_until_one_agency"] is None
    assert told["days_so_far"]["half"] == pytest.approx(667.71, abs=0.01)


def test_counts_are_those_of_the_rows(run: Run, capsys: Caught, store: Store) -> None:
    document = answered(run, capsys, store)
    assert sum(row["count"] for row in document["summary"]["duties"]) == len(document["duties"]) > 3
    assert sum(row["count"] for row in document["summary"]["duties_by_agency"]) == len(document["duties"])
    assert sum(row["count"] for row in document["summary"]["signals"]) == len(document["signals"]) > 0


def test_rows_are_kept_as_parquet(run: Run, capsys: Caught, store: Store, tmp_path: Path) -> None:
    document = answered(run, capsys, store, *AS_OF, "--parquet", str(tmp_path / "rows"))
    for name in ("duties", "signals"):
        assert len(pq.read_table(tmp_path / "rows" / f"{name}.parquet")) == len(document[name])


def test_an_interrupt_says_what_is_done_and_leaves_it_readable(
    run: Run, capsys: Caught, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = running.engine_of("plain")

    def stopped(question: Question) -> Iterator[Piece]:
        yield next(iter(whole(question)))
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "engine_of", lambda name: stopped)
    with pytest.raises(KeyboardInterrupt):
        run("--over", str(store.folder), "--engine", "plain", *AS_OF, "--parquet", str(tmp_path / "rows"))
    said = capsys.readouterr().err
    duties = len(pq.read_table(tmp_path / "rows" / "duties.parquet"))
    assert f"So far: {duties} duties, " in said
    assert "Stopped. 1 of 1 subjects done." in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ada", "--over", "{store}"], "give no story"),
        (["--over", "{store}", "--perspective", "polise"], "There is no agency “polise”"),
        (["--over", "{store}", "--as-of", "tomorrow"], "is no time for --as-of"),
        (["--over", "{store}", "--memory", "lots"], "“lots” is no size for --memory. Write as “4GB” or “800MB”"),
        (["--over", "{store}", "--parquet", "{store}"], "is not empty. Give a new folder"),
        (["--over", "/nowhere"], "holds no population"),
        ([], "Name a story"),
    ],
)
def test_what_cannot_be_asked_is_said_with_the_mend(
    run: Run, capsys: Caught, store: Store, words: list[str], says: str
) -> None:
    assert run(*(word.format(store=store.folder) for word in words)) == 2
    assert says in capsys.readouterr().err


def test_where_spark_cannot_start_the_command_says_why(
    run: Run, capsys: Caught, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert run("--over", str(store.folder), "--engine", "spark", *AS_OF) == 2
    assert "Spark needs Java 17 or later, and there is no “java” here." in capsys.readouterr().err
