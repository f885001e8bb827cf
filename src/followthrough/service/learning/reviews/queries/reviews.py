"""Which reviews may the viewer see, and what does the record say of one: its events, what is owed, whom it is about?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry, chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.models import REVIEW, Review, Reviewed
from followthrough.service.learning.reviews.policies import check_can_see_review, visible_reviews
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for


@dataclass(frozen=True)
class UnderReview:
    """All that the pages of one review tell. `duties` are all of it, soonest first."""

    viewer: Viewer
    review: Review
    children: tuple[Reviewed, ...]
    chronicle: Chronicle
    duties: tuple[Duty, ...]
    telling: Telling

    def child(self, number: int) -> Reviewed | None:
        return next((each for each in self.children if each.number == number), None)

    def latest(self, kind: str) -> Entry | None:
        """The last event of the review of this kind that stands."""
        found = (each for each in reversed(self.chronicle.entries) if each.event.kind == kind)
        return next((each for each in found if not each.is_taken_back), None)

    @property
    def names(self) -> Mapping[str, str]:
        """Of the children whom the viewer may open, by id."""
        return self.telling.children


def reviews(viewer: Viewer) -> QuerySet[Review]:
    """The latest first."""
    return visible_reviews(viewer).annotate(count=Count("children"))


def under_review(viewer: Viewer, review_id: str) -> UnderReview:
    """Raises NotVisible."""
    review = check_can_see_review(viewer, review_id)
    children = tuple(review.children.all())
    subject = Subject(REVIEW, review.pk)
    told = chronicle(viewer, subject)
    duties = tuple(duties_for(viewer, subject=subject))
    telling = telling_of(viewer, told, list(duties), also={each.child_id for each in children})
    return UnderReview(viewer, review, children, told, duties, telling)
