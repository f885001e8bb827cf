"""Whose event is it for each subject? Births and households, always read pooled.

Every relation here holds over visible intervals [b, e), so that it can be asked as of any instant.
"""

from __future__ import annotations

from functools import cached_property

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.plain.homes import JOINED, LEFT
from followthrough.procedures.engines.relational.almanac import Almanac
from followthrough.procedures.engines.relational.population import FIELD, Population
from followthrough.procedures.engines.relational.tables import first_by, join, union
from followthrough.procedures.engines.relational.ticks import DAY, FOREVER
from followthrough.procedures.model.condition import Whose
from followthrough.procedures.model.vocabulary import BORN

HOME = FIELD + "household"
_ABOUT_AN_HOUR_OVER_A_DAY = DAY + DAY // 24


class Kinship:
    def __init__(self, population: Population, almanac: Almanac) -> None:
        self.population, self.almanac, self.session = population, almanac, population.session

    @cached_property
    def closure(self) -> Table:
        """(s, ak, aid): whose events belong to the history of a subject at all, whenever they counted."""
        subjects = self.population.subjects
        members = self.population.members(JOINED)
        joined = members.select("aid", home=members[HOME].fill_null("")).distinct()
        own = subjects.select("s", ak="kind", aid="sid")
        homes = join(subjects, joined, "j_", [("sid", "aid")]).select("s", home="j_home").distinct()
        others = join(homes, joined, "j_", ["home"]).select("s", ak=ibis.literal("child"), aid="j_aid")
        whole = union([own, homes.select("s", ak=ibis.literal("household"), aid="home"), others])
        return self.session.hold(whole.distinct(), "closure")

    @cached_property
    def births(self) -> Table:
        """(s, root, agency, f, t, born_on, is_exact, b, e, x_…): the birth that counts over [b, e)."""
        born = self._facts(BORN)
        named = join(self.population.subjects, born, "v_", [("kind", "ak"), ("sid", "aid")])
        columns = {name: named["v_" + name] for name in ("root", "agency", "f", "t", "b", "e")}
        fields = {name: named["v_" + name] for name in born.columns if name.startswith(FIELD)}
        named = self.session.hold(named.select("s", **columns, **fields), "born", "each")
        births = self.session.hold(_first_over_time(named), "births")
        day = self.almanac.local_day(births, "_day", "f")
        stated = FIELD + "born_on" in births.columns
        on = ibis.coalesce(day[FIELD + "born_on"], day["_day"]) if stated else day["_day"]
        is_exact = day["t"] - day["f"] <= _ABOUT_AN_HOUR_OVER_A_DAY
        if stated:
            is_exact = is_exact | day[FIELD + "born_on"].notnull()
        dated = day.mutate(born_on=on, is_exact=is_exact).drop("_day")
        return self.session.hold(self.almanac.born_number(dated, "born_number", "born_on"), "born")

    @cached_property
    def memberships(self) -> Table:
        """(child, home, of, ot, b, e): over [b, e) the record says that the child lived there in [of, ot)."""
        facts = self._facts(JOINED)
        joined = facts.select(child="aid", home=facts[HOME].fill_null(""), root="root", of="f", b="b", e="e")
        left = self._facts(LEFT).select(child="aid", home=HOME, f="f", t="t", b="b", e="e")
        pairs = join(
            joined, left, "l_", ["child", "home"],
            lambda j, left: [left["l_t"] > j["of"], left["l_b"] < j["e"], left["l_e"] > j["b"]],
        )  # fmt: skip
        pairs = self.session.hold(pairs, "leavings")
        key = ["child", "home", "root", "of", "b", "e"]
        cuts = [joined.select(*key, cut="b")]
        for bound in ("l_b", "l_e"):
            inside = pairs.filter(pairs[bound] > pairs["b"], pairs[bound] < pairs["e"])
            cuts.append(inside.select(*key, cut=bound))
        points = union(cuts).distinct()
        ends = join(points, pairs, "p_", key, lambda c, p: [p["p_l_b"] <= c["cut"], c["cut"] < p["p_l_e"]], how="left")
        spans = ends.group_by(*key, "cut").agg(ot=ends["p_l_f"].min().fill_null(FOREVER))
        in_turn = ibis.window(group_by=[spans[name] for name in key], order_by=spans["cut"])
        until = ibis.coalesce(spans["cut"].lead().over(in_turn), spans["e"])
        return self.session.hold(spans.select("child", "home", "of", "ot", b="cut", e=until), "memberships")

    def kin(self, whose: Whose) -> Table:
        """(s, about, of, ot, b, e): events about these that occurred in [of, ot) count for it over [b, e)."""
        return self._households if whose is Whose.HOUSEHOLD else self._siblings

    @cached_property
    def _households(self) -> Table:
        found = join(self.population.subjects, self.memberships, "m_", [("sid", "child")])
        return self.session.hold(
            found.select("s", about="m_home", of="m_of", ot="m_ot", b="m_b", e="m_e"), "households"
        )

    @cached_property
    def _siblings(self) -> Table:
        mine = join(self.population.subjects, self.memberships, "m_", [("sid", "child")])
        shared = join(mine, self.memberships, "o_", [("m_home", "home")], lambda m, o: [o["o_child"] != m["sid"]])
        bounds = {
            name: pick(shared["m_" + name], shared["o_" + name])
            for name, pick in (("of", ibis.greatest), ("ot", ibis.least), ("b", ibis.greatest), ("e", ibis.least))
        }
        found = shared.select("s", about="o_child", **bounds)
        return self.session.hold(found.filter(found["of"] < found["ot"], found["b"] < found["e"]), "siblings")

    @cached_property
    def children(self) -> Table:
        """(s, child, of, ot, b, e): the children of a household that is itself the subject."""
        found = join(self.population.subjects, self.memberships, "m_", [("sid", "home")])
        return found.select("s", child="m_child", of="m_of", ot="m_ot", b="m_b", e="m_e")

    def _facts(self, kind: str) -> Table:
        members = self.population.members(kind)
        return members.filter(~members["retr"], members["b"] < members["e"])


def _first_over_time(rows: Table) -> Table:
    """For each subject the row that comes first in occurred order, over each interval in which it does."""
    several = rows.group_by("s").agg(n=rows.count()).filter(lambda t: t["n"] > 1)
    lone, many = rows.anti_join(several, "s"), rows.semi_join(several, "s")
    cuts = union([many.select("s", cut="b"), many.filter(many["e"] < FOREVER).select("s", cut="e")]).distinct()
    in_turn = ibis.window(group_by=cuts["s"], order_by=cuts["cut"])
    pieces = cuts.mutate(until=cuts["cut"].lead().over(in_turn).fill_null(FOREVER))
    held = join(pieces, many, "r_", ["s"], lambda p, r: [r["r_b"] <= p["cut"], p["cut"] < r["r_e"]])
    first = first_by(held, ["s", "cut"], ["r_f", "r_root"])
    kept = {name: first["r_" + name] for name in rows.columns if name not in ("s", "b", "e")}
    return union([lone, first.select("s", **kept, b="cut", e="until").select(rows.columns)])
