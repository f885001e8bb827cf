"""Where is a duty owed now that was owed under another name of its child? Letters hold the address that it had then."""

from __future__ import annotations

from followthrough.procedures.model.event import Subject
from followthrough.service.ledger import same
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.models.rows import ELSEWHERE


def owed_now(duty_id: str) -> str | None:
    """The id of the same duty under the name by which the child is known now; None where it has not moved, or was never
    there. As the assessor, for the old row may be shown to nobody any more: who may see the new one is asked by row.
    """
    with as_assessor():
        moved = _moved(duty_id)
    return moved.pk if moved else None


def _moved(duty_id: str) -> Duty | None:
    old = Duty.objects.filter(pk=duty_id, state=ELSEWHERE).first()
    if old is None:
        return None
    # What began because another duty was not done names that one, which has moved as well.
    before = _moved(old.trigger)
    trigger = before.pk if before else old.trigger
    held = Subject(old.subject_kind, old.subject_id)
    now = same.folding([held.id]).subject_of(trigger, held) if before is None else Subject(held.kind, before.subject_id)
    there = Duty.objects.filter(subject_kind=now.kind, subject_id=now.id, procedure=old.procedure, each=old.each)
    return there.filter(trigger=trigger).exclude(state=ELSEWHERE).first()
