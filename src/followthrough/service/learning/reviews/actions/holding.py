"""Who is let in by a review, and which children it is about, change one after the other: two at once would miss each
other, and somebody would see too much or too little.
"""

from __future__ import annotations

from followthrough.service.learning.reviews.models import Review
from followthrough.service.learning.reviews.policies import check_goes_on


def hold(review: Review) -> Review:
    """As it stands now, and nobody else changes it until the transaction ends."""
    return Review.objects.select_for_update(of=("self",)).get(pk=review.pk)


def hold_open(review: Review) -> Review:
    """Raises CannotReview where it has ended."""
    held = hold(review)
    check_goes_on(held)
    return held
