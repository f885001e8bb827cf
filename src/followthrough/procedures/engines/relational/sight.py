"""What can be read at given moments, through whose eyes: the relational twin of the plain engine's `Sight`.

Moments are one instant for everybody (`Now`), or a relation of subjects and instants. What is read at a moment has the
columns s, at, and joins on both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.plain.homes import JOINED
from followthrough.procedures.engines.relational.fields import Fields, tested
from followthrough.procedures.engines.relational.tables import every, join, tick, union
from followthrough.procedures.engines.relational.ticks import TICK
from followthrough.procedures.engines.relational.views import Views
from followthrough.procedures.model.condition import Match, Whose
from followthrough.procedures.model.vocabulary import Vocabulary


class Sight:
    """`moments` has the columns s and at; None stands for one instant for everybody."""

    def __init__(self, views: Views, now: int | None = None, moments: Table | None = None) -> None:
        assert (now is None) != (moments is None)
        self.views, self.now, self.moments = views, now, moments
        self.population, self.kinship = views.population, views.kinship
        self.session, self.almanac = views.session, views.kinship.almanac

    @property
    def vocabulary(self) -> Vocabulary:
        return self.population.vocabulary

    @property
    def as_of(self) -> int:
        return self.views.as_of

    def subjects(self) -> Table:
        """(s, at) of everybody who is asked about."""
        if self.moments is not None:
            return self.moments
        return self.population.subjects.select("s", at=tick(self.now or 0))

    def before(self, turns: Table | None) -> Sight | None:
        """The sight just before each turn that lies by the moments asked; None when there are none."""
        if turns is None:
            return None
        moments = turns.select("s", at=turns["at"] - TICK)
        if self.now is not None:
            moments = moments.filter(moments["at"] < self.now)
        else:
            assert self.moments is not None
            asked = self.moments.group_by("s").agg(until=self.moments["at"].max())
            moments = join(moments, asked, "m_", ["s"], lambda t, m: [t["at"] < m["m_until"]]).select("s", "at")
            moments = moments.anti_join(self.moments, ["s", "at"])
        kept = self.session.keep(moments)
        return Sight(self.views, moments=kept) if self.session.some(kept) else None

    def at_moments(self, rows: Table) -> Table:
        """The rows whose visible interval [b, e) holds a moment, with `at`; the interval itself is dropped."""
        if self.now is not None:
            return rows.filter(rows["b"] <= self.now, rows["e"] > self.now).drop("b", "e").mutate(at=tick(self.now))
        assert self.moments is not None
        found = join(rows, self.moments, "m_", ["s"], lambda r, m: [r["b"] <= m["m_at"], m["m_at"] < r["e"]])
        return found.drop("b", "e", "m_s").rename(at="m_at")

    # -- events

    def seen(self, match: Match, fields: Iterable[str] = ()) -> Table:
        """Events that fit: s, sid, at, root, agency, f, t, first, ready and the fields asked for."""
        wanted = Fields(self.population, match.kinds, fields)
        parts = [
            self._matched(self.views.view(kind, whose), match, wanted, kind)
            for kind in self.population.present(match.kinds)
            for whose in self._whose(match)
        ]
        return self.at_moments(union(parts)).mutate(ready=ibis._["t"])

    def seen_by(self, match: Match, fields: Iterable[str] = (), eyes: str | None = None) -> Table:
        """The same for each agency (`eyes`) that sees them; `ready` is when it could act on them."""
        seen = self.seen(match, fields)
        if self.population.is_known_to_authors_only(match.kinds):
            own = seen.filter(seen["t"] <= seen["at"], *([seen["agency"] == eyes] if eyes is not None else []))
            return own.mutate(first=ibis.greatest(own["first"], own["t"]), eyes=own["agency"])
        known = self.population.knowledge(match.kinds)
        if eyes is not None:
            known = known.filter(known["eyes"] == eyes)
        found = join(seen.drop("ready"), known, "k_", ["root"], _is_known)
        ready = ibis.greatest(found["t"], found["k_at"])
        visible = ibis.greatest(found["first"], found["k_first"])
        return _without_knowledge(found.mutate(ready=ready, first=visible, eyes=found["k_eyes"]))

    def known_to_debtors(self, rows: Table, kinds: tuple[str, ...]) -> Table:
        """Events of these kinds (with author and debtor) that their debtor sees, and when it was ready to act."""
        if self.population.is_known_to_authors_only(kinds):
            own = rows.filter(rows["debtor"] == rows["author"], rows["t"] <= rows["at"])
            return own.mutate(ready=own["t"])
        known = self.population.knowledge(kinds)
        found = join(rows, known, "k_", ["root", ("debtor", "eyes")], _is_known)
        return _without_knowledge(found.mutate(ready=ibis.greatest(found["t"], found["k_at"])))

    def of_kind(self, rows: Table, kind: str) -> Table:
        """The rows of subjects of one kind, with `sid`."""
        if "sid" in rows.columns:
            return self.population.of_kind(rows, kind)
        subjects = self.population.subjects
        found = join(rows, subjects.filter(subjects["kind"] == kind), "n_", ["s"])
        return found.mutate(sid=found["n_sid"]).drop("n_s", "n_kind", "n_sid")

    def _whose(self, match: Match) -> list[Whose]:
        """Nobody has kin where nobody ever joined a household."""
        whose: list[Whose] = sorted(match.whose)
        if JOINED in self.population.store.kinds:
            return whose
        return [Whose.SELF] if Whose.SELF in whose else whose[:1]

    def _matched(self, view: Table, match: Match, fields: Fields, kind: str) -> Table:
        terms = [tested(test, fields.column(view, kind, test.field), view["sid"]) for test in match.where]
        kept = view.filter(every(terms)) if terms else view
        return kept.select(
            "s", "sid", "root", "aid", "agency", "f", "t", "b", "e", "first", **fields.columns(kept, kind)
        )

    def children_at_home(self, subject_kind: str) -> Table:
        """(s, at, child, of, ot): the children of the subject's household in [of, ot); a child is not its own."""
        if subject_kind == "child":
            return self.at_moments(self.kinship.kin(Whose.SIBLING)).rename(child="about")
        return self.at_moments(self.kinship.children)

    @property
    def heard(self) -> Table:
        """(s, eyes, heard): when each agency first knew anything of a subject."""
        return self.views.heard

    def births(self) -> Table:
        return self.at_moments(self.kinship.births)

    def retracted(self, kinds: Iterable[str]) -> Table | None:
        """(root, b, e): chains that are taken back; None when no record of these kinds was ever changed."""
        mended = [kind for kind in sorted(set(kinds)) if self.population.mended(kind) is not None]
        if not mended:
            return None
        parts = []
        for kind in mended:
            members = self.population.members(kind)
            parts.append(members.filter(members["retr"], members["b"] < members["e"]).select("root", "b", "e"))
        return union(parts)


def _is_known(rows: Table, known: Table) -> list[Any]:
    return [known["k_first"] <= rows["at"], known["k_b"] <= rows["at"], rows["at"] < known["k_e"]]


def _without_knowledge(found: Table) -> Table:
    return found.drop(*(name for name in found.columns if name.startswith("k_")))
