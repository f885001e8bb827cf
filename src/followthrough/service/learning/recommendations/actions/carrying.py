"""What carries a recommendation into practice is named beside it: a chapter, a change of the rulebook, a course."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import Carried, Recommendation
from followthrough.service.learning.recommendations.policies import check_can_carry


@transaction.atomic
def carry(*, recommendation: Recommendation, title: str, address: str, by: Viewer) -> Carried:
    """`address` is a page of this service. Safe to repeat: the latest title holds. Raises CannotAnswer, in words."""
    check_can_carry(by, recommendation)
    return stand_beside(recommendation=recommendation, title=title, address=address, by=by)


def stand_beside(*, recommendation: Recommendation, title: str, address: str, by: Viewer) -> Carried:
    """For a part of the service in which `by` has agreed to what carries it, by rules of its own."""
    found, _ = Carried.objects.update_or_create(
        recommendation=recommendation,
        address=address,
        defaults={"title": title, "by": by.practitioner_id, "at": clock.now()},
    )
    return found
