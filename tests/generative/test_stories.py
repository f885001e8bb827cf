"""Step every instant of a story as it was lived, and compare with one whole assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.plain import assess, folding
from followthrough.procedures.language import load_rulebook
from followthrough.procedures.language.histories import Story, load_story
from followthrough.procedures.model.answer import Answer, Row
from followthrough.procedures.model.event import TICK, Event, type_of_value
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import DataField

ROOT = Path(__file__).parents[2] / "rulebooks"
CALENDAR = england_and_wales()
STORIES = sorted(path.stem for path in (ROOT / "stories").glob("*.yaml"))
END_OF_TIME = datetime.max.replace(tzinfo=UTC)
Stood = set[tuple[Row, datetime, datetime | None]]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(ROOT).latest()


def told(name: str, rulebook: Rulebook) -> Story:
    return load_story(ROOT / "stories" / f"{name}.yaml", rulebook.vocabulary)


def lived(story: Story, rulebook: Rulebook) -> Stood:
    """The ledger as it grew: woken by each record and each changes_at, knowing only what was on record by then."""
    held: dict[str, tuple[Row, datetime]] = {}
    closed: Stood = set()
    now = min(event.recorded_at for event in story.stated)
    while now <= story.as_of:
        answer = assess(on_record(story, rulebook, now), rulebook, CALENDAR, now)
        for row in (*answer.duties, *answer.signals):
            if row.id not in held or held[row.id][0] != row:
                if row.id in held:
                    closed.add((*held[row.id], now))
                held[row.id] = (row, now)
        coming = [event.recorded_at for event in story.stated if event.recorded_at > now]
        now = min(instant for instant in (*coming, answer.changes_at or END_OF_TIME, END_OF_TIME))
    return closed | {(row, since, None) for row, since in held.values()}


def on_record(story: Story, rulebook: Rulebook, now: datetime) -> History:
    """What the record held, with knowledge as it could be worked out then: a share not yet recorded told nobody."""
    events = [event for event in story.stated if event.recorded_at <= now]
    return History(story.history.subject, with_derived_knowledge(events, rulebook.vocabulary.conveys))


def at_once(story: Story, rulebook: Rulebook) -> Stood:
    versions = assess(story.history, rulebook, CALENDAR, story.as_of).versions
    return {(each.row, each.from_, each.to) for each in versions}


@pytest.mark.parametrize("name", STORIES)
def test_a_story_as_it_was_lived_gives_the_same_rows_as_the_whole(name: str, rulebook: Rulebook) -> None:
    story = told(name, rulebook)
    found = at_once(story, rulebook)
    assert lived(story, rulebook) == found
    assert len(found) > 10


def _begins_late(self: folding._Versions, rows: list[Row], instant: datetime, sound: Callable[..., None]) -> None:
    sound(self, rows, instant + TICK)


def _overwrites(self: folding._Versions, rows: list[Row], instant: datetime, sound: Callable[..., None]) -> None:
    for row in rows:
        self._open[row.id] = (row, self._open[row.id][1] if row.id in self._open else instant)


@pytest.mark.parametrize("fault", [_begins_late, _overwrites])
def test_a_planted_fault_in_the_row_versions_of_a_story_is_caught(
    fault: Callable[..., None], rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = folding._Versions.take
    monkeypatch.setattr(folding._Versions, "take", lambda *args: fault(*args, sound=sound))
    story = told("child-one", rulebook)
    assert lived(story, rulebook) != at_once(story, rulebook)


def swapped(event: Event, rulebook: Rulebook) -> Event:
    """The same event about a family of another language, faith, origin or health."""
    fields = rulebook.vocabulary.kinds[event.kind].fields
    data = {
        name: _other(value, fields[name]) if fields[name].protected or fields[name].support_only else value
        for name, value in event.data.items()
    }
    return replace(event, data=data)


def _other(value: type_of_value, field: DataField) -> type_of_value:
    if isinstance(value, bool):
        return not value
    if field.choices:
        return next(choice for choice in field.choices if choice != value)
    return f"not {value}"


@pytest.mark.parametrize("name", STORIES)
def test_who_a_family_is_changes_support_duties_and_nothing_else(name: str, rulebook: Rulebook) -> None:
    story = told(name, rulebook)
    events = tuple(swapped(event, rulebook) for event in story.history.events)
    before = assess(story.history, rulebook, CALENDAR, story.as_of)
    after = assess(History(story.history.subject, events), rulebook, CALENDAR, story.as_of)
    support = {procedure.id for procedure in rulebook.procedures if procedure.is_support}

    def rest(answer: Answer) -> list[Row]:
        return [row for row in (*answer.duties, *answer.signals) if row.procedure not in support]

    assert rest(before) == rest(after)
    if name == "child-one":  # the family speaks little English: an interpreter is owed, and to another family not
        assert {duty.procedure for duty in before.duties} & support
        assert {duty.id for duty in before.duties} != {duty.id for duty in after.duties}
