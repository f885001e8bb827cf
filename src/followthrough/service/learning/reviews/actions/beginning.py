"""How does a review begin? The Board’s office keeps it; its clocks rest on the event."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.policies import BOARD, check_can_see_child
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.models import REVIEW, Review, Reviewed
from followthrough.service.learning.reviews.policies import OFFICE, check_can_keep
from followthrough.service.ledger.actions import NewEvent, record


@transaction.atomic
def begin(
    *,
    title: str,
    kind: str,
    children: Sequence[str],
    by: Viewer,
    words: str = "",
    incident: str = "",
    beside: Sequence[NewEvent] = (),
) -> Review:
    """`children` are ids in the order in which papers number them. The Board’s office keeps the review from then on.
    `beside` is recorded in the same breath, such as the decision that it is held.

    Raises CannotReview, NotVisible for a child whom the viewer may not see, and CannotRecord.
    """
    check_can_keep(by)
    for child in children:
        check_can_see_child(by, child)
    about = Subject(REVIEW, new_id())
    # First: whoever has nothing to do with a review can write no row of it.
    access.involve(agency=BOARD, team=OFFICE, subject=about, reason="keeps the review", by=by)
    review = Review.objects.create(id=about.id, title=title, kind=kind, incident=incident, began_at=clock.now())
    Reviewed.objects.bulk_create(
        [Reviewed(review=review, child_id=child, number=number) for number, child in enumerate(children, 1)]
    )
    said = {name: value for name, value in (("type", kind), ("incident", incident), ("words", words)) if value}
    record([*beside, NewEvent(kind="review.began", subject=about, occurred_from=clock.now(), data=said)], by=by)
    return review
