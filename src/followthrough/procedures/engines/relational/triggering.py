"""Duties with a trigger: an event, a signal, a breach or a birthday, each seen through its debtor's eyes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.plain.triggering import TOLD
from followthrough.procedures.engines.relational.grounds import Asking, grounded, kinds_of_evidence, once_each
from followthrough.procedures.engines.relational.limits import with_due
from followthrough.procedures.engines.relational.owing import owed
from followthrough.procedures.engines.relational.parties import debtor_of, fields_read
from followthrough.procedures.engines.relational.population import FIELD
from followthrough.procedures.engines.relational.refusals import NotCompiled
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import join, last_by, no_roots, text, tick, truth, union
from followthrough.procedures.engines.relational.watching import hits
from followthrough.procedures.model.condition import Match, counted
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    EachChild,
    GateProcedure,
    Obliging,
    OnAge,
    OnBreach,
    OnCalendar,
    OnDate,
    OnEvent,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.vocabulary import BORN, FieldType

# What a trigger is made into before its conditions are read: these columns, those of its debtor, and its fields.
CAUSE = ("s", "sid", "at", "root", "author", "each", "f", "t", "ready", "evidence", "unclear", "turn")


@dataclass(frozen=True)
class Upstream:
    """The procedure whose signals or breaches feed this one: its versions, and their rows at the moments of a sight."""

    procedures: tuple[AnyProcedure, ...]
    rows: Callable[[Sight, set[str]], list[Table]]


def triggered(procedure: DutyProcedure, sight: Sight, upstream: Upstream | None, extra: frozenset[str]) -> Table:
    """Every duty that the procedure makes at each moment, with the fields of its trigger (and `extra` ones)."""
    fields = fields_read(procedure) | extra
    match procedure.when:
        case OnEvent(match):
            causes, types = _by_event(procedure, match, sight, fields), types_of(match.kinds, sight)
        case OnSignal():
            assert upstream is not None
            causes, types = _by_signal(procedure, sight, upstream, fields), _types_of_signals(upstream, sight)
        case OnBreach():
            assert upstream is not None
            causes, types = _by_breach(procedure, upstream.rows(sight, fields)), _types_of_duties(upstream, sight)
        case OnDate(match):
            causes, types = _by_date(procedure, procedure.when, sight, fields), types_of(match.kinds, sight)
        case OnAge(years):
            causes, types = _by_age(procedure, years, sight), types_of((BORN,), sight)
        case OnCalendar():
            causes, types = _by_calendar(procedure, procedure.when, sight), {}
        case _:
            raise NotCompiled(f"the trigger {type(procedure.when).__name__}")
    both = grounded(causes, procedure.condition, Asking(sight, has_debtor=True))
    spread = both["t"] - both["f"]
    opened = both.mutate(opened=ibis.greatest(both["ready"], both["g_ready"]), spread=spread)
    due = with_due(opened, procedure.limits, sight, types, is_exact=is_exact(procedure, sight))
    evidence = due["g_evidence"]
    if isinstance(procedure.when, OnSignal | OnBreach):
        evidence = due["evidence"].concat(evidence)
    if procedure.lookback is not None:
        due = sight.almanac.back(due, "closings_from", "f", procedure.lookback)
    else:
        due = due.mutate(closings_from=due["f"])
    rows = owed(
        due, sight, procedure, because=evidence, unclear=due["unclear"] | due["g_unclear"], floor=due["f"],
        latest_floor=due["t"], closings_from=due["closings_from"], turn=due["turn"],
    )  # fmt: skip
    overlaps = isinstance(procedure.when, OnSignal) and kinds_of_evidence(procedure.condition, sight)
    return once_each(rows.mutate(q=ibis.row_number()), "q", "because").drop("q") if overlaps else rows


def types_of(kinds: tuple[str, ...], sight: Sight) -> dict[str, FieldType]:
    """The types of the fields of these kinds, as deadlines at a field need them."""
    found: dict[str, FieldType] = {}
    for kind in kinds:
        for name, field in sight.vocabulary.kinds[kind].fields.items():
            if found.setdefault(name, field.type) is not field.type:
                found[name] = FieldType.TEXT
    return found


def _named(procedure: DutyProcedure, rows: Table) -> Table:
    """Rows with their debtor; those whose trigger does not say which agency drop."""
    party = debtor_of(procedure.owes, rows)
    named = rows.mutate(debtor=party["agency"], team=party["team"], role=party["role"])
    return named.filter(named["debtor"].notnull())


def _by_event(procedure: DutyProcedure, match: Match, sight: Sight, fields: set[str]) -> Table:
    seen = sight.of_kind(sight.seen(match, fields), procedure.subject).rename(author="agency")
    named = _named(procedure, _with_keys(procedure, seen, sight))
    return _as_cause(sight.known_to_debtors(named, match.kinds))


def _by_date(procedure: DutyProcedure, when: OnDate, sight: Sight, fields: set[str]) -> Table:
    """At a date in an event's data, once it has come, and never before the event that tells of it."""
    seen = sight.of_kind(sight.seen(when.match, fields), procedure.subject).rename(author="agency")
    column, kind = FIELD + when.field, types_of(when.match.kinds, sight).get(when.field)
    if kind is FieldType.DATE:
        seen = sight.almanac.start_of_day(seen, "_at", column)
    elif kind is FieldType.INSTANT:
        seen = seen.mutate(_at=seen[column])
    else:
        raise NotCompiled(f'a trigger at "{when.field}", which is no date')
    if when.offset is not None:
        moved = sight.almanac.back if when.is_before else sight.almanac.due
        seen = moved(seen.rename(_named="_at"), "_at", "_named", when.offset)
    anchored = seen.mutate(f=ibis.greatest(seen["_at"], seen["f"]), t=ibis.greatest(seen["_at"], seen["t"]))
    come = anchored.filter(anchored["_at"].notnull(), anchored["t"] <= anchored["at"])
    named = _named(procedure, _with_keys(procedure, come, sight))
    return _as_cause(sight.known_to_debtors(named, when.match.kinds))


def _with_keys(procedure: DutyProcedure, rows: Table, sight: Sight) -> Table:
    """A row for each key of "for each": of a list in the trigger's data, or each child at home at the trigger."""
    if procedure.each is None:
        return rows.mutate(each=text(""))
    if isinstance(procedure.each, EachChild):
        return _with_children(procedure, rows, sight)
    name = FIELD + procedure.each
    if name not in rows.columns or not rows[name].type().is_array():
        return rows.mutate(each=text("")).filter(truth(False))
    return rows.mutate(each=rows[name].unnest()).distinct()


def _with_children(procedure: DutyProcedure, rows: Table, sight: Sight) -> Table:
    home = sight.children_at_home(procedure.subject)
    others = join(
        rows, home, "c_", ["s", "at"], lambda r, c: [c["c_of"] <= r["f"], r["f"] < c["c_ot"]]
    ).rename(each="c_child")  # fmt: skip
    others = others.drop("c_s", "c_at", "c_of", "c_ot").distinct()
    if procedure.subject != "child":
        return others
    return union([rows.mutate(each=rows["sid"]), others])


def _as_cause(rows: Table, **given: Any) -> Table:
    """The columns of CAUSE, the debtor's, and the fields."""
    plain = {"evidence": no_roots(), "unclear": truth(False), "turn": tick(0), **given}
    fields = {name: rows[name] for name in rows.columns if name.startswith(FIELD)}
    named = {name: plain.get(name, rows[name] if name in rows.columns else None) for name in CAUSE}
    return rows.select(**named, **{name: rows[name] for name in ("debtor", "team", "role")}, **fields)


def _by_breach(procedure: DutyProcedure, fed: list[Table]) -> Table:
    """The ledger itself tells the next one up, so a breach is known when it begins."""
    causes = []
    for number, rows in enumerate(fed):
        late = rows.filter(rows["state"].isin(["breached", "met late"]))
        evidence = ibis.array([late["root"]])
        late = late.mutate(f=late["due"], t=late["due"], ready=late["due"], root=late["id"], evidence=evidence)
        named = _named(procedure, late.drop("debtor", "team", "role"))
        causes.append(_as_cause(named, unclear=named["unclear"], evidence=named["evidence"], turn=tick(number)))
    return _latest(union(causes)) if len(causes) > 1 else causes[0]


def _latest(causes: Table) -> Table:
    """Where two versions of the procedure before it give the same, the later counts."""
    return last_by(causes, ["s", "at", "root", "debtor"], ["turn"])


def _by_age(procedure: DutyProcedure, years: int, sight: Sight) -> Table:
    """A birthday obliges whoever has heard of the child."""
    aged = sight.almanac.birthday(sight.births(), "birthday", "born_on", years)
    aged = aged.filter(aged["birthday"] <= aged["at"]).mutate(f=aged["birthday"], t=aged["birthday"])
    aged = sight.of_kind(aged.rename(author="agency"), procedure.subject)
    named = _named(procedure, _with_keys(procedure, aged, sight))
    heard = join(named, sight.heard, "h_", ["s", ("debtor", "eyes")], lambda n, h: [h["h_heard"] <= n["at"]])
    return _as_cause(heard.mutate(ready=ibis.greatest(heard["birthday"], heard["h_heard"])))


def _by_calendar(procedure: DutyProcedure, when: OnCalendar, sight: Sight) -> Table:
    """A day of the calendar obliges whoever had heard of the subject by then. Nobody records that a day has come."""
    heard = sight.heard
    days = sight.almanac.each_year(when)
    come = join(sight.subjects(), days, "d_", [], lambda m, d: [d["d_f"] <= m["at"]])
    rows = come.select("s", "at", root="d_root", f="d_f", t="d_f", ready="d_f", author=text("calendar"))
    rows = sight.of_kind(rows, procedure.subject)
    named = _named(procedure, _with_keys(procedure, rows, sight))
    return _as_cause(join(named, heard, "h_", ["s", ("debtor", "eyes")], lambda n, h: [h["h_heard"] <= n["f"]]))


def _by_signal(procedure: DutyProcedure, sight: Sight, upstream: Upstream, fields: set[str]) -> Table:
    """A signal obliges a debtor who sees it with its own eyes, or from the moment it is told to meet about it.

    A silence that was over before its debtor could know of it obliges nobody.
    """
    fed = zip(upstream.procedures, upstream.rows(sight, fields), strict=True)
    causes = [_told_or_own(procedure, sight, rows, watch, number) for number, (watch, rows) in enumerate(fed)]
    return _latest(union(causes)) if len(causes) > 1 else causes[0]


def _types_of_signals(upstream: Upstream, sight: Sight) -> dict[str, FieldType]:
    kinds: set[str] = set()
    for watch in upstream.procedures:
        assert isinstance(watch, WatchProcedure)
        matches = [watch.since] if watch.since is not None else counted(watch.pattern) if watch.pattern else []
        kinds |= {kind for match in matches for kind in match.kinds}
    return types_of(tuple(sorted(kinds)), sight)


def _types_of_duties(upstream: Upstream, sight: Sight) -> dict[str, FieldType]:
    return types_of(tuple(sorted({kind for each in upstream.procedures for kind in trigger_kinds(each, sight)})), sight)


def trigger_kinds(procedure: AnyProcedure, sight: Sight) -> set[str]:
    """The kinds of the events whose fields a duty of the procedure can read."""
    match procedure:
        case DutyProcedure(when=OnEvent(match) | OnDate(match)):
            return set(match.kinds)
        case DutyProcedure(when=OnCalendar()):
            return set()
        case DutyProcedure(when=OnAge()):
            return {BORN}
        case GateProcedure():
            return set(procedure.before.kinds)
        case StandingProcedure():
            return set(sight.vocabulary.states[procedure.state].begun_by)
        case _:
            return set(sight.vocabulary.kinds)


def is_exact(procedure: AnyProcedure | Obliging, sight: Sight) -> bool:
    """Whether every trigger in the store is at one instant; said of events alone."""
    match procedure:
        case DutyProcedure(when=OnEvent(match) | OnDate(match)) | GateProcedure(before=match):
            return sight.population.is_exact(match.kinds)
        case _:
            return False


def _told_or_own(procedure: DutyProcedure, sight: Sight, signals: Table, watch: AnyProcedure, number: int) -> Table:
    """Signals (not withdrawn) with when their debtor was ready: told of it, or by what it sees itself."""
    rows = _named(procedure, sight.of_kind(signals.rename(author="agency").mutate(each=text("")), procedure.subject))
    rows = sight.session.keep(rows.drop("ready").mutate(q=ibis.row_number()))
    asked = rows.select("q", "s", "at", "id", "root", "true_at", "debtor")
    ready = []
    if isinstance(watch, WatchProcedure):
        own = hits(watch, sight, (), rows.select("s", "at", "debtor").distinct())
        if watch.is_absence:
            over = join(
                asked, own, "o_", ["s", "at", ("debtor", "eyes")],
                lambda a, o: [o["o_ended_at"].isnull() | (o["o_ended_at"] > a["true_at"])],
            )  # fmt: skip
        else:
            over = join(asked, own, "o_", ["s", "at", "root", ("debtor", "eyes")])
        ready.append(over.select("q", ready="o_ready"))
    if TOLD in sight.population.store.kinds and "signal" in sight.vocabulary.kinds[TOLD].fields:
        told = sight.seen_by(Match((TOLD,)), ("signal",))
        named = join(
            asked, told, "o_", ["s", "at", ("debtor", "eyes")],
            lambda a, o: [(o["o_x_signal"] == a["id"]) | (o["o_x_signal"] == a["root"])],
        )  # fmt: skip
        ready.append(named.select("q", ready="o_ready"))
    first = union(ready).group_by("q").agg(ready=ibis._["ready"].min())
    found = join(rows, first, "r_", ["q"])
    found = found.mutate(ready=ibis.greatest(found["true_at"], found["r_ready"]))
    found = found.filter(found["ended_at"].isnull() | (found["ended_at"] > found["ready"]))
    earliest = ibis.least(found["f"], found["true_at"])
    anchored = found.mutate(f=earliest, t=found["true_at"])
    return _as_cause(anchored, evidence=anchored["evidence"], unclear=anchored["unclear"], turn=tick(number))
