"""Which patterns and silences does a watch find, in all eyes or in some debtor's? The twin of the plain `watching`.

A hit has the columns s, at, root, true_at, ready, evidence, unclear, ended_at, stands, and those of its event: agency,
f and the fields asked for; with debtors also `eyes`.
"""

from __future__ import annotations

from collections.abc import Iterable

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.almanac import Almanac
from followthrough.procedures.engines.relational.grounds import Asking, ground, kinds_of_evidence, once_each
from followthrough.procedures.engines.relational.population import FIELD
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import join, nothing, truth, union
from followthrough.procedures.model.condition import counted
from followthrough.procedures.model.procedure import Procedure, WatchProcedure


def hits(watch: WatchProcedure, sight: Sight, fields: Iterable[str] = (), debtors: Table | None = None) -> Table:
    """Every hit at each moment. `debtors` (s, at, debtor) asks with their eyes instead."""
    found = _silences(watch, sight, fields, debtors) if watch.is_absence else _patterns(watch, sight, fields, debtors)
    return in_force(found, "true_at", watch, sight.almanac)


def in_force(table: Table, column: str, procedure: Procedure, almanac: Almanac) -> Table:
    """Rows of which an instant lies on a day on which the procedure is in force."""
    if procedure.in_force_from.year > 1:
        table = table.filter(table[column] >= almanac.start_of(procedure.in_force_from))
    if procedure.in_force_to is not None:
        table = table.filter(table[column] < almanac.start_of(procedure.in_force_to))
    return table


def _asked(asking: Asking, seen: Table, debtors: Table | None) -> Table:
    """Seen events, of those agencies only that are asked about."""
    return seen if debtors is None else seen.semi_join(debtors, [seen.s == debtors.s, seen["at"] == debtors["at"],
                                                                 seen.eyes == debtors.debtor])  # fmt: skip


def _patterns(watch: WatchProcedure, sight: Sight, fields: Iterable[str], debtors: Table | None) -> Table:
    assert watch.pattern is not None
    matches = tuple(counted(watch.pattern))
    asking = Asking(sight, debtors is not None, is_last=True, counted=matches)
    parts = [_asked(asking, asking.seen(match, tuple(fields)), debtors) for match in matches]
    seen = union(parts)
    if len(matches) > 1:
        seen = seen.distinct()
    numbered = seen.mutate(q=ibis.row_number(), **({"debtor": seen["eyes"]} if debtors is not None else {}))
    questions = sight.session.keep(numbered)
    held = ground(watch.pattern, questions, asking)
    both = join(questions, held, "g_", ["q"])
    both = both.filter(both["g_evidence"].contains(both["root"]))
    return _shaped(
        both, fields, true_at=both["g_last_to"], ready=ibis.greatest(both["g_ready"], both["g_last_to"]),
        evidence=both["g_evidence"], unclear=both["g_unclear"], ended_at=nothing(), stands=truth(True),
    )  # fmt: skip


def _silences(watch: WatchProcedure, sight: Sight, fields: Iterable[str], debtors: Table | None) -> Table:
    assert watch.silence is not None and watch.since is not None and watch.lasting is not None
    asking = Asking(sight, debtors is not None)
    anchors = _asked(asking, asking.seen(watch.since, tuple(fields)), debtors)
    breakers = _asked(asking, asking.seen(watch.silence), debtors)
    ended = _with_ends(anchors, breakers, debtors is not None)
    limited = sight.almanac.due(ended, "true_at", "t", watch.lasting)
    silent = limited.filter(
        limited["at"] > limited["true_at"],
        limited["ended_at"].isnull() | (limited["ended_at"] > limited["true_at"]),
    )
    if watch.condition is None:
        evidence, ready, unclear = ibis.array([silent["root"]]), silent["true_at"], truth(False)
    else:
        silent = sight.session.keep(silent.mutate(q=ibis.row_number()))
        eyes = {"debtor": silent["eyes"]} if debtors is not None else {}
        asked = silent.select("q", "s", "at", "root", f="true_at", t="true_at", **eyes)
        silent = join(silent, ground(watch.condition, asked, asking), "g_", ["q"])
        if set(watch.since.kinds) & kinds_of_evidence(watch.condition, sight):
            whole = ibis.array([silent["root"]]).concat(silent["g_evidence"])
            silent = once_each(silent.mutate(g_evidence=whole), "q", "g_evidence")
            evidence = silent["g_evidence"]
        else:
            evidence = ibis.array([silent["root"]]).concat(silent["g_evidence"])
        ready, unclear = silent["true_at"], silent["g_unclear"]
    return _shaped(
        silent, fields, true_at=silent["true_at"], ready=ibis.greatest(ready, silent["ready"]), evidence=evidence,
        unclear=unclear | (silent["f"] != silent["t"]) | silent["is_end_vague"], ended_at=silent["ended_at"],
        stands=silent["ended_at"].isnull(),
    )  # fmt: skip


def _with_ends(anchors: Table, breakers: Table, has_eyes: bool) -> Table:
    """Each anchor with the earliest of what broke its silence: what comes after it by (occurred to, root).

    Anchors and breakers stand in one line from the latest; of an event that is both, the anchor comes first.
    """
    who = ["s", "at", *(["eyes"] if has_eyes else [])]
    line = union([
        anchors.select(*who, "root", "t", turn=ibis.literal(0, "int8"), f=nothing(), is_vague=truth(False)),
        breakers.select(
            *who, "root", "t", turn=ibis.literal(1, "int8"), f="f", is_vague=breakers["f"] != breakers["t"]
        ),
    ])  # fmt: skip
    later = ibis.window(
        group_by=[line[name] for name in who],
        order_by=[line["t"].desc(), line["root"].desc(), line["turn"]],
        preceding=(None, 1),
    )
    ended = line.mutate(
        ended_at=line["f"].min().over(later), is_end_vague=line["is_vague"].cast("int8").max().over(later)
    )
    ended = ended.filter(ended["turn"] == 0)
    found = join(anchors, ended.select(*who, "root", "ended_at", "is_end_vague"), "l_", [*who, "root"])
    return found.mutate(ended_at=found["l_ended_at"], is_end_vague=found["l_is_end_vague"].fill_null(0) == 1).drop(
        *(name for name in found.columns if name.startswith("l_"))
    )


def _shaped(table: Table, fields: Iterable[str], **columns: object) -> Table:
    eyes = ["eyes"] if "eyes" in table.columns else []
    kept = ["s", "at", "root", "agency", "f", *(FIELD + name for name in sorted(set(fields))), *eyes]
    return table.select(*kept, **columns)
