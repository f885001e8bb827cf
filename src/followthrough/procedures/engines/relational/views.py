"""What one perspective sees of each kind of event, for each subject: one relation a kind, shared by all rules."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.kinship import Kinship
from followthrough.procedures.engines.relational.population import FIELD, Population
from followthrough.procedures.engines.relational.tables import join, last_by, union
from followthrough.procedures.model.condition import Whose
from followthrough.procedures.model.event import POOLED


class Views:
    """Visible versions of events by kind and by whose they are.

    Columns: s, sid, root, aid (whom it is about), agency, f, t, b, e, first (the perspective sees the chain since)
    and the fields. Cut to what is visible by `as_of`, since nobody asks for more. Kinds that are not `shared` are read
    by one rule alone, and not worth holding.
    """

    def __init__(
        self,
        population: Population,
        kinship: Kinship,
        perspective: str,
        as_of: int,
        every_change: bool = False,
        name: str = "",
        shared: Container[str] = (),
    ) -> None:
        self.population, self.kinship, self.perspective, self.as_of = population, kinship, perspective, as_of
        self.every_change, self.name, self.shared = every_change, name, shared
        self.session = population.session
        self._seen: dict[str, Table] = {}
        self._of: dict[str, Views] = {}
        self._views: dict[tuple[str, Whose], Table] = {}

    def of(self, agency: str) -> Views:
        """What one agency alone sees of the same."""
        if agency not in self._of:
            self._of[agency] = Views(self.population, self.kinship, agency, self.as_of, name=agency)
        return self._of[agency]

    def view(self, kind: str, whose: Whose) -> Table:
        if (kind, whose) not in self._views:
            made = self._own(kind) if whose is Whose.SELF else self._of_kin(kind, whose)
            is_shared = whose is not Whose.SELF or kind in self.shared or self.perspective != POOLED
            self._views[kind, whose] = self.session.hold(made, "view", self.name, kind, whose) if is_shared else made
        return self._views[kind, whose]

    @cached_property
    def heard(self) -> Table:
        """(s, eyes, heard): when each agency first knew anything of a subject, as far as the perspective sees."""
        parts = []
        for kind in self.population.store.kinds:
            members = self.population.members(kind).select("root", "ak", "aid").distinct()
            known = self.population.known(kind).select("root", "eyes", "first").distinct()
            if self.perspective != POOLED:
                own = known.filter(known["eyes"] == self.perspective).select("root", own="first")
                known = join(known, own, "o_", ["root"])
                known = known.select("root", "eyes", first=ibis.greatest(known["first"], known["o_own"]))
            mine = join(members, self.kinship.closure, "c_", ["ak", "aid"]).select("root", s="c_s")
            heard = join(mine, known, "k_", ["root"])
            parts.append(heard.group_by("s", eyes="k_eyes").agg(heard=heard["k_first"].min()))
        if not parts:  # a population without an event
            return self.session.empty({"s": "int64", "eyes": "string", "heard": "int64"}, "heard", self.name)
        whole = union(parts)
        return self.session.hold(whole.group_by("s", "eyes").agg(heard=whole["heard"].min()), "heard", self.name)

    def _visible(self, kind: str) -> Table:
        """Versions that are not taken back, over the interval in which the perspective sees them."""
        if kind in self._seen:
            return self._seen[kind]
        members = self.population.members(kind)
        if self.perspective == POOLED:
            begun = members.select("root", "id", first="rec").filter(members["id"] == members["root"])
            several = self.population.mended(kind)
            seen = members.mutate(first=members["rec"])
            if several is not None:
                seen = join(members, begun, "g_", ["root"]).rename(first="g_first").drop("g_root", "g_id")
        else:
            known = self.population.known(kind)
            firsts = known.filter(known["eyes"] == self.perspective).select("root", "first").distinct()
            seen = join(members, firsts, "g_", ["root"]).rename(first="g_first").drop("g_root")
        seen = seen.mutate(b=ibis.greatest(seen["b"], seen["first"]))
        seen = seen.filter(~seen["retr"], seen["b"] < seen["e"], seen["b"] <= self.as_of).drop("retr", "rec", "id")
        self._seen[kind] = seen
        return seen

    def _own(self, kind: str) -> Table:
        found = join(self.population.subjects, self._visible(kind), "v_", [("kind", "ak"), ("sid", "aid")])
        return _shaped(found, "v_")

    def _of_kin(self, kind: str, whose: Whose) -> Table:
        """Household events and siblings', where membership covered the time that they occurred."""
        kin, seen = self.kinship.kin(whose), self._visible(kind)
        is_household = seen["ak"] == "household"
        theirs = seen.filter(is_household if whose is Whose.HOUSEHOLD else ~is_household)
        found = join(
            kin, theirs, "v_", [("about", "aid")],
            lambda k, v: [k["of"] <= v["v_f"], v["v_f"] < k["ot"], k["b"] < v["v_e"], v["v_b"] < k["e"]],
        )  # fmt: skip
        found = found.mutate(
            v_b=ibis.greatest(found["b"], found["v_b"]),
            v_e=ibis.least(found["e"], found["v_e"]),
            v_version=found["v_b"],
        ).drop("b", "e", "of", "ot", "about")
        named = join(found, self.population.subjects, "n_", ["s"]).rename(sid="n_sid").drop("n_s", "n_kind")
        return _shaped(merged(named), "v_").filter(lambda t: t["b"] <= self.as_of)


def _shaped(found: Table, prefix: str) -> Table:
    wanted = ["root", "aid", "agency", "f", "t", "b", "e", "first"]
    fields = [name.removeprefix(prefix) for name in found.columns if name.startswith(prefix + FIELD)]
    return found.select("s", "sid", **{name: prefix + name for name in (*wanted, *fields)})


def merged(found: Table) -> Table:
    """Two memberships may let one version count twice over overlapping times: then it counts once, over both."""
    key = ["s", "v_root", "v_version"]
    before = ibis.window(
        group_by=[found[name] for name in key], order_by=[found["v_b"], found["v_e"]], preceding=(None, 1)
    )
    reached = found["v_e"].max().over(before)
    flagged = found.mutate(_new=ibis.ifelse(reached.isnull() | (reached < found["v_b"]), 1, 0))
    in_turn = [flagged["v_b"], flagged["v_e"], flagged["_new"].desc()]  # of two over the same time, first the new one
    so_far = ibis.cumulative_window(group_by=[flagged[name] for name in key], order_by=in_turn)
    islands = flagged.mutate(_island=flagged["_new"].sum().over(so_far))
    own = ibis.window(group_by=[islands[name] for name in (*key, "_island")])
    whole = islands.mutate(_b=islands["v_b"].min().over(own), _e=islands["v_e"].max().over(own))
    one = last_by(whole, [*key, "_island"], ["v_b", "v_e"])
    return one.drop("v_b", "v_e", "_new", "_island", "v_version").rename(v_b="_b", v_e="_e")
