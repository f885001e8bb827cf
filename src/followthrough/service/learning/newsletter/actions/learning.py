"""The panel agrees what a review taught: from then on a clock runs until it has gone out in a briefing."""

from __future__ import annotations

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.queries.sources import AGREED
from followthrough.service.learning.reviews.models import REVIEW, Review
from followthrough.service.learning.reviews.policies import check_can_write
from followthrough.service.ledger.actions import NewEvent, record


@transaction.atomic
def agree(*, review: Review, words: str, by: Viewer) -> str:
    """`words` has one point a line. Returns the reference of what was agreed."""
    check_can_write(by, review)
    key = reference()
    data = {"learning": key, "words": words}
    record([NewEvent(kind=AGREED, subject=Subject(REVIEW, review.pk), occurred_from=clock.now(), data=data)], by=by)
    return key
