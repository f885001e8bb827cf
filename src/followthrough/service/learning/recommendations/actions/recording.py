"""Each thing that is done to a recommendation is one fact of its review, about one agency."""

from __future__ import annotations

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.queries.progress import Progress
from followthrough.service.learning.reviews.models import REVIEW
from followthrough.service.ledger.actions import NewEvent, Recorded, record


def happened(kind: str, made: Recommendation, of: Progress, viewer: Viewer, **said: type_of_value) -> Recorded:
    """Raises CannotRecord, in words. What is empty is left out."""
    data = {"recommendation": made.key, "agency": of.agency, **said}
    new = NewEvent(
        kind=kind,
        subject=Subject(REVIEW, made.review_id),
        occurred_from=clock.now(),
        data={name: value for name, value in data.items() if value},
    )
    return record([new], by=viewer)
