"""Who makes a recommendation, who answers for it, and who reads it?

Whoever sees the review reads all of it. An agency that is asked reads the words and what concerns itself: row-level
security says the same of the rows and of the events.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from followthrough.service.access.policies import NotVisible
from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import GROUPS, Recommendation
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
    return Recommendation.objects.filter(Q(review__in=visible_reviews(viewer)) | is_asked)


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
    return _answers_for(viewer, of.agency, of.team)


def _answers_for(viewer: Viewer, agency: str, team: str) -> bool:
    if agency != viewer.agency:
        return False
    return f"{agency}/{team}" in viewer.teams if team else viewer.holds(ANSWERABLE)


def check_can_answer(viewer: Viewer, of: Progress) -> None:
    if not can_answer(viewer, of):
        raise CannotAnswer("A manager or the safeguarding lead answers for an agency, and its members for a group.")


def can_carry(viewer: Viewer, made: Recommendation) -> bool:
    """Name what carries it into practice: whoever answers for it, and whoever looks at it for the Board."""
    team = made.owner if made.owner in GROUPS else ""
    return can_look(viewer, made) or (viewer.agency in made.asked and _answers_for(viewer, viewer.agency, team))


def check_can_carry(viewer: Viewer, made: Recommendation) -> None:
    if not can_carry(viewer, made):
        raise CannotAnswer("Whoever answers for a recommendation, and the Board’s office, name what carries it.")


def check_can_accept(viewer: Viewer, of: Progress) -> None:
    check_can_answer(viewer, of)
    if of.state not in ACCEPTING:
        raise CannotAnswer("What you do is there already. Wait for the Board, or show more.")


def check_can_show(viewer: Viewer, of: Progress) -> None:
    check_can_answer(viewer, of)
    if of.state not in SHOWING:
        raise CannotAnswer("First say what you will do, who sees to it and by when.")


# Looking at it, for the Board


def can_look(viewer: Viewer, recommendation: Recommendation) -> bool:
    return can_keep(viewer) and visible_reviews(viewer).filter(pk=recommendation.review_id).exists()


def check_can_look(viewer: Viewer) -> None:
    """That the viewer sees the review is checked where its page opens."""
    check_can_keep(viewer)


def check_can_confirm(viewer: Viewer, of: Progress) -> None:
    check_can_look(viewer)
    if not of.is_new:
        raise CannotAnswer("There is nothing new to look at.")


def check_can_ask_back(viewer: Viewer, of: Progress) -> None:
    check_can_look(viewer)
    if of.state not in LOOKING:
        raise CannotAnswer("There is nothing new to ask about.")


def can_be_tested(of: Progress) -> bool:
    """Also while one action of several is still to be shown."""
    return of.state in TESTING or (of.state == State.ACCEPTED and any(each.is_shown for each in of.steps))


def check_can_test(viewer: Viewer, of: Progress) -> None:
    check_can_look(viewer)
    if not can_be_tested(of):
        raise CannotAnswer("The effect is tested when the agency has shown what it did.")


def check_can_close(viewer: Viewer, of: Progress) -> None:
    check_can_look(viewer)
    if of.state != State.WORKS:
        raise CannotAnswer("It is closed when a test has shown that the action works, and not before.")
