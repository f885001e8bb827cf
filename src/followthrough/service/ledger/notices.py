"""What do notices of the ledger say? A sentence, a reference and a link; nothing about a child travels by letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Subject
from followthrough.service.ledger import budget, outbox
from followthrough.service.ledger.models import Adoption, Duty, Outbox

NEW = "Something new is waiting for your team."
NEW_URGENT = "Something urgent is waiting for your team. Take it now."
DUE_SOON = "A duty is due soon, and nobody has recorded that it was done."
OVERDUE = "A duty is overdue: it was not recorded as done by its deadline."


@dataclass(frozen=True, slots=True)
class Silence:
    """A rung or a reminder (`kind`) of a duty that has fired, and whom it tells."""

    duty: Duty
    kind: str
    index: int
    repeat: int
    to: tuple[str, str, str]

    @property
    def is_over(self) -> bool:
        """A reminder of what was done meanwhile."""
        return self.kind == "reminder" and self.duty.state not in (DutyState.OPEN, DutyState.BREACHED)


def tell_of_new(duties: Iterable[tuple[Duty, datetime]]) -> None:
    """A word to those who owe something new, each with when its subject went live. Importing history tells nobody."""
    new = [duty for duty, live_from in duties if _is_owed_now(duty, live_from)]
    urgent = (budget.urgent(new) | budget.soon(new)) if new else set()
    outbox.enqueue_each(
        _notice(duty, f"{duty.id}:opened", _debtor(duty), NEW_URGENT if duty.id in urgent else NEW, duty.id in urgent)
        for duty in new
    )


def tell_of_silences(silences: Iterable[Silence]) -> None:
    """In the words that are true now: after an outage a reminder may come when the duty is overdue, or done."""
    told = [each for each in silences if not each.is_over]
    duties = {each.duty.id: each.duty for each in told}.values()
    urgent, soon = (budget.urgent(duties), budget.soon(duties)) if told else (set(), set())
    outbox.enqueue_each(_of_silence(each, urgent, soon) for each in told)


def _of_silence(each: Silence, urgent: set[str], soon: set[str]) -> Outbox:
    duty = each.duty
    key = f"{duty.id}:{each.kind}:{each.index}:{each.repeat}:{outbox.address_of(*each.to)}"
    if duty.state == DutyState.OPEN:
        return _notice(duty, key, each.to, DUE_SOON, duty.id in urgent | soon)
    return _notice(duty, key, each.to, OVERDUE, duty.id in urgent)


def _is_owed_now(duty: Duty, live_from: datetime) -> bool:
    return duty.state == DutyState.OPEN and duty.due_at >= live_from and duty.adoption == Adoption.ON


def _debtor(duty: Duty) -> tuple[str, str, str]:
    return duty.debtor_agency, duty.debtor_team, duty.debtor_role


def reference(duty_id: str) -> str:
    """What a person can read out to name a duty."""
    return f"D-{duty_id[:4]}-{duty_id[4:8]}".upper()


def _notice(duty: Duty, key: str, to: tuple[str, str, str], sentence: str, is_urgent: bool) -> Outbox:
    return outbox.notice(
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
