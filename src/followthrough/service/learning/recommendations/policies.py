"""Who makes a recommendation, who answers for it, and who reads it?

Whoever sees the review reads all of it. An agency that is asked reads the words and what concerns itself: row-level
security says the same of the rows and of the events.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from followthrough.service.access.policies import NotVisible
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.reviews.models import Review
from followthrough.service.learning.reviews.policies import check_can_keep, check_can_see_review, visible_reviews


class CannotAnswer(PermissionDenied):
    """The message says why."""


def visible_recommendations(viewer: Viewer) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(Q(review__in=visible_reviews(viewer)) | Q(asked__contains=[viewer.agency]))


def check_can_see_recommendation(viewer: Viewer, key: str) -> Recommendation:
    found = visible_recommendations(viewer).filter(key=key).first()
    if found is None:
        raise NotVisible()
    return found


def check_can_make(viewer: Viewer, review: Review) -> None:
    check_can_see_review(viewer, review.pk)
    check_can_keep(viewer)
