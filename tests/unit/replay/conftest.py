from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.procedures.calendars import england_and_wales
from followthrough.replay import command
from followthrough.replay.asking import Question, read_as_of, read_rulebook, read_story
from followthrough.replay.replaying import Replay, replay

EXAMPLE = Path(__file__).parent / "example"


@pytest.fixture(scope="session")
def ask() -> Callable[..., Replay]:
    """The example story, asked: ask(as_of="2013-03-28 18:00", perspective="police")."""

    def asked(as_of: str | None = None, perspective: str = "pooled", rulebook_of: str = "today") -> Replay:
        rulebook = read_rulebook(EXAMPLE, rulebook_of)
        story = read_story("ada", EXAMPLE, rulebook.vocabulary)
        question = Question(story, rulebook, read_as_of(as_of, story), perspective, rulebook_of)
        return replay(question, england_and_wales())

    return asked


@pytest.fixture
def run() -> Callable[..., int]:
    """The command with these words, on the example's rulebooks."""

    def ran(*words: str) -> int:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        return command.run(parser.parse_args([*words, "--rulebooks", str(EXAMPLE)]))

    return ran
