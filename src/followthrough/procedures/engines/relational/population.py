"""Every event of a population with its corrections and who knew it: read once, before any rule is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational import facts
from followthrough.procedures.engines.relational.schema import DATA
from followthrough.procedures.engines.relational.session import Session
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.engines.relational.tables import join, tick, union
from followthrough.procedures.engines.relational.ticks import FOREVER
from followthrough.procedures.model.vocabulary import About, DataField, EventKind, FieldType, Vocabulary

SUBJECTS = tuple(sorted(About))
_MOST = 1 << 40  # subjects of one kind
FIELD = "x_"  # what the column of a field of the typed data begins with inside the engine
_TIMES = (FieldType.DATE, FieldType.INSTANT)


class Population:
    """Events, chains of corrections and knowledge, each worked out when it is first asked for.

    `f`, `t` and `rec` are when an event occurred (from, to) and was recorded; a version counts over the visible
    interval [b, e). Instants are ticks. Of a part of a store, `whole` is the store.
    """

    def __init__(self, session: Session, store: Store, whole: Store | None = None) -> None:
        self.session, self.store, self.whole = session, store, whole or store
        self._members: dict[str, Table] = {}
        self._known: dict[str, Table] = {}
        self._mended: dict[str, Table | None] = {}
        self._several: dict[str, Table | None] = {}
        self._exact: dict[str, bool] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        return self.store.vocabulary

    @cached_property
    def subjects(self) -> Table:
        """Whom to assess: `s` stands for the subject from here on. The numbers of a kind begin where nobody's end."""
        read = self.session.parquet(self.store.folder / "subjects.parquet")
        begins = ibis.cases(*((read.kind == kind, n * _MOST) for n, kind in enumerate(SUBJECTS)))
        number = begins + ibis.row_number().over(order_by=[read.kind, read.id])
        return self.session.hold(read.select(s=number, kind="kind", sid="id"), "subjects")

    @cached_property
    def _subject_kinds(self) -> frozenset[str]:
        return self.session.values(self.subjects.select("kind").distinct())

    def of_kind(self, rows: Table, kind: str) -> Table:
        """The rows of subjects of one kind."""
        if self._subject_kinds == {kind}:
            return rows
        begins = SUBJECTS.index(kind) * _MOST
        return rows.filter(rows["s"].between(begins, begins + _MOST - 1))

    # -- events

    def raw(self, kind: str) -> Table:
        """Every record of a kind as it stands in the store."""
        if kind not in self.store.kinds:
            return self.session.empty(_columns_of(self.vocabulary.kind(kind)), "none", kind)
        read = self.session.parquet(self.store.path_of(kind))
        micros = self.session.dialect.micros
        fields = {
            FIELD + name: micros(read[DATA + name]) if each.type in _TIMES else read[DATA + name]
            for name, each in self.vocabulary.kind(kind).fields.items()
        }
        return read.select(
            id="id", ak="subject_kind", aid="subject_id", agency="agency", f=micros(read["occurred_from"]),
            t=micros(read["occurred_to"]), rec=micros(read["recorded_at"]), corrects="corrects",
            retr="is_retraction", **fields,
        )  # fmt: skip

    def members(self, kind: str) -> Table:
        """Every record with the root of its chain and the interval over which it is the version that counts."""
        if kind not in self._members:
            raw, mended = self.raw(kind), self.mended(kind)
            self._members[kind] = (
                _single(raw) if mended is None else self.session.hold(_chained(raw, mended), "members", kind)
            )
        return self._members[kind]

    def mended(self, kind: str) -> Table | None:
        """(id, root) of every record that corrects or is corrected; None when there are none."""
        if kind not in self._mended:
            self._mended[kind] = self._climbed(self._links(kind), kind) if self._has_corrections(kind) else None
        return self._mended[kind]

    def _has_corrections(self, kind: str) -> bool:
        return kind in self.store.kinds and facts.has_values(self.whole.path_of(kind), "corrects")

    def _links(self, kind: str) -> Table:
        raw = self.raw(kind)
        return self.session.hold(raw.filter(raw["corrects"].notnull()).select("id", root="corrects"), "links", kind)

    def _climbed(self, links: Table, kind: str) -> Table:
        """From each correction up to its root, one generation a turn."""
        turn = 0
        while self.session.some(join(links, links, "up_", [("root", "id")])):
            higher = join(links, links, "up_", [("root", "id")], how="left")
            root = ibis.coalesce(higher["up_root"], higher["root"])
            turn += 1
            links = self.session.hold(higher.select("id", root=root), "links", kind, turn)
        roots = links.select(id="root", root="root").distinct()
        return self.session.hold(union([links, roots]), "mended", kind)

    def is_exact(self, kinds: Iterable[str]) -> bool:
        """Whether every event of these kinds occurred at one instant."""
        return all(self._is_exact(kind) for kind in kinds if kind in self.store.kinds)

    def _is_exact(self, kind: str) -> bool:
        if kind not in self._exact:
            raw = self.raw(kind)
            self._exact[kind] = not self.session.some(raw.filter(raw["f"] != raw["t"]))
        return self._exact[kind]

    # -- who knew

    @cached_property
    def _told(self) -> Table:
        """(item, agency, at, shown): what shares tell their recipients, themselves included."""
        told = []
        for kind, (to, items) in sorted(self.vocabulary.conveys.items()):
            share = self.raw(kind)
            share = share.filter(~share["retr"], share[FIELD + to].notnull())
            base = {"agency": share[FIELD + to], "at": share["t"], "shown": share["rec"]}
            told.append(share.select(item=share["id"], **base))
            told.append(share.select(item=share[FIELD + items].unnest(), **base))
        stated = self.session.parquet(self.store.folder / "known.parquet")
        micros = self.session.dialect.micros
        told.append(stated.select(
            item="event_id", agency="agency", at=micros(stated["at"]), shown=micros(stated["shown_at"])
        ))  # fmt: skip
        return self.session.hold(union(told), "told")

    def known(self, kind: str) -> Table:
        """(root, eyes, first, b, e, at): since `first` an agency sees the chain; over [b, e) it had it at `at`."""
        if kind not in self._known:
            self._known[kind] = self.session.hold(self._knowledge(kind), "known", kind)
        return self._known[kind]

    def present(self, kinds: tuple[str, ...]) -> list[str]:
        """Those of the kinds that the store holds; the first, which is then empty, if it holds none."""
        return [kind for kind in dict.fromkeys(kinds) if kind in self.store.kinds] or [kinds[0]]

    def knowledge(self, kinds: tuple[str, ...]) -> Table:
        """What `known` says of several kinds."""
        return union([self.known(kind) for kind in self.present(kinds)])

    def is_known_to_authors_only(self, kinds: tuple[str, ...]) -> bool:
        """Whether nobody was ever told of an event of these kinds, and none was ever mended."""
        return all(self._several_of(kind) is None for kind in self.present(kinds))

    def _several_of(self, kind: str) -> Table | None:
        """The roots of which more is known than that the author wrote once; None when there are none."""
        if kind not in self._several:
            members = self._counting(kind)
            told = self._entries_told(members).select("root")
            whole = union([told, members.filter(members["id"] != members["root"]).select("root")]).distinct()
            held = self.session.hold(whole, "several", kind)
            self._several[kind] = held if self.session.some(held) else None
        return self._several[kind]

    def _counting(self, kind: str) -> Table:
        return self.members(kind).filter(lambda t: ~t["retr"])

    def _entries_told(self, members: Table) -> Table:
        told = join(members.select("id", "root", "rec"), self._told, "k_", [("id", "item")])
        return told.select("root", "rec", eyes="k_agency", at="k_at", shown="k_shown")

    def _knowledge(self, kind: str) -> Table:
        members, several = self._counting(kind), self._several_of(kind)
        wrote = members.select("root", "rec", eyes="agency", at="t", shown="rec")
        if several is None:
            return _steps(wrote)
        entries = union([wrote, self._entries_told(members)]).semi_join(several, "root")
        return union([_steps(wrote.anti_join(several, "root")), _in_steps(entries)])


def _single(raw: Table) -> Table:
    return raw.drop("corrects").mutate(root=raw["id"], b=raw["rec"], e=tick(FOREVER))


def _chained(raw: Table, mended: Table) -> Table:
    found = join(raw, mended, "m_", ["id"], how="left")
    single = _single(found.filter(found["m_id"].isnull()).drop("m_id", "m_root"))
    several = found.filter(found["m_id"].notnull()).rename(root="m_root").drop("corrects", "m_id")
    in_turn = ibis.window(group_by=several["root"], order_by=[several["rec"], several["id"]])
    until = several["rec"].lead().over(in_turn).fill_null(FOREVER)
    return union([single, several.mutate(b=several["rec"], e=until)])


def _steps(entries: Table) -> Table:
    """What is known in one step, for ever."""
    begun = ibis.greatest(entries["rec"], entries["shown"])
    return entries.select("root", "eyes", first=ibis.greatest(begun, entries["at"]), b=begun, e=tick(FOREVER), at="at")


def _in_steps(entries: Table) -> Table:
    """Several sources of knowledge: `at` is the least of those shown by then."""
    each = _steps(entries)
    grouped = each.group_by("root", "eyes", "b").agg(first=each["first"].min(), at=each["at"].min())
    own = ibis.window(group_by=[grouped["root"], grouped["eyes"]])
    so_far = ibis.cumulative_window(group_by=[grouped["root"], grouped["eyes"]], order_by=grouped["b"])
    following = ibis.window(group_by=[grouped["root"], grouped["eyes"]], order_by=grouped["b"])
    return grouped.select(
        "root", "eyes", first=grouped["first"].min().over(own), b="b",
        e=grouped["b"].lead().over(following).fill_null(FOREVER), at=grouped["at"].min().over(so_far),
    )  # fmt: skip


def _columns_of(kind: EventKind) -> dict[str, str]:
    fixed = dict.fromkeys(("id", "ak", "aid", "agency", "corrects"), "string")
    times = dict.fromkeys(("f", "t", "rec"), "int64")
    return {**fixed, **times, "retr": "boolean", **{FIELD + n: type_of(each) for n, each in kind.fields.items()}}


def type_of(field: DataField) -> str:
    """What holds a field of the typed data inside the engine."""
    return _TYPES.get(field.type, "string")


_TYPES = {
    FieldType.BOOLEAN: "boolean",
    FieldType.NUMBER: "float64",
    FieldType.DATE: "int64",
    FieldType.INSTANT: "int64",
    FieldType.KEYS: "array<string>",
}
