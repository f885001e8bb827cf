"""How does what happened get into the record? Late or at once, to the minute or the month, mended, taken back, told on.

Turns drawn events into the columns of the store, a kind and a block at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.synth.families import Block, Floats, Units, Window
from followthrough.synth.filling import pick
from followthrough.synth.happening import Drawn
from followthrough.synth.hours import DAY, HOUR, SECOND, Days, Ints
from followthrough.synth.rates import Rates

INSTANT = pa.timestamp("us", "UTC")


class Recorded(NamedTuple):
    events: pa.Table
    known: pa.Table


@dataclass(frozen=True)
class Recording:
    rates: Rates
    vocabulary: Vocabulary
    window: Window
    days: Days

    def record(self, drawn: Drawn, units: Units, schema: pa.Schema, rng: np.random.Generator) -> Recorded:
        """The events with their corrections, and what agencies were told by word of mouth."""
        from_, to = self._occurred(drawn, rng)
        recorded = to + self._lag(drawn, rng)
        kept = np.flatnonzero(recorded < self.window.end)
        table = self._table(drawn, units, schema, kept, from_[kept], to[kept], recorded[kept])
        known = self._told(table, to[kept], recorded[kept], rng)
        if drawn.is_structure:
            return Recorded(table, known)
        return Recorded(pa.concat_tables([table, *self._mended(table, recorded[kept], rng)]), known)

    def _occurred(self, drawn: Drawn, rng: np.random.Generator) -> tuple[Ints, Ints]:
        chance = rng.random(len(drawn))
        vague = 0.0 if drawn.at_once or drawn.is_structure else 1.0
        month = chance < self.rates.number("month_only") * vague
        day = chance < (self.rates.number("month_only") + self.rates.number("day_only")) * vague
        return self.days.vaguely(drawn.at, day, month)

    def _lag(self, drawn: Drawn, rng: np.random.Generator) -> Ints:
        count = len(drawn)
        medians: Floats = np.array(self.rates.county["hours_until_recorded"])
        which = pick(rng, self.rates.county["recorded_shares"], count)
        hours = medians[which] * rng.lognormal(0.0, 0.7, count)
        lag = rng.random(count) * SECOND * 20 if drawn.at_once else hours * HOUR
        # Microseconds at random: no two records of a service bear the same instant.
        return lag.astype(np.int64) + rng.integers(1, SECOND, count)

    def _table(
        self, drawn: Drawn, units: Units, schema: pa.Schema, kept: Ints, from_: Ints, to: Ints, recorded: Ints
    ) -> pa.Table:
        rows, count = pa.array(kept), len(kept)
        columns = {
            "id": drawn.ids.take(rows),
            "subject_kind": _repeated(units.kind, count),
            "subject_id": units.ids.take(pa.array(drawn.unit[kept])),
            "agency": drawn.agency.take(rows),
            "occurred_from": instants(from_),
            "occurred_to": instants(to),
            "recorded_at": instants(recorded),
            "corrects": pa.nulls(count, pa.string()),
            "is_retraction": pa.array(np.zeros(count, dtype=bool)),
            "text": _repeated("", count),
        }
        data = {f"data_{name}": column.take(rows) for name, column in drawn.data.items()}
        return pa.table(
            {name: pc.cast({**columns, **data}[name], schema.field(name).type) for name in schema.names}, schema=schema
        )

    def _told(self, table: pa.Table, to: Ints, recorded: Ints, rng: np.random.Generator) -> pa.Table:
        rows = np.flatnonzero(rng.random(len(table)) < self.rates.number("told_by_word_of_mouth"))
        words = list(self.vocabulary.agencies)
        at = to[rows] + (rng.lognormal(0.0, 1.0, len(rows)) * DAY).astype(np.int64)
        return pa.table(
            {
                "event_id": table["id"].combine_chunks().take(pa.array(rows)),
                "agency": pa.array(words).take(pa.array(rng.integers(0, len(words), len(rows)))),
                "at": instants(at),
                "shown_at": instants(np.maximum(at, recorded[rows])),
            }
        )

    def _mended(self, table: pa.Table, recorded: Ints, rng: np.random.Generator) -> list[pa.Table]:
        chance = rng.random(len(table))
        retracted = self.rates.number("taken_back")
        rows = np.flatnonzero(chance < retracted + self.rates.number("corrected"))
        later = (
            recorded[rows]
            + (rng.lognormal(0.0, 1.2, len(rows)) * 2 * DAY).astype(np.int64)
            + rng.integers(1, SECOND, len(rows))
        )
        rows, later = rows[later < self.window.end], later[later < self.window.end]
        taken = table.take(pa.array(rows))
        # A correction puts the time right: up to three hours either way, and never past its own record.
        moved = rng.integers(-180, 181, len(rows)) * 60 * SECOND
        is_retraction = chance[rows] < retracted
        shift = np.where(is_retraction, 0, np.minimum(moved, 0))
        for name in ("occurred_from", "occurred_to"):
            place = taken.schema.get_field_index(name)
            taken = taken.set_column(place, taken.schema.field(place), instants(_micros(taken[name]) + shift))
        replaced = {
            "id": pc.binary_join_element_wise(taken["id"].combine_chunks(), "mended", "-"),
            "recorded_at": instants(later),
            "corrects": taken["id"].combine_chunks(),
            "is_retraction": pa.array(is_retraction),
        }
        for name, column in replaced.items():
            place = taken.schema.get_field_index(name)
            taken = taken.set_column(place, taken.schema.field(place), column)
        return [taken] if len(rows) else []


def units_of(drawn: Drawn, block: Block, others: Units) -> Units:
    return {"child": block.children, "household": block.households}.get(drawn.about, others)


def instants(at: Ints) -> pa.Array:
    return pa.array(at, pa.int64()).cast(INSTANT)


def _micros(column: pa.ChunkedArray) -> Ints:
    return column.combine_chunks().cast(pa.int64()).to_numpy()


def _repeated(word: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(word), count)
