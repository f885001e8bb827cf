"""Does a condition hold for the event in question? The relational twin of the plain engine's `grounds`.

Questions have the columns q (their number), s, at, root, f, t, and debtor where one asks with its own eyes. A ground
is a relation of the questions that hold: q, ready, evidence, unclear, and last_to: the latest end of the counted
events that it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
from ibis.expr.types import Table, Value

from followthrough.procedures.engines.relational.refusals import NotCompiled
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import (
    first_by,
    join,
    no_roots,
    nothing,
    some,
    truth,
    union,
)
from followthrough.procedures.engines.relational.ticks import FOREVER
from followthrough.procedures.model.condition import Age, All, Any, Condition, Count, Gap, Match, Silence, StateHolds
from followthrough.procedures.model.vocabulary import FieldType, StateKind

GROUND = ("q", "ready", "evidence", "unclear", "last_to")


@dataclass(frozen=True)
class Asking:
    """How questions are asked: with the debtor's eyes, and whether windows end at the event in occurred order."""

    sight: Sight
    has_debtor: bool = False
    is_last: bool = False
    counted: tuple[Match, ...] = ()

    def seen(self, match: Match, fields: tuple[str, ...] = ()) -> Table:
        return self.sight.seen_by(match, fields) if self.has_debtor else self.sight.seen(match, fields)

    @property
    def keys(self) -> list[str | tuple[str, str]]:
        return ["s", "at", ("debtor", "eyes")] if self.has_debtor else ["s", "at"]


def ground(condition: Condition | None, questions: Table, asking: Asking) -> Table:
    match condition:
        case None:
            return _plainly(questions)
        case All(of):
            return _all(_in_turn(of, questions, asking), of, asking)
        case Any(of):
            return _any([ground(each, questions, asking) for each in of])
        case Age():
            return _age(condition, questions, asking)
        case StateHolds():
            return _state(condition, questions, asking)
        case Count():
            return _count(condition, questions, asking)
        case Silence():
            return _silence(condition, questions, asking)
        case Gap():
            return gap(condition, questions, asking.sight)
        case _:
            raise NotCompiled(f"the condition {type(condition).__name__}")


def grounded(asked: Table, condition: Condition | None, asking: Asking) -> Table:
    """The rows for which the condition holds, with its ground as g_…; each is a question of its own."""
    if condition is None:
        return asked.mutate(g_ready=asked["t"], g_evidence=no_roots(), g_unclear=truth(False))
    kept = asking.sight.session.keep(asked.mutate(q=ibis.row_number()))
    return join(kept, ground(condition, kept, asking), "g_", ["q"])


def _plainly(held: Table, unclear: object = None) -> Table:
    """A ground that rests on no event."""
    return held.select(
        q="q", ready="t", evidence=no_roots(), unclear=truth(False) if unclear is None else unclear,
        last_to=nothing(),
    )  # fmt: skip


def _in_turn(of: tuple[Condition, ...], questions: Table, asking: Asking) -> list[Table]:
    """The ground of each part; an age or a state is looked at first, and the rest only where those hold."""
    found: dict[int, Table] = {}
    for place in sorted(range(len(of)), key=lambda place: not isinstance(of[place], Age)):
        found[place] = ground(of[place], questions, asking)
        if isinstance(of[place], Age) and len(of) > 1:
            found[place] = asking.sight.session.keep(found[place])
            questions = questions.semi_join(found[place], "q")
    return [found[place] for place in range(len(of))]


def _all(parts: list[Table], of: tuple[Condition, ...], asking: Asking) -> Table:
    whole, is_evident = parts[0], False
    for part in parts[1:]:
        both = join(whole, part, "o_", ["q"])
        whole = both.select(
            "q",
            ready=ibis.greatest(both["ready"], both["o_ready"]),
            evidence=both["evidence"].concat(both["o_evidence"]),
            unclear=both["unclear"] | both["o_unclear"],
            last_to=ibis.greatest(both["last_to"].fill_null(-FOREVER), both["o_last_to"].fill_null(-FOREVER)),
        )
        is_evident = True
    kinds = [kinds_of_evidence(each, asking.sight) for each in of]
    overlaps = any(kinds[i] & kinds[j] for i in range(len(kinds)) for j in range(i))
    return once_each(whole, "q") if is_evident and overlaps else whole


def once_each(table: Table, key: str, column: str = "evidence") -> Table:
    """The same relation where each root of a list stands once, at its first place."""
    long = table.select(key, root=table[column].unnest(), place=ibis.range(table[column].length()).unnest())
    first = long.group_by(key, "root").agg(place=long["place"].min())
    lists = first.group_by(key).agg(roots=first["root"].collect(order_by=first["place"]))
    found = join(table, lists, "l_", [key], how="left")
    kept = {name: found[name] for name in table.columns}
    return found.select(**{**kept, column: found["l_roots"].fill_null(no_roots())})


def kinds_of_evidence(condition: Condition | None, sight: Sight) -> set[str]:
    match condition:
        case All(of) | Any(of):
            return set().union(*(kinds_of_evidence(each, sight) for each in of))
        case Count(of=of):
            return set(of.kinds)
        case Gap(of=of, since=since):
            return {*of.kinds, *(since.kinds if since is not None else ())}
        case StateHolds(state=state, negated=False):
            return set(sight.vocabulary.states[state].begun_by)
        case _:
            return set()


def _any(parts: list[Table]) -> Table:
    """The alternative that was ready first; ties go to the one written first."""
    turns = union([part.mutate(turn=ibis.literal(number, "int64")) for number, part in enumerate(parts)])
    return first_by(turns, ["q"], ["ready", "turn"]).drop("turn")


def _age(condition: Age, questions: Table, asking: Asking) -> Table:
    births = asking.sight.births().select("s", "at", "born_number", "is_exact")
    almanac = asking.sight.almanac
    dated = join(questions.select("q", "s", "at", "f", "t"), births, "b_", ["s", "at"])
    dated = almanac.age_day(almanac.age_day(dated, "_from", "f"), "_to", "t")
    # Shifted by 200 years, since halves are cut towards nought.
    age, until = (((dated[day] - dated["b_born_number"] + 2_000_000) // 10_000 - 200) for day in ("_from", "_to"))
    held = truth(True)
    if condition.at_least is not None:
        held = held & (age >= condition.at_least)
    if condition.under is not None:
        held = held & (age < condition.under)
    return _plainly(dated.mutate(_unclear=~(dated["b_is_exact"] & (age == until))).filter(held), ibis._["_unclear"])


def _state(condition: StateHolds, questions: Table, asking: Asking) -> Table:
    """Whether a beginning is seen by `t` whose end is not."""
    sight, kind = asking.sight, asking.sight.vocabulary.states[condition.state]
    eyed = Asking(sight, asking.has_debtor and not condition.negated)
    fields = (*kind.matching, *([kind.until] if kind.until else []))
    begun = eyed.seen(Match(kind.begun_by, condition.where), fields)
    columns = ["q", "s", "at", "t", *(["debtor"] if eyed.has_debtor else [])]
    pairs = join(questions.select(columns), begun, "b_", eyed.keys, lambda q, b: [b["b_f"] <= q["t"]])
    pairs = pairs.mutate(_begun=pairs["b_t"] <= pairs["t"])
    covering = _not_ended(pairs.filter(pairs["_begun"]), kind, sight)
    if condition.negated:
        clear = questions.anti_join(covering.select("q").distinct(), "q").select("q", "t")
        vague = pairs.filter(~pairs["_begun"]).select("q").distinct()
        marked = join(clear, vague, "u_", ["q"], how="left")
        return _plainly(marked.select("q", "t", u=marked["u_q"].notnull()), ibis._["u"])
    first = first_by(covering, ["q"], ["b_ready", "b_root"])
    ready = ibis.greatest(first["t"], first["b_ready"])
    found = first.select("q", "s", "at", ready=ready, evidence=ibis.array([first["b_root"]]), unclear=truth(False),
                         root=first["b_root"])  # fmt: skip
    return _with_last_to(found, set(kind.begun_by), asking).select(GROUND)


def _with_last_to(found: Table, kinds: set[str], asking: Asking) -> Table:
    """When the beginning ended, if it is one of the events that the pattern counts."""
    counted = [match for match in asking.counted if kinds & set(match.kinds)]
    if not counted:
        return found.mutate(last_to=nothing())
    seen = union([asking.seen(match).select("s", "at", "root", "t") for match in counted]).distinct()
    held = join(found, seen, "c_", ["s", "at", "root"], how="left")
    return held.mutate(last_to=held["c_t"])


def _not_ended(pairs: Table, kind: StateKind, sight: Sight) -> Table:
    """Beginnings (b_…) whose state covers `t`: no end that agrees has come, and it has not run out by itself."""
    if kind.ended_by:
        matching = kind.matching
        ends = sight.seen(Match(kind.ended_by), matching)
        ended = join(
            pairs.select("q", "s", "at", "t", "b_root", "b_f", *(f"b_x_{name}" for name in matching)), ends, "e_",
            ["s", "at"],
            lambda p, e: [
                e["e_f"] <= p["t"], e["e_t"] >= p["b_f"], e["e_root"] != p["b_root"],
                *(same(e[f"e_x_{name}"], p[f"b_x_{name}"]) for name in matching),
            ],
        )  # fmt: skip
        pairs = pairs.anti_join(ended.select("q", "b_root").distinct(), ["q", "b_root"])
    if kind.until:
        pairs = run_out_at(pairs, "_until", f"b_x_{kind.until}", kind, sight)
        pairs = pairs.filter(pairs["_until"].isnull() | (pairs["_until"] > pairs["t"]))
    return pairs


def run_out_at(table: Table, name: str, column: str, kind: StateKind, sight: Sight) -> Table:
    """When a state ends by itself, by the date or instant in the data of its beginning."""
    fields = [sight.vocabulary.kinds[each].fields.get(kind.until or "") for each in kind.begun_by]
    types = {field.type for field in fields if field is not None}
    if types <= {FieldType.INSTANT}:
        return table.mutate(**{name: table[column] + 1})
    if types <= {FieldType.DATE}:
        ended = sight.almanac.end_of_day(table, "_end", column)
        return ended.mutate(**{name: ended["_end"] + 1}).drop("_end")
    raise NotCompiled(f'a state that runs out by "{kind.until}", which is no date')


def same(one: Value, other: Value) -> Value:
    """Equal, or both absent."""
    return (one == other).fill_null(False) | (one.isnull() & other.isnull())


def _count(condition: Count, questions: Table, asking: Asking) -> Table:
    pairs = _candidates(condition, questions, asking)
    inside = pairs["inside"]
    found = pairs.group_by("q").agg(
        n=inside.sum(),
        ready=_nth(pairs["c_ready"], condition.at_least, inside),
        evidence=pairs["c_root"].collect(where=inside, order_by=[pairs["c_f"], pairs["c_root"]]),
        unclear=pairs["unclear"].any(),
        last_to=pairs["c_t"].max(where=inside),
        t=pairs["t"].max(),
    )
    held = found.filter(found["n"] >= condition.at_least)
    if condition.agencies > 1:
        held = _from_agencies(held, pairs, condition.agencies)
    return held.mutate(ready=ibis.greatest(held["ready"], held["t"])).select(GROUND)


def _nth(values: Value, number: int, where: Value | None) -> Value:
    if number == 1:
        return values.min(where=where)
    return values.collect(where=where, order_by=values)[number - 1]


def _from_agencies(held: Table, pairs: Table, number: int) -> Table:
    """Ready when so many agencies had each had one."""
    inside = pairs.filter(pairs["inside"])
    each = inside.group_by("q", "c_agency").agg(ready=inside["c_ready"].min())
    enough = each.group_by("q").agg(n=each.count(), ready=_nth(each["ready"], number, None))
    both = join(held, enough.filter(enough["n"] >= number), "a_", ["q"])
    return both.mutate(ready=ibis.greatest(both["ready"], both["a_ready"]))


def _candidates(condition: Count, questions: Table, asking: Asking) -> Table:
    """Pairs of a question and an event that lies in its window, or that precision could move over a bound of it."""
    almanac = asking.sight.almanac
    asked = questions.select("q", "s", "at", "root", "f", "t", *(["debtor"] if asking.has_debtor else []))
    if condition.within is not None:
        asked = almanac.back(almanac.back(asked, "earliest", "f", condition.within), "latest", "t", condition.within)
    pairs = join(asked, asking.seen(condition.of), "c_", asking.keys)
    inside = _is_reached(pairs, asking)
    overlaps = (pairs["c_root"] != pairs["root"]) & (pairs["c_f"] <= pairs["t"]) & (pairs["f"] <= pairs["c_t"])
    unclear = [overlaps]
    if condition.within is not None:
        inside = inside & (pairs["c_f"] >= pairs["earliest" if asking.is_last else "latest"])
        unclear.append((pairs["c_f"] <= pairs["latest"]) & (pairs["earliest"] <= pairs["c_t"]))
    is_vague = (pairs["c_f"] != pairs["c_t"]) | (pairs["f"] != pairs["t"])
    marked = pairs.mutate(inside=inside, unclear=is_vague & some(unclear))
    if condition.since_last is not None:
        marked = _since_the_last(condition.since_last, marked, asked, asking)
    return marked.filter(marked["inside"] | marked["unclear"])


def _is_reached(pairs: Table, asking: Asking) -> Value:
    """Whether an event (c_…) comes no later than the one in question."""
    if not asking.is_last:
        return pairs["c_f"] <= pairs["t"]
    return (pairs["c_f"] < pairs["f"]) | ((pairs["c_f"] == pairs["f"]) & (pairs["c_root"] <= pairs["root"]))


def _since_the_last(match: Match, pairs: Table, asked: Table, asking: Asking) -> Table:
    """Only what comes after the last event at which the count begins anew, which is read in all eyes."""
    anew = join(asked, asking.sight.seen(match), "c_", ["s", "at"], lambda q, c: [c["c_f"] <= q["t"]])
    order = ibis.struct({"f": anew["c_f"], "root": anew["c_root"]})
    last = anew.group_by("q").agg(
        order=order.max(where=_is_reached(anew, asking)), vague=(anew["c_f"] != anew["c_t"]).any()
    )
    counted = pairs.filter(pairs["c_f"] <= pairs["t"])
    counted = counted.group_by("q").agg(vague=(counted["c_f"] != counted["c_t"]).any())
    found = join(join(pairs, last, "l_", ["q"], how="left"), counted, "v_", ["q"], how="left")
    f, root = found["l_order"]["f"], found["l_order"]["root"]
    is_after = (found["c_f"] > f) | ((found["c_f"] == f) & (found["c_root"] > root))
    vague = (found["f"] != found["t"]) | found["l_vague"] | found["v_vague"].fill_null(False)
    return found.mutate(
        inside=found["inside"] & (f.isnull() | is_after),
        unclear=found["unclear"] | (found["l_q"].notnull() & vague).fill_null(False),
    ).select(*pairs.columns)


def _silence(condition: Silence, questions: Table, asking: Asking) -> Table:
    """None of the kinds from the anchor to the limit. Once that long, a later event does not undo it."""
    sight = asking.sight
    asked = sight.almanac.due(questions.select("q", "s", "at", "root", "f", "t"), "until", "t", condition.lasting)
    asked = asked.filter(asked["at"] > asked["until"])
    broken = join(
        asked, sight.seen(condition.of), "c_", ["s", "at"],
        lambda q, c: [c["c_root"] != q["root"], c["c_t"] >= q["f"], c["c_f"] <= q["until"]],
    )  # fmt: skip
    silent = asked.anti_join(broken.select("q").distinct(), "q")
    # Deadlines keep the order of their starts, so only the anchor's own precision can matter.
    return silent.select(
        q="q", ready="until", evidence=no_roots(), unclear=silent["f"] != silent["t"], last_to=nothing()
    )


def gap(condition: Gap, questions: Table, sight: Sight) -> Table:
    """Every time before the anchor at which a gap became too long, within the window."""
    asked = sight.almanac.back(questions.select("q", "s", "at", "f", "t"), "earliest", "t", condition.within)
    breakers = sight.seen(condition.of).select("s", "at", "root", "f", "t")
    starts = breakers
    if condition.since is not None:
        starts = union([breakers, sight.seen(condition.since).select("s", "at", "root", "f", "t")]).distinct()
    limited = sight.almanac.due(starts, "limit", "t", condition.lasting)
    pairs = join(asked, limited, "c_", ["s", "at"], lambda q, c: [c["c_f"] <= q["t"]])
    inside = pairs.filter(pairs["earliest"] <= pairs["c_limit"], pairs["c_limit"] < pairs["t"])
    broken = join(
        inside, breakers, "k_", ["s", "at"],
        lambda p, k: [
            (k["k_t"] > p["c_t"]) | ((k["k_t"] == p["c_t"]) & (k["k_root"] > p["c_root"])), k["k_f"] <= p["c_limit"],
        ],
    )  # fmt: skip
    gaps = inside.anti_join(broken.select("q", "c_root").distinct(), ["q", "c_root"])
    found = gaps.group_by("q").agg(evidence=gaps["c_root"].collect(order_by=[gaps["c_f"], gaps["c_root"]]))
    vague = pairs.filter(pairs["c_f"] != pairs["c_t"]).select("q").distinct()
    held = join(join(questions.select("q", "f", "t"), found, "g_", ["q"]), vague, "v_", ["q"], how="left")
    unclear = (held["f"] != held["t"]) | held["v_q"].notnull()
    return held.select("q", ready="t", evidence="g_evidence", unclear=unclear, last_to=nothing())
