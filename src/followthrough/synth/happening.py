"""What happens, to whom and when? Events that come by themselves and events that others bring, a kind at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from followthrough.procedures.model.vocabulary import EventKind, Vocabulary
from followthrough.synth.families import Block, Units, Window
from followthrough.synth.filling import ORIGIN, PARENT_ID, Filling, pick
from followthrough.synth.hours import DAY, MINUTE, YEAR, Days, Ints
from followthrough.synth.rates import BEGINNER, RECIPIENT, SCHOOL, Follows, Happens, Line, Rates


@dataclass
class Drawn:
    """The events of one kind in a block, before they are recorded: `unit` is the place of whom each is about."""

    about: str
    unit: Ints
    at: Ints
    agency: pa.Array
    ids: pa.Array
    origin: pa.Array  # the agency that wrote the first event of the chain
    data: dict[str, pa.Array] = field(default_factory=dict)
    at_once: bool = False
    is_structure: bool = False

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class Happening:
    """All that drawing needs. `others` gives the subjects that are neither children nor households."""

    rates: Rates
    vocabulary: Vocabulary
    window: Window
    days: Days
    schools: tuple[str, ...]
    seed: int
    others: Mapping[str, Units]

    def draw(self, block: Block) -> dict[str, list[Drawn]]:
        """Every kind of the table, after those it follows."""
        found: dict[str, list[Drawn]] = {}
        for kind in self.rates.order:
            rng = np.random.default_rng([self.seed, 3, block.number, crc32(kind.encode())])
            maker = _Maker(self, block, self.vocabulary.kinds[kind], rng)
            drawn = [maker.happens(self.rates.happens[kind])] if kind in self.rates.happens else []
            for line in self.rates.follows.get(kind, ()):
                drawn += [maker.follows(line, parent) for parent in found[line.after]]
            found[kind] = [each for each in drawn if len(each)]
        return found


@dataclass
class _Maker:
    world: Happening
    block: Block
    kind: EventKind
    rng: np.random.Generator
    made: int = 0

    def happens(self, line: Happens) -> Drawn:
        units = self._units(line)
        years = (units.to - units.from_) / YEAR
        chance = line.rate / 1000 * years * ((1 - line.need) + line.need * units.need)
        unit = np.repeat(np.arange(len(units.from_), dtype=np.int64), self.rng.poisson(chance))
        at = units.from_[unit] + (self.rng.random(len(unit)) * (units.to - units.from_)[unit]).astype(np.int64)
        return self._drawn(line, unit, at, None, np.arange(0))

    def follows(self, line: Follows, parent: Drawn) -> Drawn:
        keep = self.rng.random(len(parent)) < line.share
        for name, wanted in (line.only or {}).items():
            held = parent.data[name]
            words = pc.if_else(held, "yes", "no") if pa.types.is_boolean(held.type) else held
            keep &= pc.fill_null(pc.is_in(words, pa.array(wanted)), False).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(keep)
        unit, rows = self._relatives(parent, rows, line)
        lag = self.rng.lognormal(np.log(line.days), 0.8, len(rows)) * DAY
        return self._drawn(line, unit, parent.at[rows] + lag.astype(np.int64) + MINUTE, parent, rows)

    def _units(self, line: Happens) -> Units:
        if self.kind.about == "child":
            return self.block.aged(line.ages, self.world.window)
        if self.kind.about == "household":
            return self.block.households
        # What is about neither stands once in the county, with its first households.
        units = self.world.others[self.kind.about]
        return units if self.block.number == 0 else replace(units, from_=units.to)

    def _relatives(self, parent: Drawn, rows: Ints, line: Follows) -> tuple[Ints, Ints]:
        """Whom the followers are about, and which row of the parent each follows."""
        unit, about, block = parent.unit[rows], self.kind.about, self.block
        if parent.about == about:
            return unit, rows
        if parent.about == "child" and about == "household":
            return block.home[unit], rows
        if parent.about == "household" and about == "child":
            first, count = block.first_child[unit], np.diff(block.first_child)[unit]
            if not line.each_child:
                return first + (self.rng.random(len(rows)) * count).astype(np.int64), rows
            within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
            return np.repeat(first, count) + within, np.repeat(rows, count)
        return np.zeros(0, np.int64), np.zeros(0, np.int64)

    def _drawn(self, line: Line, unit: Ints, at: Ints, parent: Drawn | None, rows: Ints) -> Drawn:
        if line.in_office:
            at = self.world.days.in_office(at, self.rng)
        at = at // MINUTE * MINUTE
        inside = at < self.world.window.end
        unit, at, rows = unit[inside], at[inside], rows[inside] if parent is not None else rows
        ids = self._ids(len(unit))
        agency = self._agency(line.by, unit, parent, rows)
        filling = Filling(self.kind, self.world.vocabulary, self.block, self.rng, line.data or {})
        beside = _rows_of(parent, rows)
        data = filling.fill(unit, at, ids, agency, self.world.days, beside)
        return Drawn(self.kind.about, unit, at, agency, ids, beside.get(ORIGIN, agency), data, line.at_once)

    def _ids(self, count: int) -> pa.Array:
        """Told apart by kind, block and number."""
        numbers = np.arange(self.made, self.made + count, dtype=np.int64)
        self.made += count
        padded = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width=7, padding="0")
        return pc.binary_join_element_wise(f"{self.kind.id}-{self.block.number:04d}", padded, "")

    def _agency(self, by: str | Mapping[str, float], unit: Ints, parent: Drawn | None, rows: Ints) -> pa.Array:
        if isinstance(by, str) and parent is not None:
            return _carried(by, parent).take(pa.array(rows))
        weights = by if isinstance(by, Mapping) else {"social-care": 1.0}
        words = list(weights)
        chosen = pick(self.rng, list(weights.values()), len(unit))
        named = pa.array(words).take(pa.array(chosen))
        if SCHOOL not in words or not self.world.schools:
            return named
        child = self.block.first_child[unit] if self.kind.about == "household" else unit
        in_block = child if self.kind.about in ("child", "household") else np.zeros(len(unit), np.int64)
        school = pa.array(self.world.schools).take(pa.array(self.block.school[in_block]))
        return pc.if_else(pc.equal(named, SCHOOL), school, named)


def _carried(by: str, parent: Drawn) -> pa.Array:
    """Who writes a follower: the same agency, the one that it was sent to, or the one that began the chain."""
    if by == RECIPIENT:
        return next(parent.data[name] for name in ("recipient_agency", "covering_agency") if name in parent.data)
    return parent.origin if by == BEGINNER else parent.agency


def _rows_of(parent: Drawn | None, rows: Ints) -> dict[str, pa.Array]:
    """The parent's data beside each follower, with its id and who began the chain."""
    if parent is None:
        return {}
    chosen = pa.array(rows)
    held = {name: column.take(chosen) for name, column in parent.data.items()}
    return {**held, PARENT_ID: parent.ids.take(chosen), ORIGIN: parent.origin.take(chosen)}
