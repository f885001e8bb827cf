"""Histories to measure with: about twenty exact events of a child, for as many children as are asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from followthrough.procedures.engines.relational.schema import DATA, schema_of
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.engines.relational.writing import Writer, in_order
from followthrough.procedures.language import load_rulebook
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.synth.families import numbered
from followthrough.synth.hours import DAY, MINUTE, SECOND, YEAR
from followthrough.synth.recording import instants

RULES = Path(__file__).with_name("rulebook")
EACH = 20  # events of a child, its birth among them
BLOCK = 100_000
START = 1_262_304_000 * SECOND  # 2010
AS_OF = START + 6 * YEAR
KINDS = {
    "referral.received": 2.0, "referral.decided": 1.8, "share.sent": 2.0, "share.received": 1.8, "harm.judged": 1.0,
    "strategy.held": 0.9, "bail.granted": 0.5, "no-contact.considered": 0.45, "not.brought": 1.5, "child.seen": 3.5,
    "alcohol.misuse": 1.2, "violence.seen": 1.2, "neglect.seen": 1.15,
}  # fmt: skip
RESPONSES = (
    ("decided", "referral.received", "referral.decided", 24),
    ("received", "share.sent", "share.received", 48),
    ("strategy", "harm.judged", "strategy.held", 72),
)  # what the peers can say of the six rules: within hours
AGENCIES = ("social-care", "police", "hospital", "school")


def rulebook() -> Rulebook:
    return load_rulebook(RULES)


def make(folder: Path, events: int) -> Store:
    """A store of about `events` events; one that is there already is kept."""
    rules = rulebook()
    if not (folder / "store.json").exists():
        with Writer(folder, rules.vocabulary, made_by="benchmarks") as writer:
            for first in range(0, events // EACH, BLOCK):
                _block(writer, first, min(BLOCK, events // EACH - first))
    return Store(folder, rules.vocabulary)


def _block(writer: Writer, first: int, children: int) -> None:
    rng = np.random.default_rng([20, first])
    ids = numbered("c", np.arange(first, first + children))
    writer.subjects(pa.table({"kind": pa.repeat(pa.scalar("child"), children), "id": ids}))
    born = START - rng.integers(0, 5 * 365, children) * DAY
    _write(writer, "child.born", ids, born, pa.repeat(pa.scalar("hospital"), children), first, born)
    for kind, mean in KINDS.items():
        child = np.repeat(np.arange(children), rng.poisson(mean, children))
        at = START + rng.integers(1, 3 * 365 * 24 * 60, len(child)) * MINUTE + child % 60 * SECOND
        agency = pa.array(AGENCIES).take(pa.array(rng.integers(0, len(AGENCIES), len(child))))
        _write(writer, kind, ids.take(pa.array(child)), at, agency, first)


def _write(
    writer: Writer,
    kind: str,
    ids: pa.Array,
    at: np.ndarray,
    agency: pa.Array,
    first: int,
    born: np.ndarray | None = None,
) -> None:
    count = len(ids)
    number = pc.utf8_lpad(pc.cast(pa.array(np.arange(count)), pa.string()), width=8, padding="0")
    exact = instants(at)
    columns = {
        "id": pc.binary_join_element_wise(f"{kind}-{first:08d}", number, "-"),
        "subject_kind": pa.repeat(pa.scalar("child"), count),
        "subject_id": ids,
        "agency": agency,
        **dict.fromkeys(("occurred_from", "occurred_to", "recorded_at"), exact),
        "corrects": pa.nulls(count, pa.string()),
        "is_retraction": pa.array(np.zeros(count, dtype=bool)),
        "text": pa.repeat(pa.scalar(""), count),
    }
    if born is not None:
        columns[f"{DATA}born_on"] = pa.array((born // DAY).astype(np.int32)).cast(pa.date32())
    form = schema_of(writer.vocabulary.kinds[kind])
    writer.events(kind, in_order(pa.table({name: columns[name] for name in form.names})))
