"""What is asked? The words of the command line turned into stories, an instant, eyes and a rulebook; or a clear no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from followthrough.procedures.language import PACKS, load_rulebook, packs_of, parse_local_instant
from followthrough.procedures.language.histories import Story, load_story
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import Vocabulary

_HERE = Path(__file__).resolve().parents[3] / "rulebooks"
FORM = '"2013-03-28 17:30" for a minute, or "2013-03-28" for the end of a day'


class CannotAsk(Exception):
    """The question cannot be answered as it was put; the message says how to put it."""


@dataclass(frozen=True)
class Question:
    """What is asked of one story."""

    story: Story
    rulebook: Rulebook
    as_of: datetime
    perspective: str
    rulebook_of: str


def default_folder() -> Path:
    """`rulebooks` in the current folder, else the project's own."""
    here = Path("rulebooks")
    return here if here.is_dir() else _HERE


def read_rulebook(folder: Path, rulebook_of: str, pack: str = PACKS[-1]) -> Rulebook:
    """The rulebook as it stood through time ("then"), or its newest versions taken as in force always ("today")."""
    if not folder.is_dir():
        raise CannotAsk(f"There is no folder {folder}. Give the folder of the rulebooks: --rulebooks FOLDER.")
    try:
        rulebook = load_rulebook(folder, packs_of(folder, pack))
    except (ModelError, ValueError, OSError) as error:
        raise CannotAsk(f"The rulebook in {folder} cannot be read. {error}") from error
    return rulebook if rulebook_of == "then" else rulebook.latest()


def story_names(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "stories").glob("*.yaml"))


def read_story(name: str, folder: Path, vocabulary: Vocabulary) -> Story:
    """A story by its id in `folder`, or by its path."""
    inside = folder / "stories" / f"{name}.yaml"
    path = inside if inside.is_file() else Path(name)
    if not path.is_file():
        known = ", ".join(story_names(folder)) or "none yet"
        raise CannotAsk(f"There is no story “{name}”. The stories are: {known}. The path of a file will do too.")
    try:
        return load_story(path, vocabulary)
    except (ModelError, ValueError, OSError) as error:
        raise CannotAsk(f"The story in {path} cannot be read. {error}") from error


def read_as_of(text: str | None, story: Story) -> datetime:
    if text is None:
        return story.as_of
    try:
        return parse_local_instant(text)[1]
    except ValueError as error:
        raise CannotAsk(f"“{text}” is no time for --as-of. Write {FORM}.") from error


def check_perspective(perspective: str, vocabulary: Vocabulary, stories: Iterable[Story]) -> None:
    if perspective == POOLED or perspective in vocabulary.agencies:
        return
    if any(perspective in story.history.agencies for story in stories):
        return
    known = ", ".join(vocabulary.agencies)
    raise CannotAsk(f"There is no agency “{perspective}”. Write {POOLED}, or one of: {known}.")
