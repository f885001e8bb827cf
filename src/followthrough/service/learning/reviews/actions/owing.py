"""What was owed of a child with a long record is asked for on the page, and worked out by the sweep."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.reviews.models import REVIEW, Reviewed, WorkedOut
from followthrough.service.learning.reviews.policies import check_can_see_review
from followthrough.service.learning.reviews.queries.owing import KEPT, kept, rules_by, work_out
from followthrough.service.learning.reviews.queries.workspace import workspace

BY: Final = Viewer.system("worked-out")


@transaction.atomic
def ask_what_was_owed(*, child: Reviewed, by_rules: str, by: Viewer) -> WorkedOut:
    """Asked again, what was worked out before is gone."""
    check_can_see_review(by, child.review_id)
    begun: dict[str, Any] = {"asked_at": clock.now(), "done_at": None, "rules": "", "rows": []}
    made, _ = WorkedOut.objects.update_or_create(child=child, by=by_rules, asked_by=by.practitioner_id, defaults=begun)
    detail = {"child": child.number, "rules": by_rules}
    audit.record("review.owed-asked", by=by, subject=Subject(REVIEW, child.review_id), detail=detail)
    return made


def go_on() -> None:
    """For the sweep: one that waits, the longest first. It is read as whoever asked may read it now; where they may not
    any more, it is dropped.
    """
    with transaction.atomic(), acting(BY):
        WorkedOut.objects.filter(done_at__lt=clock.now() - KEPT).delete()
        waiting = WorkedOut.objects.filter(done_at=None).order_by("asked_at", "pk").select_related("child__review")
        found = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if found is None:
            return
        rules = rules_by(found.by)
        viewer = viewer_of(Practitioner.objects.get(pk=found.asked_by))
        try:
            with acting(viewer):
                review = check_can_see_review(viewer, found.child.review_id)
                rows = work_out(workspace(viewer, review, found.child), rules)
        except NotVisible:
            found.delete()
        else:
            found.rows, found.rules, found.done_at = kept(rows), rules.version, clock.now()
            found.save()
