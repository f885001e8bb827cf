"""Which state is a duty in at a moment, from what closed or excused it? The twin of the plain `states`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.plain.states import EXCUSED
from followthrough.procedures.engines.relational.owing import agrees, fields_of
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import join, least, nothing, text, truth, union
from followthrough.procedures.engines.relational.triggering import is_exact
from followthrough.procedures.model.condition import Match
from followthrough.procedures.model.procedure import Closing, DutyProcedure, Obliging, OnSignal, StandingProcedure

_KEY = ["n"]  # the number of a row: far cheaper to group and join by than its id


def with_state(procedure: Obliging, rows: Table, sight: Sight, kinds: set[str]) -> Table:
    """`rows` (what is owed, with `withdrawn_at`) with state, closed_at, closed_by, ended_at and `unclear`.

    `kinds` are those that the trigger may be of. Rows are numbered (`n`).
    """
    rows = _with_closings(procedure, rows, sight)
    rows = _with_excuses(procedure, rows, sight)
    rows = _with_superseded(procedure, rows, sight, kinds)
    excused_at = least([rows[name] for name in ("_excused_f", "_told_f", "withdrawn_at", "ends_at")])
    rows = rows.mutate(_excused_at=excused_at)
    closed, excused, due = rows["_closed_f"], rows["_excused_at"], rows["due"]
    is_closed = (~rows["is_superseded"] & closed.notnull() & (excused.isnull() | (closed <= excused))).fill_null(False)
    is_excused = ~rows["is_superseded"] & ~is_closed & excused.notnull()
    state = ibis.cases(
        (rows["is_superseded"], text("superseded")),
        (is_closed & (closed > due), text("met late")),
        (is_closed & rows["_in_time"].fill_null(False), text("met")),
        (is_closed, text("met, recorded late")),
        (is_excused & (excused <= due), text("excused")),
        (is_excused | (rows["at"] > due), text("breached")),
        else_=text("open"),
    )
    vague = rows["_closed_vague"].fill_null(False) | rows["_excused_vague"].fill_null(False)
    vague = ~rows["is_superseded"] & (vague | rows["_told_vague"].fill_null(False))
    found = rows.mutate(
        state=state, closed_at=ibis.ifelse(is_closed, closed, nothing()),
        closed_by=ibis.ifelse(is_closed, rows["_closed_root"], nothing("string")),
        ended_at=ibis.ifelse(is_excused, excused, nothing()), is_vague=vague,
    )  # fmt: skip
    waiting = found["state"].isin(["open", "breached"])
    is_due_unclear = (found["earliest"] < found["at"]) & (found["at"] <= found["due"]) & waiting
    clear = found.mutate(unclear=found["unclear"] | found["is_vague"] | is_due_unclear)
    return clear.drop(*(name for name in clear.columns if name.startswith("_")), "is_vague", "is_superseded", "n")


def _with_closings(procedure: Obliging, rows: Table, sight: Sight) -> Table:
    closings = _possible(procedure.closed_by, sight) or procedure.closed_by[:1]
    pairs = _later(procedure, closings, rows, sight, "closings_from")
    order = ibis.struct({"f": pairs["f"], "root": pairs["root"]})
    in_time = (pairs["f"] <= pairs["due"]) & (pairs["first"] <= pairs["due"])
    found = pairs.group_by(_KEY).agg(least=order.min(), in_time=in_time.any(), vague=pairs["vague"].any())
    both = join(rows, found, "c_", _KEY, how="left")
    kept = {name: both[name] for name in rows.columns}
    return both.select(
        **kept, _closed_f=both["c_least"]["f"], _closed_root=both["c_least"]["root"], _in_time=both["c_in_time"],
        _closed_vague=both["c_vague"],
    )  # fmt: skip


def _with_excuses(procedure: Obliging, rows: Table, sight: Sight) -> Table:
    excuses = _possible(procedure.excused_by, sight)
    rows = _excused(rows, _later(procedure, excuses, rows, sight, "floor") if excuses else None, "excused")
    said = None
    if EXCUSED in sight.population.store.kinds and "duty" in sight.vocabulary.kinds[EXCUSED].fields:
        told = sight.seen(Match((EXCUSED,)), ("duty",))
        named = join(rows, told, "c_", ["s", "at", ("id", "x_duty")])
        said = named.select(*_KEY, f="c_f", vague=_is_vague(named))
    return _excused(rows, said, "told")


def _excused(rows: Table, excuses: Table | None, name: str) -> Table:
    if excuses is None:
        return rows.mutate(**{f"_{name}_f": nothing(), f"_{name}_vague": truth(False)})
    found = excuses.group_by(_KEY).agg(f=excuses["f"].min(), vague=excuses["vague"].any())
    both = join(rows, found, "c_", _KEY, how="left")
    kept = {each: both[each] for each in rows.columns}
    return both.select(**{**kept, f"_{name}_f": both["c_f"], f"_{name}_vague": both["c_vague"]})


def _possible(closings: tuple[Closing, ...], sight: Sight) -> tuple[Closing, ...]:
    """Those of which the store holds any event."""
    return tuple(each for each in closings if set(each.match.kinds) & set(sight.population.store.kinds))


def _later(procedure: Obliging, closings: Iterable[Closing], rows: Table, sight: Sight, floor: str) -> Table:
    """Events that close or excuse: not before the floor, not the trigger itself, agreeing on every key."""
    is_clear = is_exact(procedure, sight)
    return union([_closing(procedure, each, rows, sight, floor, is_clear=is_clear) for each in closings])


def _closing(procedure: Obliging, closing: Closing, rows: Table, sight: Sight, floor: str, *, is_clear: bool) -> Table:
    pairs = join(
        rows, sight.seen(closing.match, fields_of(closing)), "c_", ["s", "at"],
        lambda r, c: [c["c_t"] >= r[floor], c["c_root"] != r["root"], *agrees(closing.matching, c, "c_", r)],
    )  # fmt: skip
    if isinstance(procedure, StandingProcedure):
        after = pairs["after_f"].isnull() | (pairs["c_f"] > pairs["after_f"])
        pairs = pairs.filter(after | ((pairs["c_f"] == pairs["after_f"]) & (pairs["c_root"] > pairs["after_root"])))
    vague = truth(False) if is_clear and sight.population.is_exact(closing.match.kinds) else _is_vague(pairs)
    return pairs.select(*_KEY, "due", f="c_f", root="c_root", first="c_first", vague=vague)


def _is_vague(pairs: Table) -> Any:
    """Whether the precision of the closing or of the trigger could change the answer."""
    f, t, due, earliest = pairs["c_f"], pairs["c_t"], pairs["due"], pairs["earliest"]
    is_exact = f == t
    straddles = (f <= due) & (earliest < t)
    vague = (~is_exact | (pairs["floor"] < pairs["latest_floor"])) & (f < pairs["latest_floor"])
    return ibis.ifelse(straddles, ~(is_exact & (earliest == due)), vague)


def _with_superseded(procedure: Obliging, rows: Table, sight: Sight, kinds: set[str]) -> Table:
    """The trigger was taken back. A signal is withdrawn with its event: its duties are excused instead."""
    is_fed_by_a_signal = isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal)
    retracted = None if is_fed_by_a_signal else sight.retracted(kinds)
    if retracted is None:
        return rows.mutate(is_superseded=truth(False))
    found = join(rows, retracted, "r_", ["root"], lambda r, x: [x["r_b"] <= r["at"], r["at"] < x["r_e"]], how="left")
    return found.mutate(is_superseded=found["r_root"].notnull()).drop("r_root", "r_b", "r_e")
