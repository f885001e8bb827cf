"""What was said against a duty? Read for those who must answer it, who may not always open the child's record.

A duty asks for an answer when the rulebook says that one closes it: no procedure is named here. Identifiers come back
to everybody whose duty it is; the words that were said, to those alone who may see the child.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followthrough.service.ledger import rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.ledger.queries import WAITING
from followthrough.service.worklist.explaining import closing_kinds

DISPUTED, REDIRECTED = "duty.disputed", "duty.redirected"
ANSWERED, CONSIDERED = "duty.answered", "rule.considered"


@dataclass(frozen=True)
class Dispute:
    """Of which duty and which rule somebody said that it is wrong, or not theirs; and the event that says so."""

    event_id: str
    duty_id: str
    procedure: str
    is_redirection: bool

    @property
    def rule(self) -> str:
        versions = rulebook.current().by_id.get(self.procedure, ())
        return versions[-1].title if versions else self.procedure.replace("-", " ")


def is_asking(duty: Duty, kind: str) -> bool:
    """Whether an event of this kind, a manager's answer or what the group decided, is what closes the duty."""
    return kind in closing_kinds(duty)


def is_dispute(duty: Duty) -> bool:
    return is_asking(duty, ANSWERED) or is_asking(duty, CONSIDERED)


def behind(duties: Iterable[Duty]) -> Mapping[str, Dispute]:
    """By the id of each duty that asks for an answer."""
    asking = {duty.pk: duty.trigger for duty in duties if is_dispute(duty)}
    if not asking:
        return {}
    with as_assessor():
        rows = Event.objects.filter(pk__in=asking.values(), kind__in=(DISPUTED, REDIRECTED))
        found = {pk: (kind, data) for pk, kind, data in rows.values_list("pk", "kind", "data")}
    return {
        duty: Dispute(trigger, found[trigger][1]["duty"], _rule(found[trigger][1]), found[trigger][0] == REDIRECTED)
        for duty, trigger in asking.items()
        if trigger in found
    }


def waiting_about(duty: Duty) -> Duty | None:
    """The duty to answer what was said of this one, if nobody has answered yet and the viewer may know of it."""
    with as_assessor():
        said = Event.objects.filter(
            subject_kind=duty.subject_kind,
            subject_id=duty.subject_id,
            kind__in=(DISPUTED, REDIRECTED),
            data__duty=duty.pk,
        )
        ids = list(said.values_list("pk", flat=True))
    waiting = Duty.objects.filter(trigger__in=ids, state__in=WAITING, ended_at=None) if ids else ()
    return next((each for each in waiting if is_asking(each, ANSWERED)), None)


def reason_of(dispute: Dispute) -> str:
    """As far as the transaction's viewer may see it: else empty."""
    row = Event.objects.filter(pk=dispute.event_id).first()
    return str(row.data.get("reason", "")) if row else ""


def _rule(data: Mapping[str, object]) -> str:
    return str(data.get("procedure", ""))
