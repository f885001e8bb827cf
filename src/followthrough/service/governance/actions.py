"""What a privacy officer writes down: an agreement between two agencies, its end, and what a look-up was about."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from followthrough.service.agencies.models import Agency
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.governance import policies
from followthrough.service.governance.looking import ToReview
from followthrough.service.governance.models import LookReview, SharingAgreement


@transaction.atomic
def review(*, look: ToReview, outcome: LookReview.Outcome, words: str, by: Viewer) -> LookReview:
    """Nobody reviews their own look-ups."""
    policies.check_can_oversee(by)
    if look.practitioner == by.practitioner_id:
        raise policies.NotForYou("These are your own look-ups. Somebody else has to review them.")
    made = LookReview.objects.create(
        rule=look.rule,
        practitioner=look.practitioner,
        day=look.day,
        outcome=outcome,
        words=words,
        reviewed_by=by.practitioner_id,
        reviewed_at=clock.now(),
    )
    detail = {"rule": look.rule.value, "practitioner": look.practitioner, "day": look.day.isoformat()}
    audit.record("looks.reviewed", by=by, detail=detail)
    return made


@transaction.atomic
def enter_agreement(
    *, one: Agency, other: Agency, title: str, kept_at: str, from_on: date, to_on: date | None, by: Viewer
) -> SharingAgreement:
    policies.check_can_oversee(by)
    made = SharingAgreement.objects.create(
        one=one,
        other=other,
        title=title,
        kept_at=kept_at,
        from_on=from_on,
        to_on=to_on,
        entered_by=by.practitioner_id,
        entered_at=clock.now(),
    )
    audit.record("agreement.entered", by=by, detail={"agreement": made.pk})
    return made


@transaction.atomic
def end_agreement(*, agreement: SharingAgreement, by: Viewer) -> None:
    """From today on. It stays on the list of its day."""
    policies.check_can_oversee(by)
    today = clock.now().astimezone(LONDON).date()
    SharingAgreement.objects.filter(pk=agreement.pk).update(to_on=max(today, agreement.from_on))
    audit.record("agreement.ended", by=by, detail={"agreement": agreement.pk})
