"""Who has to do with a review? Its panel by name, and the office of the Board, which keeps every review.

Whoever may see a review sees all of its pages. Row-level security answers the same for its rows.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from followthrough.service.access import granting
from followthrough.service.access.policies import BOARD, NotVisible, visible_to
from followthrough.service.core.managing import ANSWERABLE, BOARDS, SERVICE
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.reviews.models import REVIEW, AgencyPart, Review, Seat

OFFICE = "office"  # the team of the Board that keeps reviews
CHAIR = "chair"
SOCIAL_CARE, DIRECTOR = "social-care", "director"


class CannotReview(PermissionDenied):
    """The message says why."""


def visible_reviews(viewer: Viewer) -> QuerySet[Review]:
    return Review.objects.filter(pk__in=visible_to(viewer, REVIEW))


def check_can_see_review(viewer: Viewer, review_id: str) -> Review:
    found = visible_reviews(viewer).filter(pk=review_id).first()
    if found is None:
        raise NotVisible()
    return found


def can_keep(viewer: Viewer) -> bool:
    """Begin a review, say who sits on its panel, write what it found and asks."""
    return viewer.agency == BOARD and viewer.holds((BOARDS, CHAIR))


def check_goes_on(review: Review) -> None:
    if review.ended_at is not None:
        raise CannotReview("This review has ended. To look again, begin another.")


def check_can_keep(viewer: Viewer) -> None:
    if not can_keep(viewer):
        raise CannotReview("The Board’s business manager and its chair keep reviews.")


def sits_on_panel(viewer: Viewer, review: Review) -> bool:
    """By name, and now."""
    return granting.sits_on_panel(viewer, [review.pk], REVIEW)


def can_write(viewer: Viewer, review: Review) -> bool:
    """What the review found and how it went, until it ends: whoever keeps reviews, and the panel of this one."""
    return review.ended_at is None and (can_keep(viewer) or sits_on_panel(viewer, review))


def check_can_write(viewer: Viewer, review: Review) -> None:
    found = check_can_see_review(viewer, review.pk)
    check_goes_on(found)
    if not can_write(viewer, found):
        raise CannotReview("The panel of this review and the Board’s manager and chair write in it. You can read it.")


def can_end_seat(viewer: Viewer, seat: Seat) -> bool:
    """Anybody steps back from their own, as for an interest that came up."""
    return can_keep(viewer) or seat.practitioner == viewer.practitioner_id


def check_can_end_seat(viewer: Viewer, seat: Seat) -> None:
    if not can_end_seat(viewer, seat):
        raise CannotReview("You can step back from your own seat. The Board’s manager and chair end others.")


def can_see_to_incident(viewer: Viewer) -> bool:
    """Record what the law asks after a child came to serious harm, and how the press is handled."""
    is_council = viewer.agency == SOCIAL_CARE and viewer.holds((DIRECTOR, SERVICE))
    return is_council or can_keep(viewer)


def check_can_see_to_incident(viewer: Viewer) -> None:
    if not can_see_to_incident(viewer):
        raise CannotReview(
            "The Board’s manager and chair, and the director and service managers of social care, see to this."
        )


def can_answer_for_agency(viewer: Viewer) -> bool:
    """Say for an agency who takes part, and give what it was asked for."""
    return viewer.holds(ANSWERABLE)


def check_can_answer_for_agency(viewer: Viewer) -> None:
    if not can_answer_for_agency(viewer):
        raise CannotReview("The managers and the safeguarding leads of your agency answer this. Ask yours.")


def check_can_see_part(viewer: Viewer, review_id: str) -> AgencyPart:
    """What the viewer’s own agency was asked. Raises NotVisible, whether or not there is such a review."""
    found = AgencyPart.objects.filter(review=review_id, agency=viewer.agency).first()
    if found is None or not is_of_part(viewer, found):
        raise NotVisible()
    return found


def is_of_part(viewer: Viewer, part: AgencyPart) -> bool:
    """Whoever answers for the agency, and whom it named."""
    return viewer.agency == part.agency and (can_answer_for_agency(viewer) or viewer.practitioner_id == part.author)


def can_write_part(viewer: Viewer, part: AgencyPart) -> bool:
    return is_of_part(viewer, part) and not has_ended(part)


def check_can_write_part(viewer: Viewer, part: AgencyPart) -> None:
    if not is_of_part(viewer, part):
        raise CannotReview("Whoever answers for the agency, and whom it named, write its part.")
    if has_ended(part):
        raise CannotReview("This review has ended, so your agency’s part is closed. What was given stays.")


@as_part("reviews")
def has_ended(part: AgencyPart) -> bool:
    """An agency reads its own part, and nothing else of the review."""
    return Review.objects.filter(pk=part.review_id).exclude(ended_at=None).exists()
