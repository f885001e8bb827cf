"""The engines are one on the real rulebook: its worked cases and the stories, many to a population.

`make proof` asks every procedure of every case, and of the stories as each of their records came. `make test` asks a
few procedures, of different constructs, of their own cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from tests.generative.worlds import World
from tests.support.engines import differences
from tests.support.renaming import Renamed
from tests.support.tally import COMPARED, is_proof
from tests.support.whole import ROOT, every_case, whole_rulebook

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.casebook import Case
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.engines.relational.session import Session, duckdb_session
from followthrough.procedures.language.histories import Story, load_story
from followthrough.procedures.model.event import TICK
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.replay.population.plainly import with_what_feeds

IS_PROOF = is_proof()
CALENDAR = england_and_wales()
OF_ITS_TIME = whole_rulebook()
OF_TODAY = OF_ITS_TIME.latest()
WHAT = "plain = DuckDB, cases and stories under the real rulebook"
# Duties by a signal, by a breach of a standing duty, by a date, for each of several; a gate, a silence, an agency.
FEW = frozenset((
    "under-two-review", "core-group-after-missed-visits", "advance-care-asked-again", "conference-decisions-sent",
    "social-care-asked-before-bail", "not-seen", "section-11-returned",
))  # fmt: skip
AT_ONCE = 50  # procedures of one run


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with duckdb_session() as opened:
        yield opened


def pieces() -> list[frozenset[str]]:
    """All procedures, so many at once; what feeds them comes along."""
    if not IS_PROOF:
        return [FEW]
    identities = tuple(OF_TODAY.strata)
    return [frozenset(identities[at : at + AT_ONCE]) for at in range(0, len(identities), AT_ONCE)]


@cache
def cases() -> tuple[Case, ...]:
    return tuple(case for case in every_case() if IS_PROOF or case.procedure in FEW)


@cache
def stories() -> tuple[Story, ...]:
    return tuple(load_story(path, OF_TODAY.vocabulary) for path in sorted((ROOT / "stories").glob("*.yaml")))


def instants(story: Story) -> list[World]:
    """One story at its end; for the proof, at each of its records and a tick before it too: as many worlds."""
    recorded = {event.recorded_at for event in story.stated if IS_PROOF}
    asked = sorted(recorded | {instant - TICK for instant in recorded} | {story.as_of})
    return [World(story.history.subject, story.stated, as_of) for as_of in asked]


@cache
def packed(is_of_its_time: bool) -> tuple[World, ...]:
    """Worlds under names of their own, so that they live in one population. Stories are asked under both rulebooks."""
    rulebook = OF_ITS_TIME if is_of_its_time else with_what_feeds(OF_TODAY, None if IS_PROOF else FEW)
    mine = [case for case in cases() if case.is_of_its_time == is_of_its_time]
    worlds = [World(case.history.subject, case.history.events, case.as_of) for case in mine]
    worlds += [each for story in stories() for each in instants(story)]
    return tuple(renamed(f"n{place}", each, rulebook) for place, each in enumerate(worlds))


def renamed(mark: str, world: World, rulebook: Rulebook) -> World:
    """An answer names the duties that later events may be about; so it is asked first."""
    history = History(world.subject, with_derived_knowledge(world.events, rulebook.vocabulary.conveys))
    answer = assess(history, rulebook, CALENDAR, world.as_of)
    return Renamed(mark, world, answer, rulebook.vocabulary).renamed


# Under the rules of their own time only what has a case that is told so.
OF_THEIR_TIME = frozenset(case.procedure for case in cases() if case.is_of_its_time) if IS_PROOF else frozenset()
ASKED = [(piece, False) for piece in pieces()] + [(OF_THEIR_TIME, True)] * IS_PROOF


@pytest.mark.parametrize(("piece", "is_of_its_time"), ASKED)
def test_every_case_and_story_has_the_same_rows_on_both_engines(
    piece: frozenset[str], is_of_its_time: bool, session: Session
) -> None:
    rulebook = with_what_feeds(OF_ITS_TIME if is_of_its_time else OF_TODAY, piece)
    worlds = packed(is_of_its_time)
    assert differences(worlds, rulebook, CALENDAR, session, of=WHAT, name=f"of its time: {is_of_its_time}") == []


def test_all_were_compared() -> None:
    assert len(COMPARED[WHAT]) == sum(len(packed(each)) for each in {is_of_its_time for _, is_of_its_time in ASKED})
    assert len(COMPARED[WHAT]) >= (2_900 if IS_PROOF else 50)
