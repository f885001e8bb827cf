"""Who makes a recommendation, who answers for it, and who reads it?

Whoever sees the review reads all of it, and so does the group that confirms. Nobody looks at what they answered
themselves. An agency that is asked reads the words and what concerns itself: row-level security says the same of the
rows and of the events.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from followthrough.service.access.policies import BOARD, NotVisible
from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import Owner, Recommendation, confirming
from followthrough.service.learning.recommendations.queries.progress import Progress, State
from followthrough.service.learning.reviews.models import Review
from followthrough.service.learning.reviews.policies import (
    can_keep,
    check_can_keep,
    check_can_see_review,
    visible_reviews,
)

# In which states what can be done next.
ACCEPTING = (State.ASKED, State.ACCEPTED, State.ASKED_BACK, State.REOPENED)
SHOWING = (State.ACCEPTED, State.ASKED_BACK, State.SHOWN, State.CONFIRMED)
LOOKING = (State.ACCEPTED, State.SHOWN)
TESTING = (State.SHOWN, State.CONFIRMED, State.WORKS)


class CannotAnswer(PermissionDenied):
    """The message says why."""


def visible_recommendations(viewer: Viewer) -> QuerySet[Recommendation]:
    """Whoever only enters people has a seat among no children, and reads nothing that the agency is asked."""
    is_asked = Q(asked__contains=[viewer.agency]) if viewer.teams else Q(pk__in=[])
    return Recommendation.objects.filter(Q(review__in=visible_reviews(viewer)) | is_asked | _of_group(viewer))


def to_confirm(viewer: Viewer) -> QuerySet[Recommendation]:
    """What the viewer’s groups of the Board look at."""
    return Recommendation.objects.filter(_of_group(viewer))


def _of_group(viewer: Viewer) -> Q:
    return Q(owner__in=[each for each in Owner if sits_in(viewer, confirming(each))])


def sits_in(viewer: Viewer, group: Owner) -> bool:
    return f"{BOARD}/{group.value}" in viewer.teams


def check_can_see_recommendation(viewer: Viewer, key: str) -> Recommendation:
    found = visible_recommendations(viewer).filter(key=key).first()
    if found is None:
        raise NotVisible()
    return found


def check_can_make(viewer: Viewer, review: Review) -> None:
    check_can_see_review(viewer, review.pk)
    check_can_keep(viewer)


# Answering, for whoever was asked


def can_answer(viewer: Viewer, of: Progress) -> bool:
    """Whoever answers for an agency: its managers and its safeguarding lead. Of a group, everybody who sits in it."""
    if of.agency != viewer.agency:
        return False
    return f"{of.agency}/{of.team}" in viewer.teams if of.team else viewer.holds(ANSWERABLE)


def check_can_answer(viewer: Viewer, of: Progress) -> None:
    if not can_answer(viewer, of):
        raise CannotAnswer("A manager or the safeguarding lead answers for an agency, and its members for a group.")


def can_show(viewer: Viewer, of: Progress) -> bool:
    """Also whom the agency named to see to one of its actions."""
    return can_answer(viewer, of) or (viewer.agency == of.agency and viewer.practitioner_id in of.named)


def check_can_accept(viewer: Viewer, of: Progress) -> None:
    check_can_answer(viewer, of)
    if of.state not in ACCEPTING:
        raise CannotAnswer("What you do is there already. Wait for the Board, or show more.")


def check_can_show(viewer: Viewer, of: Progress) -> None:
    if not can_show(viewer, of):
        raise CannotAnswer("Whoever answers for an agency shows what it did, and whom it named to see to it.")
    if of.state not in SHOWING:
        raise CannotAnswer("First say what you will do, who sees to it and by when.")


# Looking at it, for the Board


def can_look(viewer: Viewer, recommendation: Recommendation) -> bool:
    """Whoever keeps reviews, and sees this one: tests what came of it, and closes it."""
    return can_keep(viewer) and visible_reviews(viewer).filter(pk=recommendation.review_id).exists()


def can_confirm(viewer: Viewer, recommendation: Recommendation) -> bool:
    """Say whether what was done is enough: by a seat in the group that confirms, or by keeping the review."""
    return sits_in(viewer, confirming(recommendation.owner)) or can_look(viewer, recommendation)


def has_answered(viewer: Viewer, of: Progress) -> bool:
    return viewer.practitioner_id in of.answered_by


def check_can_confirm(viewer: Viewer, made: Recommendation, of: Progress) -> None:
    _check_confirms(viewer, made, of)
    if not of.is_new:
        raise CannotAnswer("There is nothing new to look at.")


def check_can_ask_back(viewer: Viewer, made: Recommendation, of: Progress) -> None:
    _check_confirms(viewer, made, of)
    if of.state not in LOOKING:
        raise CannotAnswer("There is nothing new to ask about.")


def can_be_tested(of: Progress) -> bool:
    """Also while one action of several is still to be shown."""
    return of.state in TESTING or (of.state == State.ACCEPTED and any(each.is_shown for each in of.steps))


def check_can_test(viewer: Viewer, made: Recommendation, of: Progress) -> None:
    _check_looks(viewer, made, of)
    if not can_be_tested(of):
        raise CannotAnswer("The effect is tested when the agency has shown what it did.")


def check_can_close(viewer: Viewer, made: Recommendation, of: Progress) -> None:
    _check_looks(viewer, made, of)
    if of.state != State.WORKS:
        raise CannotAnswer("It is closed when a test has shown that the action works, and not before.")


def _check_confirms(viewer: Viewer, made: Recommendation, of: Progress) -> None:
    if not can_confirm(viewer, made):
        raise CannotAnswer(f"The Board’s office and its {confirming(made.owner).label} say whether it is enough.")
    _check_another(viewer, of)


def _check_looks(viewer: Viewer, made: Recommendation, of: Progress) -> None:
    if not can_look(viewer, made):
        raise CannotAnswer("The Board’s business manager and its chair test what agencies do, and close it.")
    _check_another(viewer, of)


def _check_another(viewer: Viewer, of: Progress) -> None:
    if has_answered(viewer, of):
        raise CannotAnswer("You answered this yourself, so somebody else of the Board looks at it.")
