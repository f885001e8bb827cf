"""Which child is meant? Search by name and date of birth, and who lives with whom.

What a search shows is what the viewer may see, with one exception that follows from the duty to share: an exact name
with an exact date of birth finds any child, because a concern may arise about a child whom one does not work with yet.
The answer then says only that such a child is known, and lets the viewer share; nothing can be opened. A guess at the
name alone, or at the date alone, tells nothing. Nor is anybody told of a child who is hidden from them. How a child is
found among those whom the viewer may see is a matter of `matching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from followthrough.service.access.policies import hidden_from, visible_to
from followthrough.service.children.folding import fold
from followthrough.service.children.matching import Candidate, Wanted, candidates
from followthrough.service.children.models import Child, Household
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import same

MOST = 20


@dataclass(frozen=True)
class Found:
    """`children` may be opened; `why` says of each what agrees. `known_elsewhere` are ids of children who may be shared
    about and no more.
    """

    children: tuple[Child, ...] = ()
    known_elsewhere: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.children or self.known_elsewhere)


def visible_children(viewer: Viewer) -> QuerySet[Child]:
    return Child.objects.filter(pk__in=visible_to(viewer))


def child(viewer: Viewer, child_id: str) -> Child | None:
    """The child, for a viewer who may see them; else None, and the caller cannot tell why."""
    return visible_children(viewer).filter(pk=child_id).first()


def by_any_record(viewer: Viewer, ids: Iterable[str]) -> dict[str, Child]:
    """Children whom the viewer may see, by each id asked for: the id of a record that was found to be another's child's
    gives that child.
    """
    survivors = same.survivors_of(set(ids))
    found = visible_children(viewer).in_bulk(set(survivors.values()))
    return {asked: found[survivor] for asked, survivor in survivors.items() if survivor in found}


def search(
    viewer: Viewer, text: str = "", born_on: date | None = None, *, number: str = "", address: str = ""
) -> Found:
    """The first page of children who could be meant: what agrees most plainly comes first, and is said in words."""
    wanted = Wanted(text, born_on, number, address)
    if not wanted:
        return Found()
    found = candidates(viewer, wanted)
    children = by_any_record(viewer, [each.child_id for each in found]) if found else {}
    first: dict[str, Candidate] = {}
    for each in found:
        if each.child_id in children:
            first.setdefault(children[each.child_id].pk, each)
    shown = list(first.items())[:MOST]
    return Found(
        tuple(children[each.child_id] for _, each in shown),
        _known_elsewhere(fold(text), born_on),
        {child_id: each.words for child_id, each in shown},
        len(first) > MOST,
    )


@as_part("children")
def hidden_namesakes(viewer: Viewer, name: str, born_on: date | None) -> tuple[str, ...]:
    """Children of this name (and day of birth, where it is given) who are hidden from the viewer. Never for a page."""
    named = Child.objects.filter(pk__in=hidden_from(viewer), folded_name=fold(name))
    found = named.filter(born_on=born_on) if born_on else named
    return tuple(sorted(set(same.survivors_of(list(found.values_list("pk", flat=True))).values())))


@as_part("children")
def known(child_id: str) -> Child:
    """A child of whom the viewer has shown the name and the date of birth, to share about and never to show."""
    return Child.objects.get(pk=child_id)


def household_of(child: Child) -> Household | None:
    """Where the child lives now."""
    current = child.households.filter(to_on=None).select_related("household").last()
    return current.household if current else None


def _known_elsewhere(folded: str, born_on: date | None) -> tuple[str, ...]:
    if not folded or born_on is None:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("select id from children_known(%s, %s) id order by id limit %s", [folded, born_on, MOST])
        found = [identity for (identity,) in cursor.fetchall()]
    return tuple(dict.fromkeys(same.survivors_of(found).values())) if found else ()
