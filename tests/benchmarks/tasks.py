"""One task, done once and timed, in a process of its own: python -m benchmarks.tasks NAME WORDS…"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import by_hand, by_hand_spark, making
from benchmarks.timing import report
from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.relational.store import Store
from followthrough.replay.asking import default_folder, read_rulebook
from followthrough.replay.population.question import Question, last_recorded
from followthrough.replay.population.running import engine_of
from followthrough.replay.population.tables import Rows

AS_OF = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=making.AS_OF)


def six(engine: str, folder: str, out: str) -> Callable[[], object]:
    """The six rules over the histories in `folder`, with all their rows written."""
    rules = making.rulebook()
    store = Store(Path(folder), rules.vocabulary)
    question = Question(store, rules, england_and_wales(), AS_OF, rulebook_of="then", has_gaps=False)
    return lambda: _write(question, engine, Path(out))


def responses(engine: str, folder: str, out: str) -> Callable[[], object]:
    """Only the three timed responses, for the peers have no more of the six."""
    rules = making.rulebook()
    store = Store(Path(folder), rules.vocabulary)
    only = frozenset(("decided", "received", "strategy"))
    question = Question(store, rules, england_and_wales(), AS_OF, rulebook_of="then", only=only, has_gaps=False)
    return lambda: _write(question, engine, Path(out))


def six_by_hand(folder: str, out: str) -> Callable[[], object]:
    connection = by_hand.connect()
    Path(out).mkdir(parents=True, exist_ok=True)
    return lambda: by_hand.write_rows(connection, Path(folder) / "events", AS_OF.isoformat(), Path(out))


def six_by_hand_on_spark(folder: str, out: str) -> Callable[[], object]:
    spark = by_hand_spark.connect()  # not timed: a minute of Java would hide the rest
    return lambda: by_hand_spark.write_rows(spark, Path(folder) / "events", AS_OF.isoformat(), Path(out))


def whole(engine: str, folder: str, out: str, only: str = "", gaps: str = "no") -> Callable[[], object]:
    """The whole rulebook, or some procedures of it, over a county."""
    rules = read_rulebook(default_folder(), "today")
    store = Store(Path(folder), rules.vocabulary)
    wanted = frozenset(only.split(",")) if only else None
    asked = Question(store, rules, england_and_wales(), last_recorded(store), only=wanted, has_gaps=gaps == "gaps")
    return lambda: _write(asked, engine, Path(out))


def _write(question: Question, engine: str, out: Path) -> None:
    with Rows(out) as rows:
        for piece in engine_of(engine)(question):
            rows.add(piece)


if __name__ == "__main__":
    report(globals()[sys.argv[1]](*sys.argv[2:]))
