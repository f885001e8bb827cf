"""What does the household's page read? As the viewer sees it: whoever is hidden from them is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followthrough.procedures.model.event import Subject
from followthrough.service.children.models import Child, HouseholdMember
from followthrough.service.chronology import queries as chronology
from followthrough.service.chronology.homes import Homes, homes_of
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.same import Folding


@dataclass(frozen=True)
class Household:
    """All that is known of one child's home and family. `others` are children of the home whom the viewer may open."""

    child: Child
    chronicle: Chronicle
    rows: list[HouseholdMember]
    homes: Homes
    others: dict[str, Child]
    telling: Telling

    @property
    def own_rows(self) -> list[HouseholdMember]:
        """Where the child has lived, the latest first."""
        own = self.chronicle.records | {self.child.pk}
        found = (row for row in self.rows if row.child_id in own)
        return sorted(found, key=lambda row: (row.to_on is None, row.from_on), reverse=True)


def household(viewer: Viewer, child: Child, records: Folding | None = None) -> Household:
    chronicle = chronology.chronicle(viewer, Subject("child", child.pk), records)
    rows = lived_with(chronicle.records | {child.pk})
    homes = homes_of(chronicle, rows)
    met = {each.child for each in homes.stays if each.child}
    others = {row.child_id: row.child for row in rows if row.child is not None and row.child_id in met}
    known = {child.pk: child.name} | {key: each.name for key, each in others.items()}
    return Household(child, chronicle, rows, homes, others, telling_of(viewer, chronicle, [], known=known))


def lived_with(records: Iterable[str]) -> list[HouseholdMember]:
    """Everybody who ever lived in a household in which the child ever lived, the child too. Of children whom the viewer
    may not open, the database gives the row without the child.
    """
    homes = HouseholdMember.objects.filter(child__in=list(records)).values("household")
    found = HouseholdMember.objects.filter(household__in=homes).order_by("from_on", "id")
    return list(found.select_related("household", "child", "person"))
