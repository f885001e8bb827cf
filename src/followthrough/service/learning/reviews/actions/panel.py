"""What a review looks at, and who sits on its panel: by name, each with a start and an end.

Whoever sits on the panel sees the review and the children under it by that, for as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access import actions as access
from followthrough.service.access.models import Involvement, Relationship
from followthrough.service.access.policies import check_can_see_child
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.reviews.actions.agencies import close_children, open_to_asked
from followthrough.service.learning.reviews.actions.holding import hold, hold_open
from followthrough.service.learning.reviews.models import REVIEW, Review, Reviewed, Seat
from followthrough.service.learning.reviews.policies import (
    CannotReview,
    check_can_end_seat,
    check_can_keep,
    check_can_write,
)
from followthrough.service.ledger.actions import NewEvent, Recorded, record

SCOPED, MET, PRACTITIONERS_MET = "review.scoped", "review.panel-met", "review.practitioners-met"


@transaction.atomic
def scope(
    *,
    review: Review,
    from_on: date | None,
    to_on: date | None,
    questions: str,
    agencies: Sequence[str],
    schools: Sequence[str],
    no_school_because: str,
    by: Viewer,
) -> Recorded:
    """The latest scope holds."""
    check_can_keep(by)
    hold_open(review)
    review.from_on, review.to_on, review.questions = from_on, to_on, questions
    review.save(update_fields=["from_on", "to_on", "questions"])
    said: dict[str, type_of_value] = {"agencies": tuple(agencies), "schools": tuple(schools)}
    return note(review=review, kind=SCOPED, said={**said, "no_school_because": no_school_because}, by=by)


@transaction.atomic
def seat(
    *, review: Review, practitioner: Practitioner, role: str, conflict: str, independence: str, by: Viewer
) -> Seat:
    """`conflict` is what the person said when asked, also that there is none. Raises CannotReview."""
    check_can_keep(by)
    hold_open(review)
    if review.seats.filter(practitioner=practitioner.pk, to_at=None).exists():
        raise CannotReview(f"{practitioner.name} sits on this panel already.")
    for subject in _subjects(review):
        _involve(practitioner.agency_id, practitioner.pk, subject, review, by)
    return Seat.objects.create(
        review=review,
        practitioner=practitioner.pk,
        agency=practitioner.agency_id,
        role=role,
        conflict=conflict,
        independence=independence,
        from_at=clock.now(),
    )


@transaction.atomic
def unseat(*, seat: Seat, by: Viewer, because: str = "") -> None:
    """The person sees the review no longer; nor a child, unless another panel or other work still gives it. `because`
    is what whoever steps back says of it: it stands with what they said of interests before.
    """
    check_can_end_seat(by, seat)
    _leave(seat, because)
    others = Seat.objects.filter(practitioner=seat.practitioner, to_at=None).values("review")
    kept = set(Reviewed.objects.filter(review__in=others).values_list("child_id", flat=True))
    for subject in _subjects(seat.review):
        if subject.id not in kept:
            _end(subject, seat.practitioner, by)
    audit.record("review.seat-ended", by=by, subject=Subject(REVIEW, seat.review_id), detail={"seat": seat.pk})


@transaction.atomic
def include(*, review: Review, child_id: str, by: Viewer) -> Reviewed:
    """One more child under a review that goes on, such as a brother. Its panel and the agencies that were asked open
    the child from then on.
    """
    check_can_keep(by)
    hold_open(review)
    check_can_see_child(by, child_id)
    held = review.children.filter(child_id=child_id).first()
    if held is not None:
        return held
    for each in review.seats.filter(to_at=None):
        _involve(each.agency, each.practitioner, Subject("child", child_id), review, by)
    open_to_asked(review, child_id, by)
    number = (review.children.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Reviewed.objects.create(review=review, child_id=child_id, number=number)
    audit.record("review.child-included", by=by, subject=Subject(REVIEW, review.pk), detail={"child": child_id})
    return made


@transaction.atomic
def end(*, review: Review, by: Viewer) -> None:
    """Its panel sees it no longer, nor the agencies that were asked its children by that; the office keeps it, and its
    recommendations are followed as before.
    """
    check_can_keep(by)
    held = hold(review)
    for each in review.seats.filter(to_at=None):
        unseat(seat=each, by=by)
    close_children(review, by)
    review.ended_at = held.ended_at or clock.now()
    review.save(update_fields=["ended_at"])
    audit.record("review.ended", by=by, subject=Subject(REVIEW, review.pk))


@transaction.atomic
def meet(*, review: Review, kind: str, agencies: Sequence[str], words: str, by: Viewer) -> Recorded:
    """`kind`: the panel met, or those who worked with the child did."""
    check_can_write(by, review)
    return note(review=review, kind=kind, said={"agencies": tuple(agencies), "words": words}, by=by)


def note(*, review: Review, kind: str, said: dict[str, type_of_value], by: Viewer) -> Recorded:
    """One event of the review; the caller has checked who may write it."""
    data = {name: value for name, value in said.items() if value not in ("", None, ())}
    new = NewEvent(kind=kind, subject=Subject(REVIEW, review.pk), occurred_from=clock.now(), data=data)
    return record([new], by=by)


def _involve(agency: str, practitioner: str, subject: Subject, review: Review, by: Viewer) -> None:
    access.involve(
        agency=agency,
        practitioner=practitioner,
        relationship=Relationship.PANEL,
        subject=subject,
        reason=f"sits on the panel of review {review.reference}",
        by=by,
    )


@as_part("reviews")
def _leave(seat: Seat, because: str) -> None:
    """Also for whoever steps back, who writes no other word of a seat."""
    seat.to_at = clock.now()
    if because:
        seat.conflict = f"{seat.conflict}. Stepped back: {because}"
    seat.save(update_fields=["to_at", "conflict"])


def _subjects(review: Review) -> list[Subject]:
    children = review.children.values_list("child_id", flat=True)
    return sorted([Subject(REVIEW, review.pk), *(Subject("child", each) for each in children)])


@access.as_access
def _end(subject: Subject, practitioner: str, by: Viewer) -> None:
    held = Involvement.objects.filter(practitioner=practitioner, relationship=Relationship.PANEL, to_at=None)
    for each in held.filter(subject_kind=subject.kind, subject_id=subject.id):
        access.end_involvement(involvement=each, by=by)
