"""One task, done once and timed, in a process of its own: python -m benchmarks.tasks NAME WORDS…"""

from __future__ import annotations

import atexit
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import by_hand, by_hand_spark, logs, making
from benchmarks.timing import report
from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.relational.session import duckdb_session
from followthrough.procedures.engines.relational.spark import spark_session
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.language import load_rulebook
from followthrough.replay.asking import default_folder, read_rulebook
from followthrough.replay.population.question import Question, last_recorded
from followthrough.replay.population.relationally import pieces
from followthrough.replay.population.running import engine_of
from followthrough.replay.population.tables import Piece, Rows

AS_OF = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=making.AS_OF)


def six(engine: str, folder: str, out: str) -> Callable[[], object]:
    """The six rules over the histories in `folder`, with all their rows written."""
    rules = making.rulebook()
    store = Store(Path(folder), rules.vocabulary)
    question = Question(store, rules, england_and_wales(), AS_OF, rulebook_of="then", has_gaps=False)
    return _written(question, engine, out)


def responses(engine: str, folder: str, out: str) -> Callable[[], object]:
    """Only the three timed responses, for the peers have no more of the six."""
    rules = making.rulebook()
    store = Store(Path(folder), rules.vocabulary)
    only = frozenset(("decided", "received", "strategy"))
    question = Question(store, rules, england_and_wales(), AS_OF, rulebook_of="then", only=only, has_gaps=False)
    return _written(question, engine, out)


def of_a_log(engine: str, folder: str, out: str) -> Callable[[], object]:
    """The timed responses that a public log suggests itself."""
    log = logs.opened(Path(folder))
    rules = load_rulebook(log.rules)
    question = Question(
        Store(log.store, rules.vocabulary), rules, england_and_wales(), log.until, rulebook_of="then", has_gaps=False
    )
    return _written(question, engine, out)


def six_by_hand(folder: str, out: str) -> Callable[[], object]:
    connection = by_hand.connect()
    _cleared(out).mkdir(parents=True)
    return lambda: by_hand.write_rows(connection, Path(folder) / "events", AS_OF.isoformat(), Path(out))


def six_by_hand_on_spark(folder: str, out: str) -> Callable[[], object]:
    spark = by_hand_spark.connect()  # not timed: a minute of Java would hide the rest
    _cleared(out)
    return lambda: by_hand_spark.write_rows(spark, Path(folder) / "events", AS_OF.isoformat(), Path(out))


def whole(engine: str, folder: str, out: str, only: str = "", gaps: str = "no") -> Callable[[], object]:
    """The whole rulebook, or some procedures of it, over a county."""
    rules = read_rulebook(default_folder(), "today")
    store = Store(Path(folder), rules.vocabulary)
    wanted = frozenset(only.split(",")) if only else None
    asked = Question(store, rules, england_and_wales(), last_recorded(store), only=wanted, has_gaps=gaps == "gaps")
    return _put(engine_of(engine)(asked), out)


def _written(question: Question, engine: str, out: str) -> Callable[[], object]:
    """In one part, and opening a session is not timed, as it is not for the queries by hand."""
    return _put(_opened(question, engine), out)


def _put(answers: Iterator[Piece], out: str) -> Callable[[], object]:
    folder = _cleared(out)

    def act() -> None:
        with Rows(folder) as rows:
            for piece in answers:
                rows.add(piece)

    return act


def _opened(question: Question, engine: str) -> Iterator[Piece]:
    if engine == "plain":
        return engine_of(engine)(question)
    opened = ExitStack()
    atexit.register(opened.close)
    session = opened.enter_context(
        duckdb_session(question.memory) if engine == "duckdb" else spark_session(by_hand_spark.MEMORY)
    )
    return pieces(question, session)


def _cleared(folder: str) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return Path(folder)


if __name__ == "__main__":
    report(globals()[sys.argv[1]](*sys.argv[2:]))
