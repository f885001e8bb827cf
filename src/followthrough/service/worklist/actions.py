"""A person says that a duty is not theirs, that it is wrong, or excuses it: each a fact in the chronology.

Taking a duty is the ledger's own action. What follows from these facts is for the rulebook to say, never for Python.
"""

from __future__ import annotations

from django.db import transaction

from followthrough.procedures.model.event import type_of_value
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, Recorded, record
from followthrough.service.ledger.models import Duty
from followthrough.service.worklist import policies
from followthrough.service.worklist.queries import subject_of


@transaction.atomic
def say_not_ours(*, duty: Duty, reason: str, suggested_agency: str, by: Viewer) -> Recorded:
    """The duty and its clock stay where they are until the rulebook or a person moves them."""
    policies.check_can_answer(by, duty)
    data: dict[str, type_of_value] = {"duty": duty.pk, "reason": reason, "by": by.practitioner_id}
    if suggested_agency:
        data["suggested_agency"] = suggested_agency
    return _record("duty.redirected", duty, data, by)


@transaction.atomic
def say_wrong(*, duty: Duty, reason: str, by: Viewer) -> Recorded:
    policies.check_can_answer(by, duty)
    return _record("duty.disputed", duty, {"duty": duty.pk, "reason": reason, "by": by.practitioner_id}, by)


@transaction.atomic
def excuse(*, duty: Duty, reason: str, by: Viewer) -> Recorded:
    """Before its deadline the duty is excused; after it, it stays overdue on record and only stops climbing."""
    policies.check_can_excuse(by, duty)
    return _record("duty.excused", duty, {"duty": duty.pk, "reason": reason, "decided_by": by.practitioner_id}, by)


def _record(kind: str, duty: Duty, data: dict[str, type_of_value], by: Viewer) -> Recorded:
    return record([NewEvent(kind=kind, subject=subject_of(duty), occurred_from=clock.now(), data=data)], by=by)
