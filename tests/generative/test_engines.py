"""The engines are one: random worlds under rulebooks with every word of the language, plain against set-based.

One comparison is one world under one rulebook at one instant through one pair of eyes. `make test` makes a few
hundred, `make proof` tens of thousands. What ever differed stays in `KEPT`, by the seed of its world.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import settings

from followthrough.procedures.engines.relational.session import Session, duckdb_session
from followthrough.procedures.model import condition, procedure
from followthrough.procedures.model.condition import Comparison, Whose
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.rulebook import Rulebook
from tests.generative.histories import everything
from tests.generative.rulebooks import more
from tests.generative.worlds import World, world
from tests.spec.small import CALENDAR, at
from tests.support.engines import differences, gap_differences

IS_PROOF = settings().max_examples >= 1000
WORLDS = 1400 if IS_PROOF else 170
ROUNDS = range(4 if IS_PROOF else 1)
# Each was once answered differently: a stale reminder, what a signal's and a breach's moments remembered.
KEPT = (2_001_806, 4_000_017, 4_000_140, 4_000_776, 4_000_992)
EVERYTHING, MORE = everything(), more()
# Small enough to be asked before every change as well.
OPTIMISED = EVERYTHING if IS_PROOF else EVERYTHING.with_procedures(
    [each for each in EVERYTHING.procedures if each.id in ("conditional-duty", "silent", "on-silence")]
)  # fmt: skip
# What is absent from a store is left out of what is asked of it.
LACKING = (
    frozenset(("household.joined", "household.left", "duty.excused", "signal.told", "risk.a", "plan.begun")),
    frozenset(("trigger", "seen", "excuse", "plan.ended")),
)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with duckdb_session() as opened:
        yield opened


def some_worlds(seed: int, number: int = WORLDS) -> list[World]:
    kept = [world(place, each) for place, each in enumerate(KEPT)]
    return kept + [world(len(kept) + n, seed * 1_000_003 + n) for n in range(number - len(kept))]


EYES = (POOLED, "care", "police")
RULES = (EVERYTHING, MORE) if IS_PROOF else (EVERYTHING,)
ASKED = [(rules, turn, eyes) for rules in RULES for turn in ROUNDS for eyes in EYES]


@pytest.mark.parametrize(("rulebook", "turn", "perspective"), ASKED)
def test_the_set_based_engine_gives_the_rows_of_the_plain_one(
    rulebook: Rulebook, turn: int, perspective: str, session: Session
) -> None:
    assert differences(some_worlds(turn), rulebook, CALENDAR, session, perspective) == []


def test_it_gives_them_at_one_instant_for_everybody_and_asked_before_every_change(session: Session) -> None:
    worlds = [replace(each, as_of=at(27)) for each in some_worlds(200)]
    assert differences(worlds, OPTIMISED, CALENDAR, session) == []
    assert differences(worlds, OPTIMISED, CALENDAR, session, every_change=True) == []


@pytest.mark.parametrize("lacking", LACKING)
def test_a_population_that_lacks_kinds_of_event_gets_the_same_rows(lacking: frozenset[str], session: Session) -> None:
    whole = [replace(each, as_of=at(27)) for each in some_worlds(400, 40)]
    worlds = [replace(each, events=tuple(e for e in each.events if e.kind not in lacking)) for each in whole]
    assert differences(worlds, EVERYTHING, CALENDAR, session) == []


def test_a_population_in_which_nothing_is_mended_told_or_vague_gets_the_same_rows(session: Session) -> None:
    """There the set-based engine leaves work out."""
    worlds = [_plainly(replace(each, as_of=at(27))) for each in some_worlds(500, 60)]
    assert differences(worlds, EVERYTHING, CALENDAR, session) == []


def _plainly(each: World) -> World:
    kept = [e for e in each.events if e.corrects is None and e.kind not in EVERYTHING.vocabulary.conveys]
    return replace(each, events=tuple(replace(e, known={}, occurred_from=e.occurred_to) for e in kept))


def test_the_sharing_gaps_are_the_same(session: Session) -> None:
    worlds = [replace(each, as_of=at(27)) for each in some_worlds(300)]
    assert gap_differences(worlds, EVERYTHING, CALENDAR, session) == []


def test_every_node_of_the_model_is_generated() -> None:
    """A new word of the language fails here until a random rulebook says it."""
    procedures = (*EVERYTHING.procedures, *MORE.procedures)
    assert {type(each) for each in procedures} == set(typing.get_args(procedure.AnyProcedure))
    triggers = {type(each.when) for each in procedures if isinstance(each, procedure.DutyProcedure)}
    assert triggers == set(typing.get_args(procedure.Trigger))
    said = [part for each in procedures for root in _conditions(each) for part in _nodes(root)]
    assert {type(part) for part in said} == set(typing.get_args(condition.Condition))
    matches = [match for each in procedures for match in _matches(each)]
    assert {test.comparison for match in matches for test in match.where} == set(Comparison)
    assert {whose for match in matches for whose in match.whose} == set(Whose)


def _conditions(each: procedure.AnyProcedure) -> list[condition.Condition]:
    found = [getattr(each, name, None) for name in ("condition", "pattern")]
    return [root for root in found if root is not None]


def _nodes(root: condition.Condition) -> Iterator[condition.Condition]:
    yield root
    if isinstance(root, condition.All | condition.Any):
        for part in root.of:
            yield from _nodes(part)


def _matches(each: procedure.AnyProcedure) -> list[condition.Match]:
    found = [match for root in _conditions(each) for match in condition.matches_of(root)]
    found += [match for match in (getattr(each, name, None) for name in ("silence", "since", "before")) if match]
    if isinstance(each, procedure.DutyProcedure):
        found += [each.when.match] if isinstance(each.when, procedure.OnEvent | procedure.OnDate) else []
        only = tuple(test for limit in each.limits for test in limit.only)
        found += [condition.Match(("any",), only)] if only else []
    return found
