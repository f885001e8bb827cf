"""Who lives in the made-up county? Households with their children, schools, moves, and a need that nobody records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from followthrough.synth.hours import DAY, YEAR, Ints
from followthrough.synth.rates import Rates

BLOCK = 6_000  # households that are made at a time, so that memory stays bounded
CHILDHOOD = 18 * YEAR
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """The years that are made up: instants in microseconds."""

    start: int
    end: int


@dataclass(frozen=True)
class Units:
    """Whom events are about: who they are, over which time things can happen to them, and how great the need is."""

    kind: str
    ids: pa.Array
    from_: Ints
    to: Ints
    need: Floats


@dataclass(frozen=True)
class Block:
    """Some households with their children, in order of their ids. `home` is the place of a child's household here."""

    number: int
    households: Units
    children: Units
    born: Ints
    home: Ints
    school: Ints
    first_child: Ints  # for each household, the place of its eldest; one more at the end
    moved_at: Ints  # when a child moved to another household; nought for never
    moved_to: Ints
    back_at: Ints

    def aged(self, ages: tuple[float, float], window: Window) -> Units:
        """The children, over the part of the window in which they are of these ages."""
        from_ = np.maximum(self.born + int(ages[0] * YEAR), window.start)
        to = np.minimum(self.born + int(ages[1] * YEAR), window.end)
        return Units("child", self.children.ids, from_, np.maximum(to, from_), self.children.need)


def sizes_of_households(children: int, rates: Rates, seed: int) -> Ints:
    """How many children each household has, so that there are exactly `children` of them."""
    shares = np.array(rates.county["children_in_a_household"])
    rng = np.random.default_rng([seed, 1])
    sizes = rng.choice(np.arange(1, len(shares) + 1), size=children, p=shares / shares.sum())
    total = np.cumsum(sizes)
    count = int(np.searchsorted(total, children)) + 1
    sizes = sizes[:count].copy()
    sizes[-1] -= int(total[count - 1]) - children
    return sizes.astype(np.int64)


def blocks(children: int, rates: Rates, window: Window, seed: int, schools: int) -> Iterator[Block]:
    sizes = sizes_of_households(children, rates, seed)
    first = 0
    for number, start in enumerate(range(0, len(sizes), BLOCK)):
        part = sizes[start : start + BLOCK]
        yield _block(number, part, start, first, rates, window, seed, schools)
        first += int(part.sum())


def _block(
    number: int, sizes: Ints, household: int, child: int, rates: Rates, window: Window, seed: int, schools: int
) -> Block:
    rng = np.random.default_rng([seed, 2, number])
    homes, total = len(sizes), int(sizes.sum())
    home = np.repeat(np.arange(homes, dtype=np.int64), sizes)
    first_child = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    born = _births(rng, sizes, home, first_child, rates, window)
    shape = rates.number("need_shape")
    need = rng.gamma(shape, 1 / shape, homes)
    moved_at, moved_to, back_at = _moves(rng, born, home, need, rates, window)
    ends = born + CHILDHOOD
    until = np.minimum(np.maximum.reduceat(ends, first_child[:-1]), window.end)
    since = np.maximum(np.minimum.reduceat(born, first_child[:-1]), window.start)
    children = Units(
        "child",
        numbered("c", np.arange(child, child + total)),
        np.maximum(born, window.start),
        np.minimum(ends, window.end),
        need[home],
    )
    households = Units(
        "household", numbered("h", np.arange(household, household + homes)), since, np.maximum(until, since), need
    )
    school = rng.integers(0, max(schools, 1), homes)[home]
    return Block(number, households, children, born, home, school, first_child, moved_at, moved_to, back_at)


def _births(rng: np.random.Generator, sizes: Ints, home: Ints, first_child: Ints, rates: Rates, window: Window) -> Ints:
    """Every child is under 18 at some time of the window; siblings are some years apart."""
    earliest, latest = window.start - CHILDHOOD + YEAR, window.end - YEAR // 4
    base = earliest + rng.random(len(sizes)) * (latest - earliest)
    gap = rng.gamma(4.0, rates.number("years_between_siblings") / 4, len(home)) * YEAR + YEAR * 0.8
    rank = np.arange(len(home)) - first_child[home]
    gap[rank == 0] = 0
    apart = np.cumsum(gap)
    apart = apart - apart[first_child[home]]
    later = base[home] + apart
    born = np.where(later <= latest, later, base[home] - apart)
    return (np.clip(born, earliest, latest) // DAY * DAY).astype(np.int64)


def _moves(
    rng: np.random.Generator, born: Ints, home: Ints, need: Floats, rates: Rates, window: Window
) -> tuple[Ints, Ints, Ints]:
    from_ = np.maximum(born + YEAR // 2, window.start)
    span = np.maximum(np.minimum(born + CHILDHOOD, window.end) - from_, 0)
    chance = 1 - np.exp(-rates.number("moves_a_year") * need[home] * span / YEAR)
    has_moved = (rng.random(len(home)) < chance) & (len(need) > 1)
    moved_at = np.where(has_moved, from_ + (rng.random(len(home)) * span).astype(np.int64), 0)
    moved_to = (home + rng.integers(1, max(len(need), 2), len(home))) % len(need)
    back = moved_at + (rng.gamma(2.0, 150, len(home)) * DAY).astype(np.int64) + DAY
    is_back = has_moved & (rng.random(len(home)) < rates.number("moves_back")) & (back < window.end)
    return moved_at, moved_to, np.where(is_back, back, 0)


def numbered(prefix: str, numbers: Ints, width: int = 8) -> pa.Array:
    """c00000042: padded, so that the order of ids is the order of numbers."""
    padded = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width=width, padding="0")
    return pc.binary_join_element_wise(prefix, padded, "")
