"""What does `followthrough replay --over` do? Asks a whole population, and prints JSON or keeps the rows as Parquet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from followthrough.procedures.language import load_calendar, packs_of
from followthrough.replay.asking import CannotAsk, default_folder, read_rulebook
from followthrough.replay.population.as_json import write_json
from followthrough.replay.population.question import Question, check_perspective, open_store, read_as_of, read_memory
from followthrough.replay.population.running import run as run_engine
from followthrough.replay.population.running import usual


def run(args: argparse.Namespace) -> int:
    """With --parquet the rows stay in that folder, and the JSON has them too."""
    with rows_folder(args.parquet) as folder:
        question = _question(args)
        engine = args.engine or usual(question.store)
        run_engine(question, engine, folder)
        write_json(question, engine, folder, sys.stdout)
    return 0


def _question(args: argparse.Namespace) -> Question:
    rulebooks = args.rulebooks or default_folder()
    rulebook = read_rulebook(rulebooks, args.rulebook_of, args.pack)
    calendar = load_calendar(rulebooks, packs_of(rulebooks, args.pack))
    check_perspective(args.perspective, rulebook.vocabulary)
    store = open_store(Path(args.over), rulebook.vocabulary)
    as_of = read_as_of(args.as_of, store)
    return Question(
        store, rulebook, calendar, as_of, args.perspective, args.rulebook_of, memory=read_memory(args.memory)
    )


@contextmanager
def rows_folder(wanted: Path | None) -> Iterator[Path]:
    """The folder asked for, which must be empty; or one that is gone afterwards."""
    if wanted is None:
        with TemporaryDirectory(prefix="followthrough-") as folder:
            yield Path(folder)
        return
    if wanted.exists() and any(wanted.iterdir()):
        raise CannotAsk(f"{wanted} is not empty. Give a new folder, so that no other rows are mixed with these.")
    yield wanted
