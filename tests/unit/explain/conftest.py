from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from followthrough.procedures.calendars import Calendar, england_and_wales
from followthrough.procedures.language import load_rulebook
from followthrough.procedures.language.histories import load_story
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.rulebook import Rulebook

EXAMPLE = Path(__file__).parents[1] / "replay" / "example"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook(EXAMPLE)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return england_and_wales()


@pytest.fixture(scope="session")
def story(rulebook: Rulebook) -> History:
    return load_story(EXAMPLE / "stories" / "ada.yaml", rulebook.vocabulary).history


@pytest.fixture
def with_events(story: History, rulebook: Rulebook) -> Callable[..., History]:
    """The story without the events named, and with more of them; knowledge derived anew."""

    def made(*more: Event, without: tuple[str, ...] = ()) -> History:
        kept = [replace(event, known={}) for event in story.events if event.id not in without]
        return History(story.subject, with_derived_knowledge([*kept, *more], rulebook.vocabulary.conveys))

    return made


ADA = Subject("child", "ada")
HOME = Subject("household", "home")
