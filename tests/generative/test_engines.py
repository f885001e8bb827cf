"""The engines are one: random worlds under rulebooks with every word of the language, plain against set-based.

One comparison is one world under one rulebook at one instant through one pair of eyes. `make test` makes a few
hundred, `make proof` tens of thousands. What ever differed stays in `KEPT`, by the seed of its world.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from followthrough.procedures.engines.relational.parts import Parts
from followthrough.procedures.engines.relational.session import Session, duckdb_session
from followthrough.procedures.model import condition, procedure, timescale
from followthrough.procedures.model.event import POOLED, TICK
from followthrough.procedures.model.procedure import Confidence
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import Unit
from followthrough.replay.population import plainly, relationally
from followthrough.replay.population.question import Question
from followthrough.replay.population.tables import Piece
from tests.generative.histories import everything
from tests.generative.rulebooks import more
from tests.generative.worlds import World, world
from tests.spec.small import CALENDAR, at
from tests.support.engines import differences, gap_differences, on_plain, store_of
from tests.support.tally import COMPARED, is_proof

IS_PROOF = is_proof()
WORLDS = 3_400 if IS_PROOF else 260
OFTEN = 1_400 if IS_PROOF else 170
AT_LEAST = 20_000 if IS_PROOF else 500
# Each was once answered differently: a stale reminder, what a signal's and a breach's moments remembered.
KEPT = (2_001_806, 4_000_017, 4_000_140, 4_000_776, 4_000_992, 3_001_011)
EVERYTHING, MORE = everything(), more()
# Small enough to be asked before every change as well.
OPTIMISED = EVERYTHING if IS_PROOF else EVERYTHING.with_procedures(
    [each for each in EVERYTHING.procedures if each.id in ("conditional-duty", "silent", "on-silence")]
)  # fmt: skip
# What looks beyond one child: with these a store is taken apart in the short form.
FAMILIES = EVERYTHING if IS_PROOF else EVERYTHING.with_procedures(
    [each for each in EVERYTHING.procedures if each.id in ("each-child", "silent", "on-silence", "while-planned")]
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


EYES = (POOLED, "care", "police") if IS_PROOF else (POOLED, "care")
RULES = (EVERYTHING, MORE) if IS_PROOF else (EVERYTHING,)
ASKED = [(rules, seed, eyes) for place, rules in enumerate(RULES) for seed, eyes in enumerate(EYES, place * len(EYES))]


@pytest.mark.parametrize(("rulebook", "seed", "perspective"), ASKED)
def test_the_set_based_engine_gives_the_rows_of_the_plain_one(
    rulebook: Rulebook, seed: int, perspective: str, session: Session
) -> None:
    assert differences(some_worlds(seed), rulebook, CALENDAR, session, perspective) == []


def test_enough_answers_were_compared() -> None:
    """By the test above, each counted once: what is printed at the end is what was compared."""
    assert len(COMPARED["plain = DuckDB"]) >= AT_LEAST


def test_it_gives_them_at_one_instant_for_everybody_and_asked_before_every_change(session: Session) -> None:
    worlds = [replace(each, as_of=at(27)) for each in some_worlds(200, OFTEN)]
    assert differences(worlds, OPTIMISED, CALENDAR, session) == []
    assert differences(worlds, OPTIMISED, CALENDAR, session, every_change=True, of="optimised = unoptimised") == []


@pytest.mark.parametrize("lacking", LACKING if IS_PROOF else LACKING[:1])
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


def test_a_breach_of_a_breach_is_remembered_when_the_first_is_made_anew(session: Session, tmp_path: Path) -> None:
    """The plan’s beginning is corrected, so that its duty falls due again: by time alone, with nothing recorded."""
    chain = MORE.with_procedures(
        [each for each in MORE.procedures if each.id in ("on-plan", "after-standing", "after-after")]
    )
    corrected = world(7, KEPT[-1])
    told = on_plain(store_of(tmp_path, [corrected], chain), {corrected.subject: corrected}, chain, CALENDAR, POOLED)
    assert [row.ended_at for row in told.values() if row.procedure == "after-after"] == [at(10, 17) + TICK]
    assert differences([corrected], chain, CALENDAR, session) == []


@pytest.mark.parametrize("perspective", [POOLED, "care"] if IS_PROOF else [POOLED])
def test_a_store_taken_apart_gets_the_same_rows(
    perspective: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part is asked in the words of one before it, and anew where it holds what none before it held."""
    worlds = [replace(each, as_of=at(27)) for each in some_worlds(600, 400 if IS_PROOF else 60)]
    worlds = [_plainly(each) for each in worlds[: len(worlds) // 2]] + worlds[len(worlds) // 2 :]
    worlds.sort(key=lambda each: each.subject.id)
    store = store_of(tmp_path / "store", worlds, FAMILIES)
    question = Question(store, FAMILIES, CALENDAR, at(27), perspective)
    monkeypatch.setattr(relationally, "Parts", partial(Parts, most=sum(len(each.events) for each in worlds) // 5))
    thought_out = count_calls(monkeypatch, relationally, "pieces")
    told, plain = list(relationally.answers(question)), list(plainly.answers(question))
    parts = told[-1].total // len(question.procedures)
    assert parts > 2
    assert 1 < len(thought_out) < parts
    assert rows_of(told) == rows_of(plain) != []


def count_calls(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[object]:
    calls: list[object] = []
    real = getattr(module, name)

    def counted(*arguments: object) -> object:
        calls.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(module, name, counted)
    return calls


def rows_of(pieces: Iterable[Piece]) -> list[str]:
    return sorted(
        f"{name} {row}" for each in pieces for name, table in each.tables.items() for row in table.to_pylist()
    )


def test_the_sharing_gaps_are_the_same(session: Session) -> None:
    worlds = [replace(each, as_of=at(27)) for each in some_worlds(300, OFTEN)]
    assert gap_differences(worlds, EVERYTHING, CALENDAR, session) == []


def test_every_node_of_the_model_is_generated() -> None:
    """A new word of the language fails here until a random rulebook says it."""
    assert nodes_of_the_model() - set(nodes((EVERYTHING.procedures, MORE.procedures))) == set()


def nodes_of_the_model() -> set[object]:
    """Every class of which a procedure is made, and every word that one of them may say."""
    modules = (condition, procedure, timescale)
    written = [(each, module) for module in modules for each in vars(module).values() if isinstance(each, type)]
    classes = [each for each, module in written if each.__module__ == module.__name__]
    wholes = {each for each in classes if is_dataclass(each) and not each.__subclasses__()}
    words = {word for each in classes if issubclass(each, Enum) and each is not Confidence for word in each}
    return wholes | words | set(typing.get_args(timescale.MomentKind))


def nodes(part: object) -> Iterator[object]:
    if isinstance(part, tuple | frozenset):
        for each in part:
            yield from nodes(each)
    elif is_dataclass(part):
        yield type(part)
        yield from nodes(tuple(getattr(part, field.name) for field in fields(part)))
    elif isinstance(part, Enum | str):
        yield part


def test_a_word_that_no_random_rulebook_says_is_found() -> None:
    said = set(nodes(EVERYTHING.procedures))
    assert {Unit.SCHOOL_DAYS, timescale.Moment} <= nodes_of_the_model() - said
