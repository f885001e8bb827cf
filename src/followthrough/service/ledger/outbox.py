"""How does a letter get out? Written beside its reason in one transaction; `delivery` sends it."""

from __future__ import annotations

from datetime import datetime

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.ledger.models import Outbox


def enqueue(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    about: Subject | None = None,
    duty_id: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """`to` is "agency/team/role" or an e-mail address. A key that was used before writes nothing."""
    kind, identity = about or ("", "")
    now = clock.now()
    letter = Outbox(
        key=key,
        to=to,
        subject=subject,
        body=body,
        due_at=due_at or now,
        written_at=now,
        subject_kind=kind,
        subject_id=identity,
        duty_id=duty_id,
    )
    Outbox.objects.bulk_create([letter], ignore_conflicts=True)


def address_of(agency: str, team: str = "", role: str = "") -> str:
    return f"{agency}/{team}/{role}"
