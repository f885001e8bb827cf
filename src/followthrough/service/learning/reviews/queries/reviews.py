"""Which reviews may the viewer see, and what does the record say of one: its events, what is owed, whom it is about?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

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
    """All that the pages of one review tell; what a page does not tell is not asked for."""

    viewer: Viewer
    review: Review
    children: tuple[Reviewed, ...]

    @cached_property
    def chronicle(self) -> Chronicle:
        return chronicle(self.viewer, Subject(REVIEW, self.review.pk))

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """All of the review, soonest first."""
        return tuple(duties_for(self.viewer, subject=Subject(REVIEW, self.review.pk)))

    @cached_property
    def telling(self) -> Telling:
        return telling_of(
            self.viewer, self.chronicle, list(self.duties), also={each.child_id for each in self.children}
        )

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
    return UnderReview(viewer, review, tuple(review.children.all()))
