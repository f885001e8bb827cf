"""A review asks: the words are kept once, and each agency that is asked has a clock of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.models import Agency
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import GROUPS, Owner, Recommendation
from followthrough.service.learning.recommendations.policies import check_can_make
from followthrough.service.learning.recommendations.queries import members
from followthrough.service.learning.recommendations.queries.progress import MADE
from followthrough.service.learning.reviews.models import REVIEW, Finding, Review
from followthrough.service.ledger.actions import CannotRecord, NewEvent, record


@transaction.atomic
def make(
    *,
    review: Review,
    owner: str,
    words: str,
    by: Viewer,
    agencies: Collection[str] = (),
    findings: Iterable[Finding] = (),
) -> Recommendation:
    """Each agency that is asked answers for itself. `agencies` are keys, and matter only where `owner` is one agency or
    some: “all” asks every member of the partnership, and a group of the Board is asked at the Board.

    Raises CannotReview, NotVisible and CannotRecord, in words.
    """
    check_can_make(by, review)
    asked = _asked(Owner(owner), agencies)
    cited = list(findings)
    if any(each.review_id != review.pk for each in cited):
        raise CannotRecord("A recommendation rests on findings of its own review.")
    made = Recommendation.objects.create(
        review=review, owner=owner, asked=asked, words=words, made_by=by.practitioner_id, made_at=clock.now()
    )
    made.findings.set(cited)
    record([_asking(made, each) for each in asked], by=by)
    return made


def _asked(owner: Owner, agencies: Collection[str]) -> list[str]:
    if owner in GROUPS:
        return [BOARD]
    if owner == Owner.ALL:
        return list(members().values_list("pk", flat=True))
    known = list(Agency.objects.filter(pk__in=agencies).values_list("pk", flat=True))
    if not known or len(known) < len(set(agencies)):
        raise CannotRecord("Choose which agency is asked, from the directory.")
    return known


def _asking(made: Recommendation, agency: str) -> NewEvent:
    data = {"recommendation": made.key, "agency": agency, "words": made.words}
    data |= {"for_team": made.owner} if made.owner in GROUPS else {}
    return NewEvent(kind=MADE, subject=Subject(REVIEW, made.review_id), occurred_from=clock.now(), data=data)
