"""What do the fields of an event say? Typed data by the vocabulary: carried on from what it follows, or made up.

A field for a key or an agency that what it follows has too is carried on; else a key names what it follows, and the
first event of a chain names itself. Texts stay empty, for nothing reads them; so does what no condition may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from followthrough.procedures.model.vocabulary import DataField, EventKind, FieldType, Vocabulary
from followthrough.synth.families import Block
from followthrough.synth.hours import DAY, Days, Ints
from followthrough.synth.rates import BEGINNER, Given

OWN, PARENT, CHILDREN, AGENCIES = "own", "parent", "children", "agencies"
PARENT_ID, ORIGIN = "id of the parent", "who began the chain"  # beside the parent's data; no field has such a name
_CARRIED = (FieldType.KEY, FieldType.AGENCY, FieldType.TEAM, FieldType.CHOICE, FieldType.KEYS)
_DAYS_LATER = 28.0
KEYS = pa.list_(pa.string())


@dataclass
class Filling:
    kind: EventKind
    vocabulary: Vocabulary
    block: Block
    rng: np.random.Generator
    given: Mapping[str, Given]

    def fill(
        self, unit: Ints, at: Ints, ids: pa.Array, agency: pa.Array, days: Days, parent: Mapping[str, pa.Array]
    ) -> dict[str, pa.Array]:
        self.unit, self.at, self.ids, self.agency, self.days, self.parent = unit, at, ids, agency, days, parent
        return {name: self._field(each) for name, each in self.kind.fields.items()}

    def _field(self, field: DataField) -> pa.Array:
        given = self.given.get(field.name)
        count = len(self.unit)
        if given is None and field.type in _CARRIED and field.name in self.parent:
            return self.parent[field.name]
        if given == OWN:
            return self.ids
        match field.type:
            case FieldType.KEY:
                return self.parent.get(PARENT_ID, self.ids)
            case FieldType.CHOICE:
                weights = given if isinstance(given, Mapping) else dict.fromkeys(field.choices, 1.0)
                return self._words(weights)
            case FieldType.BOOLEAN:
                return pa.array(self.rng.random(count) < (given if isinstance(given, float) else 0.5))
            case FieldType.NUMBER:
                return pa.array(self.rng.integers(1, 40, count).astype(np.float64))
            case FieldType.DATE:
                later = given if isinstance(given, float) else _DAYS_LATER
                return pa.array(self.days.on(self.days.number(self.at + int(later * DAY)))).cast(pa.date32())
            case FieldType.INSTANT:
                later = given if isinstance(given, float) else 1.0
                return pa.array(self.at + int(later * DAY)).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
            case FieldType.AGENCY:
                return self._agencies(given)
            case FieldType.KEYS:
                return self._keys(given, is_needed=field.required)
            case _:
                return pa.array(["invented"] * count if field.required else [None] * count, pa.string())

    def _words(self, weights: Mapping[str, float]) -> pa.Array:
        chosen = pick(self.rng, list(weights.values()), len(self.unit))
        return pa.array(list(weights)).take(pa.array(chosen))

    def _agencies(self, given: Given | None) -> pa.Array:
        if given == BEGINNER and ORIGIN in self.parent:
            return self.parent[ORIGIN]
        weights = given if isinstance(given, Mapping) else dict.fromkeys(self.vocabulary.agencies, 1.0)
        chosen, hub = self._words(weights), pa.scalar("social-care")
        # Nobody sends to themselves: it goes to social care, and from there to the police.
        instead = pc.if_else(pc.equal(self.agency, hub), "police", hub)
        return pc.if_else(pc.equal(chosen, self.agency), instead, chosen)

    def _keys(self, given: Given | None, *, is_needed: bool) -> pa.Array:
        count = len(self.unit)
        if given == PARENT and PARENT_ID in self.parent:
            return _lists(np.arange(count + 1), self.parent[PARENT_ID])
        if given == AGENCIES:
            chosen = np.sort(self.rng.integers(0, len(self.vocabulary.agencies), (count, 3)), axis=1).reshape(-1)
            return _lists(np.arange(count + 1) * 3, pa.array(list(self.vocabulary.agencies)).take(pa.array(chosen)))
        if given == CHILDREN and self.kind.about == "household":
            first, number = self.block.first_child[self.unit], np.diff(self.block.first_child)[self.unit]
            offsets = np.concatenate([[0], np.cumsum(number)])
            within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], number)
            return _lists(offsets, self.block.children.ids.take(pa.array(np.repeat(first, number) + within)))
        return _lists(np.arange(count + 1), self.ids) if is_needed else pa.nulls(count, KEYS)


def _lists(offsets: Ints, values: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pc.cast(values, pa.string())).cast(KEYS)


def pick(rng: np.random.Generator, weights: Sequence[float], count: int) -> Ints:
    """`count` places in `weights`, each as often as its weight says."""
    edges = np.cumsum(np.array(weights, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], rng.random(count), side="right").astype(np.int64)
