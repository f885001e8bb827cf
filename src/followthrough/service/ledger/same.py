"""Under whose name is an event read? Two records that are one child's are read under the name of one, the survivor.

Asked by ids alone and without a viewer: who may read what is a matter of grants, which hold for all records of a child.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from followthrough.procedures.model.event import Subject
from followthrough.service.ledger.models import SameChild

CHILD = "child"

# The records that hang together with those asked for, then what was put under another of them by a person.
_FOLD = """
    with recursive fact as (
        select alias, survivor from ledger_samechild
        where case when %(at)s::timestamptz is null then to_at is null
              else from_at <= %(at)s and (to_at is null or to_at > %(at)s) end
    ), mine (id) as (
        select unnest(%(ids)s::text[])
        union
        select case when fact.alias = mine.id then fact.survivor else fact.alias end
        from mine join fact on mine.id in (fact.alias, fact.survivor)
    ), placed as (
        select distinct on (event_id) event_id, child from ledger_placement
        where event_id in (
            select event_id from ledger_placement
            where recorded_under in (select id from mine) or child in (select id from mine)
        )
        order by event_id, number desc
    )
    select 'same', alias, survivor from fact where alias in (select id from mine)
    union all select 'placed', event_id, child from placed
    union all select 'mine', id, id from mine
"""


@dataclass(frozen=True)
class Folding:
    """`ids` are all records of the children asked for; `placed` are events that a person put under one of them, or
    took from it.
    """

    ids: frozenset[str]
    survivors: Mapping[str, str]
    placed: Mapping[str, str]

    def survivor(self, child_id: str) -> str:
        while child_id in self.survivors:
            child_id = self.survivors[child_id]
        return child_id

    def is_survivor(self, child_id: str) -> bool:
        return child_id not in self.survivors

    def child_of(self, event_id: str, recorded_under: str) -> str:
        """Whose event it is, under the name by which that child is known now."""
        return self.survivor(self.placed.get(event_id, recorded_under))

    def subject_of(self, event_id: str, recorded_under: Subject) -> Subject:
        if recorded_under.kind != CHILD:
            return recorded_under
        return Subject(CHILD, self.child_of(event_id, recorded_under.id))

    def events(self) -> Q:
        """Every event of the records, wherever it was recorded first."""
        here = [event for event, child in self.placed.items() if child in self.ids]
        away = [event for event, child in self.placed.items() if child not in self.ids]
        found = Q(subject_id__in=self.ids)
        found = found & ~Q(pk__in=away) if away else found
        return Q(subject_kind=CHILD) & (found | Q(pk__in=here) if here else found)


def folding(children: Iterable[str], at: datetime | None = None) -> Folding:
    """As it is now, or as it was at an instant."""
    asked = sorted(set(children))
    ids, survivors, placed = set(asked), {}, {}
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(_FOLD, {"ids": asked, "at": at})
            for what, key, value in cursor.fetchall():
                if what == "same":
                    survivors[key] = value
                elif what == "placed":
                    placed[key] = value
                else:
                    ids.add(key)
    return Folding(frozenset(ids), survivors, placed)


def records_of(subject: Subject) -> list[Subject]:
    """Every record of the same child, the asked one too; of anything else there is one."""
    if subject.kind != CHILD:
        return [subject]
    return [Subject(CHILD, each) for each in sorted(folding([subject.id]).ids)]


def survivors_of(children: Collection[str]) -> dict[str, str]:
    """By each id that was asked for."""
    found = folding(children)
    return {each: found.survivor(each) for each in children}


def turned(since: Mapping[str, datetime | None]) -> dict[str, set[str]]:
    """Of each child, records that became one child's with it, or were parted from it, since an instant of its own."""
    found: dict[str, set[str]] = {child: set() for child in since}
    for same in SameChild.objects.filter(Q(alias__in=list(since)) | Q(survivor__in=list(since))):
        for child, other in ((same.alias, same.survivor), (same.survivor, same.alias)):
            if child in since and _has_turned(same, since[child]):
                found[child].add(other)
    return found


def _has_turned(same: SameChild, since: datetime | None) -> bool:
    return since is None or same.from_at >= since or (same.to_at is not None and same.to_at >= since)


_EVER = """
    select alias from ledger_samechild where alias = any(%(ids)s)
    union select survivor from ledger_samechild where survivor = any(%(ids)s)
    union select recorded_under from ledger_placement where recorded_under = any(%(ids)s)
    union select child from ledger_placement where child = any(%(ids)s)
"""


def ever_turned(children: Iterable[str]) -> set[str]:
    """Those of whom any record was ever joined with another, or any event was placed by a person."""
    with connection.cursor() as cursor:
        cursor.execute(_EVER, {"ids": sorted(set(children))})
        return {child for (child,) in cursor.fetchall()}
