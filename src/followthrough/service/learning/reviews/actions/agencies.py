"""What is asked of agencies in a review, and how each answers: who takes part, or why nobody; then its report.

Asked, the agency can open the children under review until it ends, as the recipient of a share can; it sees nothing of
the review but its own part.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Involvement, Relationship
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.actions.holding import hold_open
from followthrough.service.learning.reviews.models import REVIEW, AgencyPart, Review
from followthrough.service.learning.reviews.policies import check_can_keep, check_can_write_part
from followthrough.service.ledger.actions import NewEvent, Recorded, record

ASKED, JOINED, ABSENT, GIVEN = (
    "review.agency-asked",
    "review.agency-joined",
    "review.absence-explained",
    "review.report-given",
)


@transaction.atomic
def ask_agencies(*, review: Review, agencies: Iterable[str], asked_for: str, by: Viewer) -> Recorded:
    """Each owes an answer from now on. Who was asked already is not asked twice."""
    check_can_keep(by)
    hold_open(review)
    before = set(review.parts.values_list("agency", flat=True))
    wanted = [each for each in dict.fromkeys(agencies) if each not in before]
    children = list(review.children.values_list("child_id", flat=True))
    for agency in sorted(wanted):
        _open_children(agency, children, review, by)
    AgencyPart.objects.bulk_create(
        [
            AgencyPart(review=review, agency=each, title=review.title, children=children, asked_for=asked_for)
            for each in wanted
        ]
    )
    return record([_new(ASKED, review.pk, {"recipient_agency": each}) for each in wanted], by=by)


@transaction.atomic
def join(*, part: AgencyPart, author: Practitioner, by: Viewer) -> Recorded:
    """The agency names who takes part for it; that person writes its report."""
    check_can_write_part(by, part)
    _write(part, author=author.pk, absence="")
    return record([_new(JOINED, part.review_id, {"person": author.pk})], by=by)


@transaction.atomic
def explain_absence(*, part: AgencyPart, reason: str, by: Viewer) -> Recorded:
    check_can_write_part(by, part)
    _write(part, absence=reason)
    return record([_new(ABSENT, part.review_id, {"reason": reason, "by": by.practitioner_id})], by=by)


@transaction.atomic
def give_report(*, part: AgencyPart, summary: str, address: str, by: Viewer) -> Recorded:
    """In short, with where the whole stands. Given again, the latest holds."""
    check_can_write_part(by, part)
    _write(part, summary=summary, address=address)
    return record([_new(GIVEN, part.review_id, {"by": by.practitioner_id})], by=by)


def open_to_asked(review: Review, child_id: str, by: Viewer) -> None:
    """A child who came under review later is in the part of each agency that was asked before."""
    for part in review.parts.order_by("agency"):
        if child_id not in part.children:
            _write(part, children=[*part.children, child_id])
        _open_children(part.agency, [child_id], review, by)


def _open_children(agency: str, children: list[str], review: Review, by: Viewer) -> None:
    team = Team.objects.filter(agency=agency).order_by("-is_default", "slug").first()
    for child in sorted(children) if team else ():
        assert team is not None
        access.involve(
            agency=agency, team=team.slug, relationship=Relationship.RECIPIENT, subject=Subject("child", child),
            reason=_reason(review), by=by,
        )  # fmt: skip


@access.as_access
def close_children(review: Review, by: Viewer) -> None:
    """What an agency could open because it was asked, and for nothing else, it opens no longer."""
    held = Involvement.objects.filter(relationship=Relationship.RECIPIENT, reason=_reason(review), to_at=None)
    for each in held:
        access.end_involvement(involvement=each, by=by)


def _reason(review: Review) -> str:
    return f"was asked to take part in review {review.reference}"


def _write(part: AgencyPart, **said: str | list[str]) -> None:
    for name, value in said.items():
        setattr(part, name, value)
    part.save(update_fields=list(said))


def _new(kind: str, review_id: str, said: dict[str, str]) -> NewEvent:
    return NewEvent(kind=kind, subject=Subject(REVIEW, review_id), occurred_from=clock.now(), data=said)
