"""A version that several memberships let count, counts once over each stretch of time, whatever order rows come in."""

from __future__ import annotations

import random
from itertools import groupby

import pyarrow as pa
import pytest

from followthrough.procedures.engines.relational.session import duckdb_session
from followthrough.procedures.engines.relational.views import merged

COLUMNS = ("s", "v_root", "v_version", "v_b", "v_e")
Counted = tuple[int, str, int, int, int]


@pytest.mark.parametrize("seed", range(3))
def test_times_that_meet_are_one_and_the_same_time_twice_is_one(seed: int) -> None:
    rows = some_rows(random.Random(seed))
    with duckdb_session() as session:
        given = pa.table({name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)})
        told = session.fetch(merged(session.load(given, "given"))).to_pylist()
    kept = [name for name in COLUMNS if name != "v_version"]
    assert sorted(tuple(each[name] for name in kept) for each in told) == sorted(
        (*row[:2], *row[3:]) for row in one_by_one(rows)
    )


def some_rows(chance: random.Random) -> list[Counted]:
    rows: list[Counted] = []
    for number in range(300):
        begun = chance.randrange(3)
        row = (number // 2, f"event-{number % 5}", begun, begun, begun + 1 + chance.randrange(2))
        later = (*row[:3], begun + 4, begun + 6)
        rows += chance.choice(([row], [row, row], [row, row, later], [later, row, later]))
    chance.shuffle(rows)
    return rows


def one_by_one(rows: list[Counted]) -> list[Counted]:
    found: list[Counted] = []
    for key, mine in groupby(sorted(rows), lambda row: row[:3]):
        stretches: list[list[int]] = []
        for *_, begun, ended in mine:
            if stretches and begun <= stretches[-1][1]:
                stretches[-1][1] = max(stretches[-1][1], ended)
            else:
                stretches.append([begun, ended])
        found += [(*key, begun, ended) for begun, ended in stretches]
    return found
