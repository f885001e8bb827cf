"""How is a county made? Block by block of households, so that memory stays bounded; same seed, same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.relational.schema import schema_of
from followthrough.procedures.engines.relational.writing import Writer, in_order
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.synth.families import CHILDHOOD, Block, Units, Window, blocks, numbered
from followthrough.synth.happening import Drawn, Happening
from followthrough.synth.hours import HOUR, Days, Ints, micros
from followthrough.synth.rates import SCHOOL, read_rates
from followthrough.synth.recording import Recording, units_of

BORN, JOINED, LEFT = STRUCTURE = ("child.born", "household.joined", "household.left")
START = date(2015, 1, 1)
_FEWEST, _CHILDREN_FOR_EACH = 3, 2_000  # subjects that are neither children nor households


@dataclass(frozen=True)
class County:
    """What is asked for."""

    children: int
    years: int
    seed: int
    start: date = START

    @property
    def window(self) -> Window:
        end = self.start.replace(year=self.start.year + self.years)
        return Window(*(micros(datetime(day.year, day.month, day.day, tzinfo=UTC)) for day in (self.start, end)))

    def days(self, calendar: Calendar) -> Days:
        years = 2 + CHILDHOOD // (365 * 86_400_000_000)
        return Days.of(calendar, date(self.start.year - years, 1, 1), date(self.start.year + self.years + 3, 12, 31))


@dataclass
class Made:
    """What was made, counted."""

    children: int = 0
    households: int = 0
    events: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.events.values())


Progress = Callable[[int, int], None]


def make_county(
    county: County, vocabulary: Vocabulary, calendar: Calendar, out: Path, progress: Progress = lambda done, of: None
) -> Made:
    """Write the store in `out`."""
    maker = _Maker.of(county, vocabulary, calendar)
    made = Made()
    schools = len(maker.happening.schools)
    with Writer(out, vocabulary, made_by=f"followthrough synth, seed {county.seed}") as writer:
        for block in blocks(county.children, maker.happening.rates, county.window, county.seed, schools):
            for kind, table, known in maker.tables(block):
                writer.events(kind, table)
                writer.known(known)
            writer.subjects(maker.subjects(block))
            made.children += len(block.born)
            made.households += len(block.households.ids)
            progress(made.children, county.children)
    made.events = dict(writer.counts)
    return made


@dataclass(frozen=True)
class _Maker:
    county: County
    vocabulary: Vocabulary
    happening: Happening
    recording: Recording
    others: Mapping[str, Units]

    @classmethod
    def of(cls, county: County, vocabulary: Vocabulary, calendar: Calendar) -> _Maker:
        rates, days, window = read_rates(vocabulary, structure=STRUCTURE), county.days(calendar), county.window
        schools = tuple(each for each in vocabulary.agencies if each.startswith(SCHOOL))
        others = _others(county, vocabulary)
        happening = Happening(rates, vocabulary, window, days, schools, county.seed, others)
        return cls(county, vocabulary, happening, Recording(rates, vocabulary, window, days), others)

    def tables(self, block: Block) -> Iterator[tuple[str, pa.Table, pa.Table]]:
        """Kind, its events in the order of the store, and what is stated of who knew them."""
        drawn = {**_structure(block, self.vocabulary), **self.happening.draw(block)}
        for kind in sorted(drawn):
            if not drawn[kind]:
                continue
            rng = np.random.default_rng([self.county.seed, 4, block.number, crc32(kind.encode())])
            schema = schema_of(self.vocabulary.kinds[kind])
            parts = [self.recording.record(each, self._units(each, block), schema, rng) for each in drawn[kind]]
            events = pa.concat_tables([part.events for part in parts])
            yield kind, in_order(events), pa.concat_tables([part.known for part in parts])

    def _units(self, drawn: Drawn, block: Block) -> Units:
        return units_of(drawn, block, self.others.get(drawn.about, block.children))

    def subjects(self, block: Block) -> pa.Table:
        """Whom to assess; what is neither a child nor a household comes with the first block."""
        units = [*(self.others.values() if block.number == 0 else ()), block.children, block.households]
        kinds = [pa.repeat(pa.scalar(each.kind), len(each.ids)) for each in units]
        return pa.table({"kind": pa.concat_arrays(kinds), "id": pa.concat_arrays([each.ids for each in units])})


def _others(county: County, vocabulary: Vocabulary) -> dict[str, Units]:
    """Agencies are those of the vocabulary; of anything else there is one for each so many children."""
    window, found = county.window, dict[str, Units]()
    for about in sorted({kind.about.value for kind in vocabulary.kinds.values()} - {"child", "household"}):
        number = max(_FEWEST, county.children // _CHILDREN_FOR_EACH)
        ids = numbered(about[0], np.arange(number, dtype=np.int64))
        if about == "agency":
            ids = pa.array(sorted(vocabulary.agencies))
        count = len(ids)
        found[about] = Units(
            about, ids, np.full(count, window.start), np.full(count, window.end), np.ones(count, dtype=np.float64)
        )
    return found


def _structure(block: Block, vocabulary: Vocabulary) -> dict[str, list[Drawn]]:
    """Births, and who lived where."""
    everyone = np.arange(len(block.born), dtype=np.int64)
    moved, back = np.flatnonzero(block.moved_at), np.flatnonzero(block.back_at)
    first, second = block.born + 9 * HOUR, block.home
    parts: dict[str, list[tuple[Ints, Ints, Ints | None]]] = {
        BORN: [(everyone, first, None)],
        JOINED: [
            (everyone, first, second),
            (moved, block.moved_at[moved], block.moved_to[moved]),
            (back, block.back_at[back], block.home[back]),
        ],
        LEFT: [(moved, block.moved_at[moved], block.home[moved]), (back, block.back_at[back], block.moved_to[back])],
    }
    return {
        kind: [_placed(kind, number, part, block, vocabulary) for number, part in enumerate(found) if len(part[0])]
        for kind, found in parts.items()
        if kind in vocabulary.kinds
    }


def _placed(
    kind: str, number: int, part: tuple[Ints, Ints, Ints | None], block: Block, vocabulary: Vocabulary
) -> Drawn:
    unit, at, homes = part
    child = block.children.ids.take(pa.array(unit))
    ids = pc.binary_join_element_wise(child, f"{kind}-{number}", "-")
    agency = pa.repeat(pa.scalar("hospital" if kind == BORN or number == 0 else "social-care"), len(unit))
    data: dict[str, pa.Array] = {name: pa.nulls(len(unit)) for name in vocabulary.kinds[kind].fields}
    if homes is not None:
        data["household"] = block.households.ids.take(pa.array(homes))
    elif "born_on" in data:
        data["born_on"] = pa.array(at // (24 * HOUR), pa.int64()).cast(pa.int32()).cast(pa.date32())
    return Drawn("child", unit, at, agency, ids, agency, data, is_structure=True)
