"""What do letters of the ledger say? A reference and a link; nothing about a child travels by e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Subject
from followthrough.service.ledger import outbox
from followthrough.service.ledger.models import Adoption, Duty

_BODY = """{sentence}

Reference: {reference}
Sign in to see it: {address}/duties/{id}/

This letter says no more, so that nothing about a child travels by e-mail.
"""


def tell_of_new(duties: Iterable[Duty], *, live_from: datetime) -> None:
    """A word to those who owe something new. Importing history writes to nobody."""
    for duty in duties:
        if duty.state == DutyState.OPEN and duty.due_at >= live_from and duty.adoption == Adoption.ON:
            to = (duty.debtor_agency, duty.debtor_team, duty.debtor_role)
            _tell(duty, f"{duty.id}:opened", to, "Something new is waiting for your team.")


def tell_of_silence(duty: Duty, kind: str, step: tuple[int, int], to: tuple[str, str, str]) -> None:
    """In the words that are true now: after an outage a reminder may come when the duty is overdue, or done."""
    is_open = duty.state == DutyState.OPEN
    if kind == "reminder" and not is_open and duty.state != DutyState.BREACHED:
        return
    sentence = (
        "A duty is due soon, and nobody has recorded that it was done."
        if is_open
        else "A duty is overdue: it was not recorded as done by its deadline."
    )
    index, repeat = step
    _tell(duty, f"{duty.id}:{kind}:{index}:{repeat}:{outbox.address_of(*to)}", to, sentence)


def reference(duty_id: str) -> str:
    """What a person can read out to name a duty."""
    return f"D-{duty_id[:4]}-{duty_id[4:8]}".upper()


def _tell(duty: Duty, key: str, to: tuple[str, str, str], sentence: str) -> None:
    outbox.enqueue(
        key=key,
        to=outbox.address_of(*to),
        subject=f"Followthrough: {reference(duty.id)}",
        body=_BODY.format(
            sentence=sentence,
            reference=reference(duty.id),
            address=getattr(settings, "FOLLOWTHROUGH_ADDRESS", ""),
            id=duty.id,
        ),
        about=Subject(duty.subject_kind, duty.subject_id),
        duty_id=duty.id,
    )
