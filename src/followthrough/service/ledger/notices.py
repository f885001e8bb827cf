"""What do notices of the ledger say? A sentence, a reference and a link; nothing about a child travels by letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Subject
from followthrough.service.ledger import budget, outbox
from followthrough.service.ledger.models import Adoption, Duty

NEW = "Something new is waiting for your team."
NEW_URGENT = "Something urgent is waiting for your team. Take it now."
DUE_SOON = "A duty is due soon, and nobody has recorded that it was done."
OVERDUE = "A duty is overdue: it was not recorded as done by its deadline."


def tell_of_new(duties: Iterable[Duty], *, live_from: datetime) -> None:
    """A word to those who owe something new. Importing history writes to nobody."""
    for duty in duties:
        if duty.state == DutyState.OPEN and duty.due_at >= live_from and duty.adoption == Adoption.ON:
            to = (duty.debtor_agency, duty.debtor_team, duty.debtor_role)
            is_urgent = budget.cannot_wait(duty)
            _tell(duty, f"{duty.id}:opened", to, NEW_URGENT if is_urgent else NEW, is_urgent)


def tell_of_silence(duty: Duty, kind: str, step: tuple[int, int], to: tuple[str, str, str]) -> None:
    """In the words that are true now: after an outage a reminder may come when the duty is overdue, or done."""
    is_open = duty.state == DutyState.OPEN
    if kind == "reminder" and not is_open and duty.state != DutyState.BREACHED:
        return
    index, repeat = step
    key = f"{duty.id}:{kind}:{index}:{repeat}:{outbox.address_of(*to)}"
    if is_open:
        _tell(duty, key, to, DUE_SOON, budget.cannot_wait(duty))
    else:
        _tell(duty, key, to, OVERDUE, budget.is_urgent(duty))


def reference(duty_id: str) -> str:
    """What a person can read out to name a duty."""
    return f"D-{duty_id[:4]}-{duty_id[4:8]}".upper()


def _tell(duty: Duty, key: str, to: tuple[str, str, str], sentence: str, is_urgent: bool) -> None:
    outbox.enqueue(
        key=key,
        to=outbox.address_of(*to),
        sentence=sentence,
        reference=reference(duty.id),
        link=f"/now/{duty.id}/" if is_urgent else f"/duties/{duty.id}/",
        about=Subject(duty.subject_kind, duty.subject_id),
        duty_id=duty.id,
        matter=duty.trigger,
        is_urgent=is_urgent,
    )
