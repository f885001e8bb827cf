"""What does each of two records hold, what was recorded while they were one, and who has looked meanwhile?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from followthrough.procedures.model.event import Subject
from followthrough.service.access.looked import Looked, looked
from followthrough.service.access.models import Involvement
from followthrough.service.access.policies import CHILD
from followthrough.service.children.models import Child, Number
from followthrough.service.children.numbers import numbers_of
from followthrough.service.children.queries import household_of, visible_children
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, SameChild
from followthrough.service.ledger.queries import duties_for
from followthrough.service.ledger.same import folding

MERGED, PARTED = "records.merged", "records.parted"


@dataclass(frozen=True)
class Side:
    """One of two records, as far as the viewer may see it."""

    child: Child
    lives: str
    teams: tuple[str, ...]
    entries: int
    first_at: datetime | None
    last_at: datetime | None
    open_duties: int
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Item:
    """What was recorded while two records were one. `events` go together: an entry with its corrections, a share with
    its answers. `under` is the record that it goes to when nobody says otherwise.
    """

    key: str
    first: Event
    events: tuple[str, ...]
    under: str
    share: str = ""


@dataclass(frozen=True)
class Between:
    """`unseen` counts, by agency, what the viewer may not read: it stays under the name under which it was recorded."""

    items: tuple[Item, ...]
    involved: tuple[Involvement, ...]
    unseen: dict[str, int]


def child(viewer: Viewer, child_id: str) -> Child | None:
    return visible_children(viewer).filter(pk=child_id).first()


def standing(survivor: str) -> list[SameChild]:
    """The records that are read as this child's now, the latest first."""
    return list(SameChild.objects.filter(survivor=survivor, to_at=None).order_by("-from_at"))


def merging(merging_id: str) -> SameChild | None:
    return SameChild.objects.filter(pk=merging_id[:32]).first()


def side(viewer: Viewer, child: Child) -> Side:
    """Of a child's every record, where several are one already."""
    folded = folding([child.pk])
    recorded = Event.objects.filter(folded.events(), corrects=None)
    occurred = list(recorded.order_by("occurred_from").values_list("occurred_from", flat=True))
    home = household_of(child)
    return Side(
        child=child,
        lives=home.address_label if home else "",
        teams=tuple(involved_teams([child.pk])),
        entries=len(occurred),
        first_at=occurred[0] if occurred else None,
        last_at=occurred[-1] if occurred else None,
        open_duties=duties_for(viewer, subject=Subject(CHILD, child.pk), is_waiting=True).count(),
        numbers=tuple(numbers_of([child.pk])),
    )


@as_part("merging")
def involved_teams(children: Iterable[str]) -> list[str]:
    """Who works with any record of the children, as letters name them: "agency/team/"."""
    ids = folding(children).ids
    found = Involvement.objects.filter(subject_kind=CHILD, subject_id__in=ids, to_at=None)
    rows = found.values_list("agency", "team__slug").distinct()
    return sorted({f"{agency}/{team or ''}/" for agency, team in rows})


def between(viewer: Viewer, same: SameChild) -> Between:
    """What a person has to place before the two are parted."""
    folded = folding([same.survivor])
    recorded = Q(recorded_at__gte=same.from_at) & folded.events()
    rows = list(Event.objects.filter(recorded).exclude(kind__in=[MERGED, PARTED]).order_by("recorded_at"))
    mine = _side_of(same)
    items = [
        Item(key, group[0], tuple(each.pk for each in group), _goes_to(group[0], folded.placed, mine, same), share)
        for (key, share), group in _together(rows).items()
    ]
    return Between(tuple(items), tuple(_involved_since(same)), _unseen(recorded, {row.pk for row in rows}))


def looked_between(same: SameChild) -> list[Looked]:
    """Who opened the record while the two were one: they may have read what is another child's."""
    return looked({same.alias, same.survivor}, same.from_at, same.to_at)


def _together(rows: Iterable[Event]) -> dict[tuple[str, str], list[Event]]:
    """Corrections go with what they correct, and every step of a share with the share. What corrects an entry from
    before goes with that entry, and nobody is asked.
    """
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    roots: dict[str, tuple[str, str]] = {}
    for row in rows:
        share = str(row.data.get("share", "")) if row.kind.startswith("share.") else ""
        if row.corrects is None:
            key = (share or row.pk, share)
        elif row.corrects in roots:
            key = roots[row.corrects]
        else:
            continue
        roots[row.pk] = key
        found[key].append(row)
    return found


def _side_of(same: SameChild) -> frozenset[str]:
    """The records that go with the alias when the two are parted."""
    apart = SameChild.objects.filter(to_at=None).exclude(pk=same.pk)
    mine, grew = {same.alias}, True
    while grew:
        pairs = apart.filter(Q(alias__in=mine) | Q(survivor__in=mine)).values_list("alias", "survivor")
        found = mine | {each for pair in pairs for each in pair}
        mine, grew = found, found != mine
    return frozenset(mine)


def _goes_to(first: Event, placed: Mapping[str, str], mine: frozenset[str], same: SameChild) -> str:
    return same.alias if placed.get(first.pk, first.subject_id) in mine else same.survivor


@as_part("merging")
def _involved_since(same: SameChild) -> list[Involvement]:
    found = Involvement.objects.filter(
        subject_kind=CHILD, subject_id__in=[same.alias, same.survivor], to_at=None, from_at__gte=same.from_at
    )
    return list(found.select_related("agency", "team", "practitioner").order_by("from_at", "pk"))


def _unseen(recorded: Q, seen: set[str]) -> dict[str, int]:
    with as_assessor():
        found = Event.objects.filter(recorded).exclude(kind__in=[MERGED, PARTED]).exclude(pk__in=seen)
        by_agency: dict[str, int] = defaultdict(int)
        for agency in found.values_list("agency", flat=True):
            by_agency[agency] += 1
    return dict(by_agency)
