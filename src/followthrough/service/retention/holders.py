"""Of which children does an agency hold something? Who keeps its records needs to know of those, and of no others."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from followthrough.service.access.models import Involvement
from followthrough.service.core.viewer import as_part
from followthrough.service.ledger import same
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event

CHILD = "child"


@as_part("retention")
def held_by(agency: str, children: Collection[str]) -> set[str]:
    """Those of the children in any of whose records the agency wrote, with whom it ever worked, or for whom it owes
    or owed a duty. Identifiers alone are counted, as the assessor; of one child as of many in the same few questions.
    """
    folded = same.folding(children)
    about = Q(subject_kind=CHILD, subject_id__in=folded.ids)
    worked = set(Involvement.objects.filter(about, agency=agency).values_list("subject_id", flat=True))
    with as_assessor():
        wrote = Event.objects.filter(about, agency=agency).values_list("subject_id", flat=True)
        found = worked | set(wrote.union(Duty.objects.filter(about, debtor_agency=agency).values_list("subject_id")))
    mine = {folded.survivor(each) for each in found}
    return {each for each in children if folded.survivor(each) in mine}
