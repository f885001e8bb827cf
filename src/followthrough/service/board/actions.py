"""What the chair does: sign off the report of a quarter that is over. From then on it says what it said."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.board import queries
from followthrough.service.board.content import to_data
from followthrough.service.board.models import Report
from followthrough.service.board.policies import CannotSignOff, check_can_sign_off
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.quarters import Quarter


class HasChanged(ValueError):
    """The message says what to do."""


@transaction.atomic
def sign_off(*, quarter: Quarter, read: str, by: Viewer) -> Report:
    """`read` is the digest of the report that the chair has read: that one is signed, and no other.

    Raises CannotSignOff for whoever is not the chair, and for a quarter that is not over or is signed off; HasChanged
    where it says other things by now.
    """
    check_can_sign_off(by)
    if quarter.until > clock.now():
        raise CannotSignOff("This quarter is not over yet. Sign its report off when it is.")
    held = queries.quarterly(by, quarter)
    if held.signed is not None:
        raise CannotSignOff("This report is signed off already. Reload the page to see it.")
    if held.digest != read:
        raise HasChanged("This report has changed since you opened it. Read it again, then sign it off.")
    made = Report.objects.create(
        quarter=quarter.key,
        counts=held.counts,
        pages=to_data(held.report),
        signed_by=by.practitioner_id,
        signed_at=clock.now(),
    )
    audit.record("board-report.signed", by=by, detail={"quarter": quarter.key, "digest": read})
    return made
