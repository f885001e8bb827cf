"""Which duties hold at given moments? Dispatches on the kind of procedure, and reads standing duties and gates."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.grounds import (
    Asking,
    ground,
    grounded,
    kinds_of_evidence,
    once_each,
    run_out_at,
    same,
)
from followthrough.procedures.engines.relational.owing import agrees, fields_of, owed
from followthrough.procedures.engines.relational.parties import debtor_of, fields_read
from followthrough.procedures.engines.relational.population import FIELD
from followthrough.procedures.engines.relational.refusals import NotCompiled
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import (
    first_by,
    join,
    last_by,
    least,
    no_roots,
    nothing,
    text,
    tick,
    union,
)
from followthrough.procedures.engines.relational.ticks import NEVER
from followthrough.procedures.engines.relational.triggering import Upstream, triggered
from followthrough.procedures.engines.relational.watching import in_force
from followthrough.procedures.model.condition import Match
from followthrough.procedures.model.procedure import (
    Closing,
    DutyProcedure,
    GateProcedure,
    Obliging,
    StandingProcedure,
)


def holding(procedure: Obliging, sight: Sight, upstream: Upstream | None, extra: frozenset[str] = frozenset()) -> Table:
    """What is owed at each moment, each id once, with the fields of its trigger (and `extra` ones)."""
    match procedure:
        case DutyProcedure():
            found = triggered(procedure, sight, upstream, extra)
        case StandingProcedure():
            found = _occurrences(procedure, sight, extra)
        case GateProcedure():
            found = _gated(procedure, sight, extra)
        case _:
            raise NotCompiled(f"the procedure {type(procedure).__name__}")
    found = in_force(found, "opened", procedure, sight.almanac)
    return last_by(found, ["s", "at", "id"], ["turn"]) if isinstance(procedure, StandingProcedure) else found


# -- gates


def _gated(procedure: GateProcedure, sight: Sight, extra: frozenset[str]) -> Table:
    match = procedure.before
    seen = sight.of_kind(sight.seen(match, fields_read(procedure) | extra), procedure.subject)
    seen = seen.drop("ready", "first").rename(author="agency").mutate(each=text(""))
    party = debtor_of(procedure.owes, seen)
    named = seen.mutate(debtor=party["agency"], team=party["team"], role=party["role"])
    asked = sight.known_to_debtors(named, match.kinds)
    both = grounded(asked, procedure.condition, Asking(sight, has_debtor=True))
    if procedure.lookback is not None:
        both = sight.almanac.back(both, "floor", "f", procedure.lookback)
    else:
        both = both.mutate(floor=tick(NEVER))
    return owed(
        both, sight, procedure, opened=both["f"], due=both["f"], earliest=both["f"], latest_floor=both["floor"],
        because=both["g_evidence"], unclear=both["g_unclear"] | (both["f"] != both["t"]),
    )  # fmt: skip


# -- standing duties


def _occurrences(procedure: StandingProcedure, sight: Sight, extra: frozenset[str]) -> Table:
    """While the state holds: one occurrence anchored on its beginning and one on each performance."""
    spans = sight.session.keep(_spans(procedure, sight, extra))
    first = spans.select(*_anchor(spans, {"root": "root", "f": "f", "t": "t", "ready": "ready"}), number=tick(0))
    performed = sight.session.keep(_performances(procedure, spans, sight))
    line = ibis.window(
        group_by=[performed[n] for n in ("s", "at", "span")], order_by=[performed["a_f"], performed["a_root"]]
    )
    numbered = performed.mutate(number=ibis.row_number().over(line) + 1)
    anchors = union([first, numbered.select(first.columns)])
    anchors = sight.session.keep(anchors.mutate(q=ibis.row_number()))
    asked = anchors.select("q", "s", "at", "debtor", root="a_root", f="a_f", t="a_t")
    held = ground(procedure.condition, asked, Asking(sight, has_debtor=True))
    return _occurring(procedure, join(anchors, held, "g_", ["q"]), sight)


def _anchor(table: Table, names: dict[str, str]) -> list[Any]:
    """The columns of a span, and those of one of its anchors as a_…"""
    own = [name for name in table.columns if name in _SPAN or name.startswith(FIELD)]
    return [*own, *(table[theirs].name(f"a_{mine}") for mine, theirs in names.items())]


_SPAN = ("s", "sid", "at", "span", "span_f", "author", "debtor", "team", "role", "each", "to")


def _spans(procedure: StandingProcedure, sight: Sight, extra: frozenset[str]) -> Table:
    """Spans of the state: who owes is read in all eyes, the beginning in the debtor's, the end in all."""
    kind = sight.vocabulary.states[procedure.state]
    fields = fields_read(procedure) | extra | set(kind.matching) | ({kind.until} if kind.until else set())
    match = Match(kind.begun_by, procedure.where)
    seen = sight.of_kind(sight.seen(match, fields), procedure.subject)
    seen = seen.drop("ready", "first").rename(author="agency").mutate(each=text(""))
    party = debtor_of(procedure.owes, seen)
    named = seen.mutate(debtor=party["agency"], team=party["team"], role=party["role"])
    begun = sight.known_to_debtors(named, kind.begun_by)
    begun = begun.mutate(span=begun["root"], span_f=begun["f"])
    ended = _with_end(sight.session.keep(begun), kind, sight)
    if kind.until:
        ended = run_out_at(ended, "_until", f"{FIELD}{kind.until}", kind, sight)
        ended = ended.mutate(to=least([ended["to"], ended["_until"]])).drop("_until")
    return ended


def _with_end(begun: Table, kind: Any, sight: Sight) -> Table:
    if not kind.ended_by:
        return begun.mutate(to=nothing())
    ends = sight.seen(Match(kind.ended_by), kind.matching)
    pairs = join(
        begun, ends, "e_", ["s", "at"],
        lambda b, e: [
            e["e_t"] >= b["f"], e["e_root"] != b["root"],
            *(same(e[f"e_x_{name}"], b[f"{FIELD}{name}"]) for name in kind.matching),
        ],
    )  # fmt: skip
    to = ibis.greatest(pairs["e_f"], pairs["t"]).min()
    ended = pairs.group_by("s", "at", "root").agg(to=to)
    found = join(begun, ended, "z_", ["s", "at", "root"], how="left")
    return found.mutate(to=found["z_to"]).drop("z_s", "z_at", "z_root", "z_to")


def _performances(procedure: StandingProcedure, spans: Table, sight: Sight) -> Table:
    rows = spans.mutate(root=spans["span"])
    return union([_performed(closing, rows, sight) for closing in procedure.closed_by])


def _performed(closing: Closing, rows: Table, sight: Sight) -> Table:
    """Each span with the events of one closing that lie in it."""
    pairs = join(
        rows, sight.seen(closing.match, fields_of(closing)), "c_", ["s", "at"],
        lambda r, c: [
            c["c_t"] >= r["span_f"], r["to"].isnull() | (c["c_f"] < r["to"]), *agrees(closing.matching, c, "c_", r),
        ],
    )  # fmt: skip
    return pairs.select(*_anchor(pairs, {"root": "c_root", "f": "c_f", "t": "c_t", "ready": "c_ready"}))


def _occurring(procedure: StandingProcedure, anchors: Table, sight: Sight) -> Table:
    place = ibis.least(anchors["number"], len(procedure.every) - 1)
    start = ibis.greatest(anchors["a_ready"], anchors["g_ready"])
    anchors = anchors.mutate(_place=place, start=start, early=start - (anchors["a_t"] - anchors["a_f"]))
    for number, interval in enumerate(procedure.every):
        anchors = sight.almanac.due(anchors, f"_due{number}", "start", interval)
        anchors = sight.almanac.due(anchors, f"_early{number}", "early", interval)
    chosen = {
        word: ibis.cases(
            *((anchors["_place"] == number, anchors[f"_{word}{number}"]) for number in range(len(procedure.every)))
        )
        for word in ("due", "early")
    }
    is_first = anchors["number"] == 0
    begun = first_by(anchors.select("s", "at", "span", "span_f").distinct(), ["s", "at", "span"], ["span_f"]).mutate(
        _rank=ibis.row_number().over(ibis.window(group_by=["s", "at"], order_by=["span_f", "span"]))
    )
    ranked = join(
        anchors.mutate(due=chosen["due"], earliest=chosen["early"], is_first=is_first), begun, "r_", ["s", "at", "span"]
    )
    ends_at = ibis.ifelse(ranked["to"] <= ranked["at"], ranked["to"], nothing())
    begin = ibis.ifelse(ranked["is_first"], no_roots(), ibis.array([ranked["span"]]))
    ranked = ranked.mutate(because=begin.concat(ranked["g_evidence"]))
    begun_by = set(sight.vocabulary.states[procedure.state].begun_by)
    if begun_by & kinds_of_evidence(procedure.condition, sight):
        ranked = once_each(ranked, "q", "because")
    return owed(
        ranked.mutate(root=ranked["a_root"]), sight, procedure,
        opened=ranked["start"], floor=ranked["a_f"], latest_floor=ranked["a_t"], unclear=ranked["g_unclear"],
        because=ranked["because"],
        after_f=ibis.ifelse(ranked["is_first"], nothing(), ranked["a_f"]),
        after_root=ibis.ifelse(ranked["is_first"], nothing("string"), ranked["a_root"]),
        ends_at=ends_at, turn=ranked["r__rank"] * 1_000_000 + ranked["number"],
    )  # fmt: skip
