"""How does the family hear of a review and take part in it? Told and invited, or put off with a reason; then heard."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.actions.panel import note
from followthrough.service.learning.reviews.models import REVIEW, FamilyNote, Review
from followthrough.service.learning.reviews.policies import check_can_write
from followthrough.service.ledger.actions import Recorded

INVITED, PUT_OFF = "review.family-invited", "review.family-contact-put-off"


@transaction.atomic
def invite_family(*, review: Review, means: str, who: str, contact: str, language: str, by: Viewer) -> Recorded:
    """`contact` is the one person whom the family can ring, by name and number."""
    check_can_write(by, review)
    _write(review, by, who=who, contact=contact, language=language)
    said = {"means": means, "language": language, "by": by.practitioner_id}
    return note(review=review, kind=INVITED, said=dict(said), by=by)


@transaction.atomic
def put_off_family(*, review: Review, reason: str, until: date | None, by: Viewer) -> Recorded:
    check_can_write(by, review)
    said = {"reason": reason, "until": until, "by": by.practitioner_id}
    return note(review=review, kind=PUT_OFF, said={name: value for name, value in said.items() if value}, by=by)


@transaction.atomic
def hear_family(*, review: Review, who: str, words: str, by: Viewer) -> FamilyNote:
    """In their own words."""
    check_can_write(by, review)
    return _write(review, by, who=who, words=words)


def _write(review: Review, by: Viewer, **said: str) -> FamilyNote:
    made = FamilyNote.objects.create(review=review, written_by=by.practitioner_id, written_at=clock.now(), **said)
    audit.record("family.noted", by=by, subject=Subject(REVIEW, review.pk), detail={"note": made.pk})
    return made
