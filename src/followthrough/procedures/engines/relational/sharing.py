"""The sharing gap of a population: when a pattern was true, when the pooled record held it, when each agency alone.

A pattern is looked for at every change of what is visible, but only for the subjects in whom it holds in the end.
"""

from __future__ import annotations

from ibis.expr.types import Table

from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import join, nothing, text, union
from followthrough.procedures.engines.relational.turns import every_change
from followthrough.procedures.engines.relational.watching import hits
from followthrough.procedures.model.procedure import WatchProcedure


def sharing_gaps(watch: WatchProcedure, sight: Sight) -> Table:
    """watch, subject, signal (root), true_at, pooled_at, agency, known_at (null for never)."""
    session = sight.session
    held = session.keep(hits(watch, sight).select("s", "root", "true_at"))
    changes = every_change(watch, sight)
    moments = changes.semi_join(held, "s").filter(changes["at"] <= sight.as_of)
    looked = session.keep(moments.distinct())
    pooled = _first_seen(watch, Sight(sight.views, moments=looked))
    found = join(held, pooled, "p_", ["s", "root"]).select("s", "root", "true_at", pooled_at="p_first")
    agencies = session.keep(_agencies(sight, held))
    alone = [
        _first_seen(watch, Sight(sight.views.of(agency), moments=looked)).mutate(agency=text(agency))
        for agency in sorted(session.values(agencies.select("agency").distinct()))
    ]
    by_agency = join(found, agencies, "g_", ["s"])
    alone = alone or [pooled.mutate(agency=nothing("string"))]
    seen = join(by_agency, session.keep(union(alone)), "a_", ["s", "root", ("g_agency", "agency")], how="left")
    named = join(seen, sight.population.subjects, "n_", ["s"])
    named = named.filter(named["n_kind"] == watch.subject)
    return named.select(
        watch=text(watch.id), subject_kind="n_kind", subject_id="n_sid", signal="root", true_at="true_at",
        pooled_at="pooled_at", agency="g_agency", known_at="a_first",
    )  # fmt: skip


def _first_seen(watch: WatchProcedure, sight: Sight) -> Table:
    found = hits(watch, sight)
    return sight.session.keep(found.group_by("s", "root").agg(first=found["at"].min()))


def _agencies(sight: Sight, held: Table) -> Table:
    """(s, agency): every agency that wrote or knew anything of the history."""
    closure = sight.kinship.closure.semi_join(held, "s")
    parts = []
    for kind in sight.population.store.kinds:
        mine = join(sight.population.members(kind), closure, "c_", ["ak", "aid"]).select("root", "agency", s="c_s")
        parts.append(mine.select("s", "agency"))
        known = join(mine.select("s", "root").distinct(), sight.population.known(kind), "k_", ["root"])
        parts.append(known.select("s", agency="k_eyes"))
    return union(parts).distinct()
