"""What carries a recommendation into practice stands beside it: a chapter, a change of the rulebook, a course.

Each is named where it is agreed to, by the rules of that part of the service, so that nobody has to do it by hand.
"""

from __future__ import annotations

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.recommendations.models import Carried, Recommendation

MOST = 200


@as_part("recommendations")
def carry(*, key: str, title: str, address: str, by: Viewer) -> None:
    """`address` is a page of this service. Also beside a recommendation that `by` may not read: what they agreed to
    answers that one all the same. Safe to repeat: the latest title holds.
    """
    for made in Recommendation.objects.filter(key=key):
        Carried.objects.update_or_create(
            recommendation=made,
            address=address,
            defaults={"title": title[:MOST], "by": by.practitioner_id, "at": clock.now()},
        )
