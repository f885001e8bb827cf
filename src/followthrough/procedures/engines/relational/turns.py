"""When could something that a procedure reads be taken away? The instants before which it has to be asked again."""

from __future__ import annotations

from ibis.expr.types import Table

from followthrough.procedures.engines.plain.kinds import reads
from followthrough.procedures.engines.plain.triggering import TOLD
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import join, union
from followthrough.procedures.model.procedure import AnyProcedure


def turns(procedure: AnyProcedure, sight: Sight, upstream: tuple[AnyProcedure, ...]) -> Table | None:
    """(s, at): instants at which a row of the procedure may cease to hold; None when there are none."""
    kinds = set(reads(procedure, sight))
    if upstream:
        kinds |= {kind for each in upstream for kind in reads(each, sight)} | {TOLD}
    kinds &= set(sight.population.store.kinds)
    return _changes(kinds, sight) if kinds else None


def every_change(procedure: AnyProcedure, sight: Sight) -> Table:
    """(s, at): every instant at which anything that the procedure reads may come to be seen otherwise."""
    return _changes(set(reads(procedure, sight)) & set(sight.population.store.kinds), sight)


def _changes(kinds: set[str], sight: Sight) -> Table:
    """Every instant at which anything of these kinds came to be seen by anybody, was corrected or taken back."""
    parts = []
    for kind in sorted(kinds):
        members = sight.population.members(kind)
        mine = join(members.select("root", "ak", "aid", "rec"), sight.kinship.closure, "c_", ["ak", "aid"])
        known = join(mine.select("root", s="c_s").distinct(), sight.population.known(kind), "k_", ["root"])
        parts.append(mine.select(s="c_s", at="rec"))
        parts += [known.select("s", at="k_b"), known.select("s", at="k_first")]
    return union(parts).distinct()
